"""Vietnamese: what organizers read first."""

WORDS: dict[str, str] = {
    # --- help ---
    "help": (
        "Công cụ dòng lệnh của Ban Tổ chức cuộc thi (English: --lang en --help).\n"
        "Lệnh nào làm thay đổi dữ liệu cũng có --dry-run: chỉ cho xem trước, không thay đổi gì.\n"
        "Mã kết thúc: 0 đã xong, 1 bị từ chối hoặc có lỗi trong tệp, 2 gọi lệnh sai.\n"
        "Ví dụ: python -m organizer --stage production --by thu-ky status hai-phong-2023"
    ),
    "help.example": "Ví dụ: ",
    "help.usage": "Cách dùng: ",
    "help.arguments": "Tham số",
    "help.options": "Tùy chọn",
    "help.commands": "Lệnh",
    "help.check": (
        "Kiểm tra định nghĩa cuộc thi và các ngân hàng câu hỏi mà nó nêu.\n"
        "Nêu mọi lỗi, mọi mâu thuẫn và mọi điểm kế hoạch còn để ngỏ; không cần kết nối.\n"
        "Ví dụ: python -m organizer check contests/hai-phong-2023/contest.yaml"
    ),
    "help.schema": (
        "In hoặc ghi JSON Schema để trình soạn thảo gợi ý khi viết contest.yaml.\n"
        "Ví dụ: python -m organizer schema contests/schema.json"
    ),
    "help.template": (
        "Tạo tệp Excel mẫu để điền câu hỏi hoặc danh sách thí sinh.\n"
        "Ví dụ: python -m organizer template questions cau-hoi.xlsx --contest contests/hai-phong-2023/contest.yaml\n"
        "Ví dụ: python -m organizer template roster thi-sinh.xlsx --contest contests/hai-phong-2023/contest.yaml"
    ),
    "help.contest": "Cả cuộc thi.",
    "help.contest load": (
        "Nhập cả thư mục cuộc thi: định nghĩa, ngân hàng câu hỏi, danh sách thí sinh.\n"
        "Mọi tệp được kiểm tra trước; có lỗi thì không nhập gì. Danh sách lấy từ roster.xlsx hoặc roster.csv trong thư mục, "
        "hoặc từ --roster.\n"
        "Ví dụ: python -m organizer contest load contests/hai-phong-2023 --roster thi-sinh.xlsx --dry-run"
    ),
    "help.definition": "Định nghĩa cuộc thi.",
    "help.definition import": (
        "Nhập định nghĩa cuộc thi; vòng nào đã chốt thì không thay đổi được nữa.\n"
        "Ví dụ: python -m organizer definition import contests/hai-phong-2023/contest.yaml --dry-run"
    ),
    "help.bank": "Ngân hàng câu hỏi.",
    "help.bank import": (
        "Nhập ngân hàng câu hỏi (.xlsx, .csv) của một vòng: nhập tất cả hoặc không nhập gì.\n"
        "Nhập lại đúng tệp cũ thì không thay đổi gì.\n"
        "Ví dụ: python -m organizer bank import hai-phong-2023 tuan-1 cau-hoi-tuan-1.xlsx --dry-run"
    ),
    "help.roster": "Danh sách thí sinh.",
    "help.roster import": (
        "Nhập danh sách thí sinh (.xlsx, .csv) và cấp mã dự thi cho người mới.\n"
        "Mã dự thi chỉ hiện một lần, được ghi vào một tệp mới chỉ chủ tệp đọc được; hệ thống không giữ bản rõ.\n"
        "Ví dụ: python -m organizer roster import hai-phong-2023 thi-sinh.xlsx --codes ma-du-thi.csv"
    ),
    "help.status": ("Xem tình trạng các vòng của cuộc thi.\nVí dụ: python -m organizer status hai-phong-2023"),
    "help.ready": (
        "Chốt một vòng để mở thi: bốc số ngẫu nhiên, công bố cam kết.\n"
        "Sau đó định nghĩa và ngân hàng câu hỏi của vòng không sửa được nữa; phải làm trước giờ mở.\n"
        "Ví dụ: python -m organizer --by thu-ky ready hai-phong-2023 tuan-1"
    ),
    "help.close-early": (
        "Đóng một vòng sớm hơn đã định; giờ đóng mới phải cách lúc này ít nhất hai phút.\n"
        "Quyết định được ghi vào decisions.csv của bản xuất.\n"
        'Ví dụ: python -m organizer --by thu-ky close-early hai-phong-2023 tuan-1 --at "16:30 29/10/2023" '
        "--reason mat-dien\n"
        "Ví dụ: python -m organizer --by thu-ky close-early hai-phong-2023 tuan-1 --in 2m --reason dong-som"
    ),
    "help.close-due": (
        "Thực hiện ngay mọi việc đã đến hạn: đóng, tổng hợp, công bố.\n"
        "Bình thường đồng hồ của hệ thống tự làm việc này mỗi phút.\n"
        "Ví dụ: python -m organizer close-due --dry-run"
    ),
    "help.winners": (
        "Xem danh sách đoạt giải của một vòng đã đóng và lý do xếp hạng từng người.\n"
        "Ví dụ: python -m organizer winners hai-phong-2023 tuan-1 --xlsx ket-qua-tuan-1.xlsx"
    ),
    "help.approve": (
        "Phê duyệt kết quả một vòng đã đóng, để được công bố khi đến giờ.\n"
        "Ví dụ: python -m organizer --by truong-ban approve hai-phong-2023 tuan-1"
    ),
    "help.publish": (
        "Công bố ngay kết quả của một vòng đã đến giờ công bố.\nVí dụ: python -m organizer publish hai-phong-2023 tuan-1"
    ),
    "help.export": (
        "Tải các tệp kết quả (bản xuất) của một vòng, hoặc in đường dẫn tạm cho người kiểm tra.\n"
        "Sau khi công bố, từng tệp được đối chiếu với bản kê manifest.json.\n"
        "Ví dụ: python -m organizer export hai-phong-2023 tuan-1 --to out\n"
        "Ví dụ: python -m organizer export hai-phong-2023 tuan-1 --links --hours 4"
    ),
    "param.stage": "môi trường; mặc định là hệ thống đang chạy trên máy này (make run)",
    "param.lang": "ngôn ngữ: vi (tiếng Việt) hoặc en (tiếng Anh)",
    "param.account": "mã tài khoản của người thực hiện, ghi vào hồ sơ cuộc thi (hoặc biến HOITHI_BY)",
    "param.help": "xem hướng dẫn này",
    "param.dry_run": "chỉ xem trước, không thay đổi gì",
    "param.new_codes": "cấp lại mã cho mọi người trong tệp; mã cũ không dùng được nữa",
    "param.yes": "không hỏi lại trước việc không hoàn tác được",
    "param.contest": "mã cuộc thi, ví dụ hai-phong-2023",
    "param.round": "mã vòng thi, ví dụ tuan-1",
    "param.contest_file": "tệp định nghĩa cuộc thi",
    "param.definition_file": "kiểm tra theo định nghĩa trong tệp này; mặc định theo định nghĩa đã nhập",
    "param.schema_file": "tệp cần ghi; không nêu thì in ra màn hình",
    "param.kind": "questions (câu hỏi) hoặc roster (danh sách thí sinh)",
    "param.template_file": "tệp mẫu sẽ được tạo",
    "param.folder": "thư mục",
    "param.roster_file": "danh sách thí sinh (.xlsx, .xls, .ods, .csv)",
    "param.bank_file": "ngân hàng câu hỏi (.xlsx, .xls, .ods, .csv)",
    "param.codes": "tệp mới để ghi mã dự thi; “-” để in ra màn hình",
    "param.at": "giờ đóng mới, theo giờ Việt Nam",
    "param.after": "đóng sau chừng ấy thời gian, ví dụ 2m, 90s, 1h30m",
    "param.reason": "mã lý do, chữ thường không dấu, ví dụ mat-dien",
    "param.xlsx_file": "ghi thêm vào tệp Excel này",
    "param.hours": "số giờ các đường dẫn còn hiệu lực (từ 1 đến 12)",
    "param.links_only": "chỉ in đường dẫn, không tải",
    # --- misuse ---
    "usage.missing": "Thiếu {name}.",
    "usage.no-such-option": "Không có tùy chọn {name}.",
    "usage.no-such-command": "Không có lệnh “{name}”.",
    "usage.unfit": "{name}: {why}",
    "usage.no-value": "Tùy chọn {name}: thiếu giá trị, hoặc có giá trị thừa.",
    "usage.not-understood": "Thừa hoặc sai tham số. Giá trị có dấu cách phải đặt trong dấu ngoặc kép.",
    "usage.see-help": "Xem hướng dẫn: {command} --help",
    "usage.one-of": "“{found}” không dùng được; chọn một trong: {allowed}.",
    "usage.code": "“{found}” không dùng được; chỉ gồm chữ thường không dấu, chữ số và dấu gạch nối, tối đa 40 ký tự.",
    "usage.whole": "“{found}” không dùng được; cần một số nguyên từ 1 trở lên.",
    "usage.time": "“{found}” không dùng được; cần dạng 16:30 29/10/2023 (giờ:phút ngày/tháng/năm).",
    "usage.span": "“{found}” không dùng được; cần dạng 2m, 90s hoặc 1h30m.",
    "trouble.no-stage": (
        "Chưa biết làm việc với môi trường nào. Chạy make run, hoặc thêm --stage test hay --stage production."
    ),
    "trouble.no-account": (
        "Việc này phải ghi rõ ai thực hiện. Thêm --by với mã tài khoản (chữ thường không dấu, chữ số, gạch nối), ví dụ --by "
        "thu-ky."
    ),
    "trouble.yes-needed": "Việc này không hoàn tác được và không có ai để hỏi lại. Thêm --yes nếu đã chắc chắn.",
    "trouble.at-or-in": "Cần đúng một trong hai: --at (giờ đóng) hoặc --in (sau bao lâu).",
    "trouble.to-or-links": "Cần đúng một trong hai: --to (thư mục để tải về) hoặc --links (chỉ in đường dẫn).",
    "trouble.template-kind": "{file}: tệp mẫu phải có đuôi .xlsx.",
    "trouble.template-needs-contest": (
        "Tệp mẫu danh sách cần biết khối đơn vị và bộ phận bị loại trừ. Thêm --contest contest.yaml."
    ),
    # --- trouble ---
    "trouble.declined": "Không làm gì: câu trả lời không phải “có”.",
    "trouble.no-local-stack": "Hệ thống trên máy này chưa chạy. Chạy make run ở một cửa sổ khác rồi thử lại.",
    "trouble.local-stack-unread": "Không đọc được {file} ({why}). Chạy lại make run FRESH=1.",
    "trouble.no-credentials": (
        "Chưa có quyền truy cập AWS trên máy này ({why}). Đăng nhập (ví dụ aws sso login) hoặc đặt AWS_PROFILE rồi thử lại."
    ),
    "trouble.refused-credentials": (
        "AWS từ chối tài khoản này ở môi trường “{stage}”: {why}. Đăng nhập lại, hoặc xin quyền gọi hàm organizer."
    ),
    "trouble.no-connection": "Không kết nối được với môi trường “{stage}”; chưa gửi gì đi. Kiểm tra mạng rồi thử lại.",
    "trouble.answer-lost": (
        "Mất kết nối với môi trường “{stage}” khi đang chờ trả lời; việc có thể đã được thực hiện. Xem lại bằng "
        "lệnh status, rồi "
        "chạy lại lệnh này: làm lại không gây thay đổi thêm."
    ),
    "trouble.answer-unread": "Môi trường “{stage}” trả lời không đúng dạng. Kiểm tra địa chỉ, hoặc cập nhật công cụ này.",
    "trouble.not-deployed": "Chưa có hệ thống nào ở môi trường “{stage}”. Kiểm tra --stage, vùng và tài khoản AWS.",
    "trouble.aws": "AWS báo lỗi: {why}",
    "trouble.busy": (
        "Một dịch vụ của AWS đang bận hoặc gặp sự cố. Chờ một phút rồi chạy lại đúng lệnh này: "
        "việc đã xong không làm lần hai."
    ),
    "trouble.function-failed": "Hàm organizer gặp sự cố: {why}. Thử lại sau một phút; nếu vẫn lỗi, xem nhật ký của hàm.",
    "trouble.still-running": (
        "Việc này kéo dài hơn một phút; hệ thống vẫn đang làm tiếp. Chờ một, hai phút rồi xem lại bằng lệnh status."
    ),
    "trouble.no-such-file": "Không có tệp {file}. Kiểm tra lại tên tệp và thư mục.",
    "trouble.file": "Không đọc hoặc ghi được {file}: {why}",
    "trouble.file-there": "Đã có {file}, không ghi đè. Chọn tên khác.",
    "trouble.link-unfit": "Hệ thống trả về một tên không dùng được: {url}",
    "trouble.link-refused": "Đường dẫn tải bị từ chối (mã {status}); có thể đã hết hạn. Chạy lại lệnh để lấy đường dẫn mới.",
    "trouble.link-lost": "Mất kết nối khi đang tải ({why}). Chạy lại lệnh; các tệp đã tải đủ vẫn còn.",
    "trouble.damaged": (
        "{file} không khớp với manifest.json nên không được giữ lại. Chạy lại; nếu vẫn vậy, báo người kiểm tra."
    ),
    "interrupted": "Đã dừng theo yêu cầu.",
    "refused.unknown": "Hệ thống từ chối: {code}. Công cụ này có thể cũ hơn hệ thống; xin cập nhật.",
    "fault.unknown": "{where}: lỗi {code}. Công cụ này có thể cũ hơn hệ thống; xin cập nhật.",
    "faults.more": "… và {count} chỗ khác.",
    "faults.count": "Có {count} lỗi; chưa nhập gì. Sửa hết rồi chạy lại.",
    "open.count": "Còn {count} điểm để ngỏ; chưa mở được cuộc thi.",
    "warning": "Lưu ý: {line}",
    # --- previews and what was done ---
    "confirm": "Môi trường: {stage}. Việc này không hoàn tác được. Thực hiện? [c/K]",
    "dry-run": "Chạy thử: chưa thay đổi gì.",
    "nothing-to-do": "Không có gì để thay đổi.",
    "yes": "có",
    "no": "chưa có",
    "check.faults": "Lỗi và mâu thuẫn: {count}",
    "check.open": "Điểm còn để ngỏ: {count}",
    "check.banks-unread": "Ngân hàng câu hỏi: chưa xem được, vì mục rounds hoặc paper còn lỗi hoặc còn để ngỏ.",
    "check.bank": "Vòng {round}: {file}, {count} câu, không có lỗi.",
    "check.bank-faulty": "Vòng {round}: {file} có lỗi, xem dưới đây.",
    "check.no-bank": "Vòng {round}: định nghĩa không nêu tệp câu hỏi; nhập bằng lệnh bank import.",
    "check.ready": "{file}: sẵn sàng để nhập.",
    "check.not-ready": "{file}: chưa sẵn sàng.",
    "file.same": "{file} đã đúng, không cần ghi lại.",
    "file.would-write": "Chạy thử: sẽ ghi {file}.",
    "file.written": "Đã ghi {file}.",
    "definition.same": "Định nghĩa cuộc thi {contest}: không có gì thay đổi.",
    "definition.preview": "Định nghĩa cuộc thi {contest} sẽ thay đổi ở các vòng: {rounds}.",
    "definition.done": "Đã nhập định nghĩa cho các vòng: {rounds}.",
    "bank.preview": "Ngân hàng câu hỏi vòng {round}:",
    "bank.preview-new": "Ngân hàng câu hỏi vòng {round}: sẽ nhập {count} câu, sau khi nhập định nghĩa.",
    "bank.done": "Đã nhập ngân hàng câu hỏi vòng {round}: {count} câu.",
    "roster.preview": (
        "Danh sách thí sinh: {new} người mới, {changed} người thay đổi, {same} người giữ nguyên; {units} đơn vị."
    ),
    "roster.none": (
        "Thư mục không có roster.xlsx hay roster.csv; danh sách thí sinh được nhập riêng bằng lệnh roster import."
    ),
    "roster.sending": "Đang nhập danh sách",
    "roster.stopped": (
        "Dừng giữa chừng: đã nhập {done}/{all} người; mã của những người mới đã nhập nằm trong {file} (nếu có tệp "
        "này). Sửa nguyên "
        "nhân rồi chạy lại: người đã nhập giữ nguyên mã."
    ),
    "roster.done": "Danh sách trên hệ thống đã khớp với tệp: {count} người.",
    "roster.codes": (
        "Mã dự thi của {count} người mới nằm trong {file}. Mã chỉ hiện một lần: hãy giữ kỹ và phát cho từng người."
    ),
    "ready.preview": (
        "Vòng {round} (mở lúc {opens}): sẽ bốc số ngẫu nhiên và công bố cam kết. Sau đó định nghĩa và ngân hàng "
        "câu hỏi của vòng "
        "này không sửa được nữa."
    ),
    "ready.before": "Vòng {round} đã ở trạng thái “{state}”; không có gì để thay đổi.",
    "ready.done": "Vòng {round}: {state}. Cam kết: {commitment}",
    "ready.asked": "Đã ghi nhận yêu cầu cho vòng {round}; hệ thống thực hiện trong vòng một phút. Xem lại bằng lệnh status.",
    "close-early.preview": "Vòng {round} sẽ đóng lúc {closes} (lý do: {reason}). Bài đang làm phải nộp trước giờ đó.",
    "close-early.done": "Vòng {round} đóng lúc {closes}.",
    "due.nothing": "Không có việc nào đến hạn.",
    "due.close": "Sẽ đóng và tổng hợp: {contest}, vòng {round}.",
    "due.publish": "Sẽ công bố: {contest}, vòng {round}.",
    "due.ready": "Sẽ chốt để mở thi: {contest}, vòng {round}.",
    "due.counts": (
        "{attempts} lượt thi: {submitted} đã nộp, {timed_out} hết giờ, {blank} bỏ trống, {ruled_out} không được "
        "tính; {perfect} "
        "người đúng tất cả; {prizes} giải."
    ),
    "did.close": "Đã đóng và tổng hợp: {contest}, vòng {round}.",
    "did.publish": "Đã công bố: {contest}, vòng {round}.",
    "did.ready": "Đã chốt để mở thi: {contest}, vòng {round}.",
    "approve.preview": (
        "Vòng {round}: kết quả sẽ được phê duyệt và công bố từ {results}. Xem danh sách trước bằng lệnh winners."
    ),
    "approve.before": "Vòng {round} đã được {by} phê duyệt; không có gì để thay đổi.",
    "approve.done": "Đã phê duyệt vòng {round} ({by}). Kết quả được công bố từ {results}.",
    "publish.preview": "Vòng {round}: kết quả sẽ được đưa lên trang của cuộc thi cho mọi người xem.",
    "publish.before": "Vòng {round} đã công bố; không có gì để thay đổi.",
    "publish.done": "Đã công bố kết quả vòng {round}.",
    "publish.asked": "Đã yêu cầu công bố vòng {round}; xem lại bằng lệnh status sau một phút.",
    "winners.nobody": "(không trao)",
    "winners.won_earlier": "bỏ qua: đã đạt giải ở vòng trước",
    "winners.closed": "Kết quả chưa công bố: xin giữ kín.",
    "winners.published": "Kết quả đã công bố.",
    "winners.written": "Đã ghi {file}; tệp có họ tên, chỉ chủ tệp đọc được.",
    "export.fetching": "Đang tải {file}",
    "export.would-fetch": "Sẽ tải vào {folder}: {files}.",
    "export.checked": "Đã tải vào {folder}; mọi tệp khớp với manifest.json.",
    "export.unchecked": "Đã tải vào {folder}; chưa đối chiếu được, vì manifest.json chỉ có sau khi công bố.",
    "export.later": "Chỉ có sau khi công bố: {files}.",
    "column.round": "Vòng",
    "column.state": "Tình trạng",
    "column.opens": "Mở",
    "column.closes": "Đóng",
    "column.results": "Công bố",
    "column.bank": "Câu hỏi",
    "column.approved": "Phê duyệt",
    "column.commitment": "Cam kết",
    "column.prize": "Giải",
    "column.place": "Hạng",
    "column.name": "Họ và tên",
    "column.unit": "Đơn vị",
    "column.amount": "Tiền thưởng (đồng)",
    "column.why": "Vì sao",
    "column.file": "Tệp",
    "column.link": "Đường dẫn",
    "column.bytes": "Byte",
    "state.draft": "bản nháp",
    "state.ready": "sẵn sàng",
    "state.closing": "đang tổng hợp",
    "state.closed": "đã đóng",
    "state.published": "đã công bố",
    "state.open": "đang mở",
    "state.practice": "thi thử",
    "approval.not-asked": "không cần",
    "approval.waiting": "chưa",
    # --- stages: deploying, looking, taking down ---
    "help.doctor": "Xem tài khoản AWS và môi trường đã sẵn sàng cho kỳ thi chưa: thấy gì, cần gì, phải làm gì.\nVí dụ: python -m organizer doctor production",
    "help.deploy": "Đóng gói, cho xem những gì sẽ thay đổi, hỏi lại, rồi thay đổi môi trường và đưa trang lên.\nThường gọi bằng make deploy STAGE=production.\nVí dụ: python -m organizer deploy test --dry-run",
    "help.smoke": "Thử xem môi trường có làm đúng việc của nó không; không thay đổi gì.\nVí dụ: python -m organizer smoke production",
    "help.restore-drill": 'Tập khôi phục: đưa bảng lượt thi của một thời điểm vào bảng riêng, so với bảng đang dùng, rồi xóa bảng riêng.\nVí dụ: python -m organizer restore-drill production\nVí dụ: python -m organizer restore-drill production --at "08:30 29/10/2023" --keep',
    "help.teardown": "Gỡ một môi trường: chép mọi thứ ra thư mục, đối chiếu bản chép, rồi mới xóa; phải gõ tên môi trường.\nVí dụ: python -m organizer teardown test --to luu-tru-test --dry-run",
    "param.new_edge_secret": "đổi khóa giữa CloudFront và API; khóa cũ còn dùng được đến lần triển khai sau",
    "param.name": "gõ sẵn tên môi trường, thay cho việc được hỏi",
    "param.with_data": "xóa cả bảng và ngăn dữ liệu, trừ những gì còn bị khóa",
    "param.put_back": "ghi lại những lượt thi đã mất (không ghi đè lượt nào đang có)",
    "param.keep": "giữ lại bảng vừa khôi phục",
    "trouble.name-needed": "Việc này cần gõ tên môi trường mà không có ai để hỏi. Thêm --name {stage} nếu đã chắc chắn.",
    "trouble.settings-unfit": "{file}: không dùng được ({why}). Sửa theo tệp của môi trường kia rồi thử lại.",
    "trouble.lock-mode": "{file}: môi trường production phải có LockMode: COMPLIANCE, để không ai sửa được bản kết xuất.",
    "trouble.no-runtime-python": "Cần Python {version} để đóng gói cho Lambda. Cài Python {version}, rồi chạy make deploy PYTHON313=/đường/dẫn/python{version}.",
    "trouble.program-failed": "{program} không làm được: {why}",
    "trouble.package-unfit": "Gói không chạy được trên Lambda: {why}. Chạy make clean rồi thử lại.",
    "trouble.package-too-big": "Gói nặng {size}, quá mức {largest}. Nặng nhất: {biggest}. Bỏ bớt thư viện trong requirements.in.",
    "trouble.unknown-parameters": "infra/resources.yaml không có tham số: {names}. Sửa infra/stages/{stage}.yaml.",
    "trouble.stack-failed-before": "Lần triển khai trước của {stack} thất bại ({status}). Xóa phần dở dang rồi chạy lại: aws cloudformation delete-stack --stack-name {stack}",
    "trouble.stack-at-work": "{stack} đang được thay đổi ({status}). Chờ vài phút rồi chạy lại.",
    "trouble.change-set-failed": "CloudFormation không lập được danh sách thay đổi: {why}",
    "trouble.deployment-failed": "Không thực hiện được ({status}); CloudFormation đã đưa mọi thứ về như cũ. Nguyên nhân: {why}",
    "trouble.loss-under-way": "Không thực hiện: {names} sẽ bị mất hoặc thay mới trong khi có vòng thi đang diễn ra. Chờ đến khi vòng thi đóng.",
    "trouble.teardown-under-way": "Không gỡ: vòng {round} của {contest} đang diễn ra hoặc sắp mở (đóng lúc {closes}).",
    "trouble.copy-differs": "Bản chép của {what} không khớp với nguồn ({copied} và {there}). Chưa xóa gì. Chạy lại với thư mục khác.",
    "trouble.moment-out-of-reach": "Không khôi phục được về lúc đó. Chọn một lúc từ {earliest} đến {latest}.",
    "type-name": "Gõ tên môi trường ({stage}) để thực hiện",
    "deploy.where": "Môi trường {stage}, tài khoản AWS {account}, vùng {region}.",
    "deploy.packaging": "Đóng gói…",
    "deploy.uploading": "Đưa gói lên…",
    "deploy.comparing": "So sánh với môi trường…",
    "deploy.applying": "Đang thay đổi môi trường…",
    "deploy.same": "Hạ tầng và mã không có gì thay đổi.",
    "deploy.confirm": "Thực hiện những thay đổi trên ở môi trường {stage}? [c/K]",
    "deploy.under-way": "Lưu ý: vòng {round} của {contest} đang diễn ra, sắp mở hoặc đang tổng hợp (đóng lúc {closes}). Nên chờ.",
    "deploy.loss": "NGUY HIỂM: {names} sẽ bị xóa hoặc thay bằng bản rỗng; dữ liệu trong đó không còn dùng được.",
    "deploy.done": "Đã thực hiện {count} thay đổi.",
    "deploy.published": "Đã đưa lên {count} tệp của trang: {address}\nTiếp theo: python -m organizer smoke {stage}",
    "doctor.not-deployed": "Môi trường {stage} chưa được triển khai.",
    "looked.well": "Không có gì phải sửa.",
    "looked.bad": "Phải sửa {count} chỗ.",
    "level.ok": "[đạt] ",
    "level.look": "[xem] ",
    "level.bad": "[sửa] ",
    "level.unknown": "[?]   ",
    "found.unanswered": "{what}: không hỏi được ({why}).",
    "found.account": "Tài khoản {account}, người dùng {who}, vùng {region}.",
    "found.not-root": "Đăng nhập bằng người dùng riêng, không bằng tài khoản gốc (root).",
    "todo.not-root": "Tạo người dùng riêng (IAM Identity Center) và đăng nhập bằng người dùng đó.",
    "found.skew": "Đồng hồ máy này lệch {found} giây so với AWS; cho phép {most} giây.",
    "todo.skew": "Bật tự chỉnh giờ qua mạng trên máy này.",
    "found.region": "Vùng {region}: {found}.",
    "todo.region": "Bật vùng {region} trong phần Account của AWS, hoặc sửa region trong infra/stages.",
    "found.python": "Python đóng gói: {found}; cần {needed}.",
    "todo.python": "Cài Python {needed} rồi chạy make deploy; xem docs/operating.md.",
    "found.concurrency": "Lambda chạy cùng lúc: {found}; cần {needed}.",
    "todo.concurrency": "Xin nâng, trước ít nhất hai tuần: aws service-quotas request-service-quota-increase --region {region} --service-code lambda --quota-code L-B99A9384 --desired-value {needed}",
    "found.gateway-rate": "API Gateway, yêu cầu mỗi giây: {found}; cần {needed}.",
    "todo.gateway-rate": "Xin nâng, trước ít nhất hai tuần: aws service-quotas request-service-quota-increase --region {region} --service-code apigateway --quota-code L-8A5B8E43 --desired-value {needed}",
    "found.gateway-burst": "API Gateway, dồn dập trong một lúc: {found}; nên có {needed}.",
    "todo.gateway-burst": "AWS tự đặt mức này theo mức mỗi giây: xin nâng mức mỗi giây.",
    "found.delivery": "CloudFront, yêu cầu mỗi giây: {found}; cần {needed}.",
    "todo.delivery": "Mức thường là 250.000. Nếu cần hơn, mở yêu cầu với AWS Support trước hai tuần.",
    "found.table-writes": "DynamoDB, ghi mỗi giây vào một bảng: {found}; cần {needed}.",
    "todo.table-writes": "Xin nâng “Table-level write throughput limit” của DynamoDB ở vùng {region}, trong trang Service Quotas, trước hai tuần.",
    "found.warm-asked": "WarmWrites trong infra/stages: {found}; cần {needed}.",
    "todo.warm-asked": "Đặt WarmWrites: {needed} trong infra/stages/{stage}.yaml rồi triển khai, chậm nhất một ngày trước giờ mở.",
    "found.no-domain": "Không dùng tên miền riêng.",
    "found.certificate-region": "Chứng thư của tên miền: {found}; phải ở us-east-1.",
    "todo.certificate-region": "Xin chứng thư trong ACM ở us-east-1 và ghi vào CertificateArn.",
    "found.certificate": "Chứng thư cho {alias}: {found}, gồm {names}.",
    "todo.certificate": "Hoàn tất xác minh tên miền trong ACM, hoặc xin chứng thư đúng tên {alias}.",
    "found.certificate-lasts": "Chứng thư còn {days} ngày.",
    "todo.certificate-lasts": "Kiểm tra bản ghi xác minh ở DNS còn đó, để ACM tự gia hạn.",
    "found.mail": "Gửi thư (SES): ra khỏi chế độ thử.",
    "todo.mail": "SES còn ở chế độ thử. Chỉ cần khi đăng nhập bằng thư điện tử; xin ra khỏi chế độ thử ở vùng {region} mất một ngày trở lên.",
    "found.stack": "{stack}: {found}.",
    "todo.stack": "Xem sự kiện trong CloudFormation, rồi chạy lại make deploy.",
    "found.termination": "{stack}: bảo vệ khỏi bị xóa.",
    "todo.termination": "Chạy make deploy: lần nào lệnh này cũng bật bảo vệ.",
    "found.rule": "Bộ hẹn giờ mỗi phút ({rule}): {found}.",
    "todo.rule": "Bật lại ngay: aws events enable-rule --name {rule}. Chưa bật thì không vòng nào đóng.",
    "found.ticks": "Đồng hồ chạy {found} lần trong {minutes} phút qua.",
    "todo.ticks": "Xem bộ hẹn giờ và nhật ký của hàm clock.",
    "found.tick-errors": "Lỗi của đồng hồ trong {minutes} phút qua: {found}.",
    "todo.tick-errors": "Xem nhật ký của hàm clock và mục Alarms trong docs/operating.md.",
    "found.deletion": "{table}: bảo vệ khỏi bị xóa.",
    "todo.deletion": "Bật lại: aws dynamodb update-table --table-name {name} --deletion-protection-enabled",
    "found.recovery": "{table}: khôi phục được về từng giây (PITR).",
    "todo.recovery": "Bật lại: aws dynamodb update-continuous-backups --table-name {name} --point-in-time-recovery-specification PointInTimeRecoveryEnabled=true",
    "found.versions": "{bucket}: giữ mọi phiên bản.",
    "todo.versions": "Bật lại: aws s3api put-bucket-versioning --bucket {name} --versioning-configuration Status=Enabled",
    "found.lock": "Bản kết xuất: khóa chống sửa.",
    "todo.lock": "Không mở vòng thi nào; khóa chỉ bật được khi tạo ngăn. Xem docs/operating.md.",
    "found.alarms": "Báo động đang kêu: {found} (trong {count}).",
    "todo.alarms": "Xem mục Alarms trong docs/operating.md.",
    "found.subscribed": "Người nhận báo động: {found}.",
    "todo.subscribed": "Chưa ai nhận, hoặc chưa bấm xác nhận trong thư của AWS: tìm thư “AWS Notification - Subscription Confirmation”.",
    "found.warm": "Bảng lượt thi nhận ngay {found} lần ghi mỗi giây; cần {needed}.",
    "todo.warm": "Đặt WarmWrites: {needed} trong infra/stages/{stage}.yaml rồi triển khai, chậm nhất một ngày trước giờ mở.",
    "found.page": "{address}/ trả lời {found}.",
    "todo.page": "CloudFront cần vài phút sau lần triển khai đầu; nếu vẫn vậy, triển khai lại.",
    "found.policy": "Trang: chính sách chống chèn mã (CSP).",
    "todo.policy": "Xem SecurityHeaders trong infra/resources.yaml; triển khai lại.",
    "found.assets": "Kiểu dáng và mã của trang: {found}.",
    "todo.assets": "Triển khai lại: make deploy đưa thư mục web lên.",
    "found.lost": "Địa chỉ không có: {found}, có trang riêng.",
    "todo.lost": "Triển khai lại: trang 404.html chưa có.",
    "found.api": "API qua CloudFront trả lời {found} bằng lời của hệ thống, có giờ máy chủ.",
    "todo.api": "Xem nhật ký của hàm api và khóa giữa CloudFront và API.",
    "found.server-time": "Giờ máy chủ lệch {found} giây so với máy này; cho phép {most} giây.",
    "todo.server-time": "Bật tự chỉnh giờ trên máy này. Giờ máy chủ là giờ được tính.",
    "found.door": "API từ chối người không đi qua CloudFront: {found}.",
    "todo.door": "Phải là 403. Xem HOITHI_EDGE_SECRET của hàm api; không mở vòng thi nào trước khi sửa.",
    "found.dry-run": "Đồng hồ chạy thử được; việc đến hạn: {count}.",
    "todo.dry-run": "Xem nhật ký của hàm organizer và hàm clock.",
    "found.contest-page": "Trang của {contest}: {found}.",
    "todo.contest-page": "Triển khai lại: đồng hồ dựng lại mọi trang.",
    "found.definition": "Định nghĩa của {contest} đọc được.",
    "todo.definition": "Xem nhật ký của hàm organizer.",
    "teardown.preview": "Sẽ chép mọi dữ liệu vào {folder}, rồi xóa hệ thống. Các bảng và ngăn này được giữ lại trên AWS: {names}.",
    "teardown.preview-data": "Sẽ chép mọi dữ liệu vào {folder}, rồi xóa hệ thống VÀ CẢ các bảng, ngăn này (trừ tệp còn bị khóa): {names}.",
    "teardown.copying": "Đang chép {name}…",
    "teardown.copied": "Đã chép vào {folder} và đối chiếu khớp. Trong đó có họ tên và đáp án: cất nơi chỉ người có trách nhiệm mở được.",
    "teardown.deleting": "Đang xóa hệ thống…",
    "teardown.deleted": "Đã xóa {stack}.",
    "teardown.retained": "Còn giữ: {resource} ({name}).",
    "teardown.gone": "Đã xóa: {resource} ({name}).",
    "teardown.locked": "Còn giữ: {resource} ({name}), {count} phiên bản; khóa đến {until}.",
    "drill.put-back-preview": "Những lượt thi đã mất sẽ được ghi lại vào bảng đang dùng của {stage}; không ghi đè lượt nào.",
    "drill.restoring": "Đang khôi phục ra {table}…",
    "drill.compared": "So với bảng đang dùng: {same} lượt giống nhau, {different} khác, {lost} đã mất, {since} mới có từ đó.",
    "drill.put-back": "Đã ghi lại {count} lượt thi.",
    "drill.kept": "Giữ lại bảng {table}. Xóa khi xong: bảng tính tiền theo dung lượng.",
    "drill.gone": "Đã xóa bảng {table}.",
    "act.add": "thêm",
    "act.change": "sửa",
    "act.maybe-replace": "sửa, có thể thay mới",
    "act.replace": "thay mới",
    "act.remove": "xóa",
    "kind.AWS::DynamoDB::Table": "bảng dữ liệu",
    "kind.AWS::S3::Bucket": "ngăn lưu trữ",
    "kind.AWS::S3::BucketPolicy": "quyền của ngăn lưu trữ",
    "kind.AWS::SecretsManager::Secret": "khóa bí mật",
    "kind.AWS::KMS::Key": "khóa ký",
    "kind.AWS::Lambda::Function": "hàm",
    "kind.AWS::Lambda::LayerVersion": "thư viện của các hàm",
    "kind.AWS::Lambda::Permission": "quyền gọi hàm",
    "kind.AWS::IAM::Role": "vai trò (quyền)",
    "kind.AWS::ApiGateway::RestApi": "API",
    "kind.AWS::ApiGateway::Deployment": "bản phát hành của API",
    "kind.AWS::ApiGateway::Stage": "môi trường của API",
    "kind.AWS::CloudFront::Distribution": "CloudFront (cửa trước)",
    "kind.AWS::CloudFront::Function": "hàm của CloudFront",
    "kind.AWS::CloudFront::ResponseHeadersPolicy": "tiêu đề bảo mật",
    "kind.AWS::CloudFront::OriginAccessControl": "quyền đọc trang của CloudFront",
    "kind.AWS::CloudWatch::Alarm": "báo động",
    "kind.AWS::CloudWatch::Dashboard": "bảng theo dõi",
    "kind.AWS::Events::Rule": "bộ hẹn giờ",
    "kind.AWS::Logs::LogGroup": "nhật ký",
    "kind.AWS::SNS::Topic": "nơi nhận báo động",
    "kind.AWS::SQS::Queue": "hàng chờ việc hỏng",
    "kind.AWS::Budgets::Budget": "ngân sách",
    "column.act": "Việc",
    "column.resource": "Tên",
    "column.type": "Loại",
    "column.properties": "Phần thay đổi",
    "column.count": "Số lượng",
    "column.digest": "Mã băm",
}
