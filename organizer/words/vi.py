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
    "trouble.no-region": "Chưa biết vùng AWS. Đặt biến AWS_DEFAULT_REGION, ví dụ ap-southeast-1, rồi thử lại.",
    "trouble.no-connection": "Không kết nối được với môi trường “{stage}”; chưa gửi gì đi. Kiểm tra mạng rồi thử lại.",
    "trouble.answer-lost": (
        "Mất kết nối với môi trường “{stage}” khi đang chờ trả lời; việc có thể đã được thực hiện. Xem lại bằng "
        "lệnh status, rồi "
        "chạy lại lệnh này: làm lại không gây thay đổi thêm."
    ),
    "trouble.answer-unread": "Môi trường “{stage}” trả lời không đúng dạng. Kiểm tra địa chỉ, hoặc cập nhật công cụ này.",
    "trouble.not-deployed": "Chưa có hệ thống nào ở môi trường “{stage}”. Kiểm tra --stage, vùng và tài khoản AWS.",
    "trouble.aws": "AWS báo lỗi: {why}",
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
}
