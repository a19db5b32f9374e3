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
        "Nhập cả thư mục cuộc thi: định nghĩa, ngân hàng câu hỏi, danh sách đơn vị, danh sách thí sinh.\n"
        "Mọi tệp được kiểm tra trước; có lỗi thì không nhập gì. Danh sách đơn vị lấy từ units.xlsx hoặc units.csv, danh sách "
        "thí sinh từ roster.xlsx hoặc roster.csv trong thư mục, hoặc từ --roster.\n"
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
    "help.units": "Danh sách đơn vị.",
    "help.password": "Mật khẩu chung của một cuộc thi.",
    "help.password set": "Đặt mật khẩu chung mà thí sinh phải nhập khi đăng ký; gõ vào hoặc đưa qua đầu vào chuẩn.\nVí dụ: python -m organizer password set hai-phong-2023",
    "help.password clear": "Bỏ mật khẩu chung; cuộc thi cần mật khẩu thì ngừng nhận đăng ký.\nVí dụ: python -m organizer password clear hai-phong-2023",
    "password.chosen": "Mật khẩu chung của cuộc thi",
    "password.set": "Đã đặt mật khẩu chung của {contest}.",
    "password.cleared": "Đã bỏ mật khẩu chung của {contest}.",
    "trouble.password-empty": "Chưa gõ mật khẩu. Muốn bỏ mật khẩu thì dùng lệnh password clear.",
    "help.units import": (
        "Nhập danh sách đơn vị (.xlsx, .csv) để thí sinh chọn khi tự đăng ký hoặc đăng nhập bằng tài khoản của tỉnh.\n"
        "Cột: Đơn vị; có thể thêm Loại đơn vị và Số người (tổng số người thuộc diện dự thi). Nhập tất cả hoặc không nhập gì; "
        "đơn vị không có trong tệp được giữ nguyên, trừ khi dùng --whole. Cột Trực thuộc (nếu có) ghi đơn vị cấp trên.\n"
        "Ví dụ: python -m organizer units import hai-phong-2023 don-vi.xlsx --dry-run"
    ),
    "help.certificates": (
        "In giấy chứng nhận của những người đạt giải ở một vòng đã công bố, hoặc của cả cuộc thi (ghi final): một tệp .zip gồm mỗi "
        "người một tệp PDF, hoặc một tệp .pdf gồm tất cả. Số hiệu và mã kiểm tra do hệ thống cấp và không đổi khi in lại. "
        "--everybody in giấy cho mọi người đã dự thi (cần ghi final), --unit chỉ lấy người của một đơn vị.\n"
        "Ví dụ: python -m organizer certificates song-cong-2021 tuan-1 --to giay-chung-nhan.zip --seal dau.png"
    ),
    "param.certificates_file": "tệp sẽ ghi: .zip (mỗi người một tệp PDF) hoặc .pdf (tất cả)",
    "param.everybody": "giấy của mọi người đã dự thi, thay cho người đạt giải",
    "param.of_unit": "mã đơn vị; chỉ dùng cùng --everybody",
    "trouble.certificates-unit": "--unit chỉ dùng cùng --everybody.",
    "help.certificate-pictures": (
        "Gửi ảnh con dấu và chữ ký để in lên giấy chứng nhận mà thí sinh tự tải; giấy in bằng lệnh certificates cũng dùng nếu không "
        "chọn ảnh khác. --none bỏ cả hai ảnh.\n"
        "Ví dụ: python -m organizer certificate-pictures song-cong-2021 --seal dau.png --signature chu-ky.png"
    ),
    "param.no_pictures": "bỏ cả hai ảnh đang có",
    "trouble.pictures-what": "Xin chọn ảnh (--seal, --signature), hoặc --none để bỏ ảnh.",
    "pictures.seal.there": "Giấy chứng nhận của {contest} có ảnh con dấu.",
    "pictures.seal.none": "Giấy chứng nhận của {contest} không có ảnh con dấu.",
    "pictures.signature.there": "Giấy chứng nhận của {contest} có ảnh chữ ký.",
    "pictures.signature.none": "Giấy chứng nhận của {contest} không có ảnh chữ ký.",
    "param.seal_file": "ảnh con dấu (.png, .jpg)",
    "param.signature_file": "ảnh chữ ký (.png, .jpg)",
    "certificates.none": "Không có giấy chứng nhận nào để in.",
    "certificates.would-write": "Chạy thử: sẽ ghi {count} giấy chứng nhận vào {file}.",
    "certificates.done": "Đã ghi {count} giấy chứng nhận vào {file}. Tệp có họ tên: chỉ chủ tệp đọc được.",
    "trouble.certificates-kind": "Tệp “{file}” phải có đuôi .zip (mỗi người một tệp PDF) hoặc .pdf (tất cả trong một tệp).",
    "trouble.picture-unreadable": "Không đọc được ảnh “{file}”.",
    "help.units facts": (
        "Nhập số liệu xét giải tập thể mà vòng thi không có: số bài dự thi được chấm, xếp hạng của bài, lãnh đạo dự thi đủ.\n"
        "Cột: Đơn vị; Số bài dự thi; Thứ hạng của đơn vị về bài dự thi; Lãnh đạo dự thi đủ các vòng (ví dụ 3/4). Tệp thay cho tất cả số liệu "
        "đã nhập trước; nếu kết quả chung cuộc đã có thì lập bản mới.\n"
        "Ví dụ: python -m organizer units facts hai-phong-2023 xep-hang-video.xlsx --dry-run"
    ),
    "param.facts_file": "bảng số liệu của các đơn vị (.xlsx, .xls, .ods, .csv)",
    "unit-facts.preview": "Số liệu xét giải tập thể: {facts} mục trong tệp, {before} mục đang có, {changed} mục khác nhau.",
    "unit-facts.done": "Đã nhập số liệu xét giải tập thể của {contest}.",
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
    "help.person export": (
        "Xuất mọi dữ liệu đang giữ về một người, theo yêu cầu của người ấy: FILE.json và FILE.html.\n"
        "Hai tệp chỉ chủ tệp đọc được; giao cho người ấy xong thì xóa. Câu trả lời chỉ có sau khi vòng thi được công bố.\n"
        "Ví dụ: python -m organizer person export hai-phong-2023 - --to nguyen-van-an"
    ),
    "help.person erase": (
        "Xóa dữ liệu cá nhân của một người, theo yêu cầu của người ấy; chỉ trưởng ban làm được.\n"
        "Bài thi và kết quả ở lại dưới mã thí sinh và vẫn kiểm tra được. Người ấy không dự thi lại được trong cuộc thi.\n"
        "Ví dụ: python -m organizer person erase hai-phong-2023 - --dry-run"
    ),
    "param.stage": "môi trường; mặc định là hệ thống đang chạy trên máy này (make run)",
    "param.lang": "ngôn ngữ: vi (tiếng Việt) hoặc en (tiếng Anh)",
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
    "param.units_file": "danh sách đơn vị (.xlsx, .xls, .ods, .csv)",
    "param.whole": "tệp là danh sách đầy đủ: đơn vị không có trong tệp không chọn được nữa",
    "param.bank_file": "ngân hàng câu hỏi (.xlsx, .xls, .ods, .csv)",
    "param.codes": "tệp mới để ghi mã dự thi; “-” để in ra màn hình",
    "param.at": "giờ đóng mới, theo giờ Việt Nam",
    "param.after": "đóng sau chừng ấy thời gian, ví dụ 2m, 90s, 1h30m",
    "param.reason": "mã lý do, chữ thường không dấu, ví dụ mat-dien",
    "param.xlsx_file": "ghi thêm vào tệp Excel này",
    "param.hours": "số giờ các đường dẫn còn hiệu lực (từ 1 đến 12)",
    "param.revision": "số của bản kết quả, ví dụ 1; mặc định là bản đang có hiệu lực",
    "param.stem": "tên tệp, không có đuôi",
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
        "{file} không khớp với mã băm đã ghi nên không được giữ lại. Chạy lại; nếu vẫn vậy, báo người kiểm tra."
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
    "check.budget": "Số giải và tiền thưởng:",
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
    "units.preview": "Danh sách đơn vị: {added} mới, {changed} thay đổi, {taken_off} bỏ, {same} giữ nguyên.",
    "units.added": "Thêm: {items}.",
    "units.changed": "Sửa: {items}.",
    "units.taken-off": "Bỏ khỏi danh sách (ai đã chọn thì giữ nguyên): {items}.",
    "units.more": "và {count} đơn vị khác",
    "units.done": "Đã nhập {count} đơn vị; danh sách để thí sinh chọn hiện ở /{contest}/units.json trong vòng một phút.",
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
    "state.waiting": "chờ số liệu xét giải tập thể",
    "state.open": "đang mở",
    "state.practice": "thi thử",
    "approval.not-asked": "không cần",
    "approval.waiting": "chưa",
    # --- stages: deploying, looking, taking down ---
    "help.doctor": "Xem tài khoản AWS và môi trường đã sẵn sàng cho kỳ thi chưa: thấy gì, cần gì, phải làm gì.\nVí dụ: python -m organizer doctor production",
    "help.deploy": "Đóng gói, cho xem những gì sẽ thay đổi, hỏi lại, rồi thay đổi môi trường và đưa trang lên.\nThường gọi bằng make deploy STAGE=production.\nVí dụ: python -m organizer deploy test --dry-run",
    "help.smoke": "Thử xem môi trường có làm đúng việc của nó không; không thay đổi gì.\nVí dụ: python -m organizer smoke production",
    "help.sso": "Đăng nhập một lần (SSO) của tỉnh.",
    "help.sso set": "Khai máy chủ SSO của một cuộc thi; khóa bí mật được hỏi hoặc đọc từ tệp, không gõ trên dòng lệnh.\nIn ra địa chỉ mà người quản trị SSO phải đăng ký.\nVí dụ: python -m organizer --stage production sso set hue-khcn-2022 --issuer https://sso.hue.example.vn --client-id hoithi",
    "help.sso show": "Xem các máy chủ SSO đã khai và địa chỉ phải đăng ký; không bao giờ in khóa bí mật.\nVí dụ: python -m organizer --stage production sso show",
    "help.sso clear": "Bỏ máy chủ SSO của một cuộc thi; không ai đăng nhập bằng nó được nữa.\nVí dụ: python -m organizer --stage production sso clear hue-khcn-2022",
    "param.issuer": "địa chỉ của máy chủ SSO (issuer), đúng từng ký tự như nó tự khai",
    "param.client_id": "mã mà máy chủ SSO cấp cho cuộc thi (client id)",
    "param.secret_file": "tệp chứa khóa bí mật (client secret); không nêu thì được hỏi",
    "param.public": "máy chủ không cấp khóa bí mật (public client)",
    "column.contest": "Cuộc thi",
    "column.issuer": "Máy chủ SSO",
    "column.client": "Client id",
    "column.secret": "Khóa bí mật",
    "column.redirect": "Địa chỉ phải đăng ký",
    "sso.secret": "Khóa bí mật (client secret)",
    "sso.redirect": "Người quản trị SSO phải đăng ký địa chỉ chuyển về (redirect URI), đúng từng ký tự:\n  {redirect}",
    "sso.found": "Đã gặp máy chủ {issuer}.",
    "sso.other": "Chú ý: máy chủ ở {issuer} tự khai là “{found}”. Phải khai đúng như nó tự khai, nếu không sẽ không ai đăng nhập được.",
    "sso.not-found": "Chú ý: từ máy này chưa gặp được máy chủ {issuer}. Xin kiểm tra lại địa chỉ.",
    "sso.set": "Đã khai máy chủ SSO của {contest}; có hiệu lực trong vòng một phút.",
    "sso.cleared": "Đã bỏ máy chủ SSO của {contest}.",
    "sso.kept": "có",
    "sso.public": "không",
    "trouble.sso-unknown": "Cuộc thi {contest} chưa khai máy chủ SSO nào.",
    "trouble.sso-secret-empty": "Khóa bí mật trống. Nếu máy chủ không cấp khóa, thêm --public.",
    "trouble.sso-secret-twice": "Chọn một: --secret-file hoặc --public.",
    "trouble.sso-issuer": "“{found}” không dùng được: địa chỉ máy chủ SSO phải bắt đầu bằng https:// và không có phần sau dấu ?.",
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
    "todo.mail": "SES còn ở chế độ thử. Chỉ cần khi cuộc thi gửi mã qua thư điện tử; xin ra khỏi chế độ thử ở vùng {region} mất một ngày trở lên.",
    "found.mail-identity": "Địa chỉ gửi thư {sender}: SES đã xác minh {identity}.",
    "todo.mail-identity": "Thư không gửi được. MailIdentity phải là chính địa chỉ {sender} hoặc tên miền của nó, và đã được SES xác minh.",
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
    "teardown.key-retained": (
        "Còn giữ: khóa ký ({name}), khoảng 1 USD mỗi tháng. Chữ ký đã có vẫn kiểm được bằng khóa công khai trong bản chép. "
        "Khi không ký nữa, hãy hẹn xóa: aws kms schedule-key-deletion --key-id {name} --pending-window-in-days 30"
    ),
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
    # --- accounts and roles ---
    "help.login": "Đăng nhập bằng một tài khoản của Ban Tổ chức; phiên làm việc dài 8 giờ, tự gia hạn khi còn dùng.\nMật khẩu gõ vào không hiện ra. Lần đầu, với mật khẩu được cấp, phải chọn mật khẩu của mình.\nVí dụ: python -m organizer --stage production login thu-ky --contest hai-phong-2023",
    "help.logout": "Đăng xuất: phiên làm việc kết thúc ngay.\nVí dụ: python -m organizer logout",
    "help.whoami": "Cho biết đang đăng nhập bằng tài khoản nào.\nVí dụ: python -m organizer whoami",
    "help.account": "Tài khoản và vai trò.",
    "help.account add": 'Lập tài khoản và cấp mật khẩu dùng một lần cho lần đăng nhập đầu tiên.\nNgười giữ vai trò juror, organizer, chief, auditor không được dự thi nên phải khai số định danh (gõ khi được hỏi).\nVí dụ: python -m organizer account add thu-ky --contest hai-phong-2023 --role organizer --full-name "Nguyễn Văn An"\nVí dụ: python -m organizer account add so-noi-vu --contest hai-phong-2023 --role unit_manager --unit "so-noi-vu*" --full-name "Lê Thị Bình"',
    "help.account role": "Đổi vai trò hoặc đơn vị của một tài khoản; có hiệu lực từ yêu cầu tiếp theo.\nVí dụ: python -m organizer account role thu-ky --contest hai-phong-2023 --role auditor",
    "help.account close": "Đóng hẳn một tài khoản: mọi phiên kết thúc ngay, mã tài khoản không dùng lại.\nVí dụ: python -m organizer account close thu-ky --contest hai-phong-2023",
    "help.account list": "Xem ai giữ vai trò gì; không nêu cuộc thi thì xem các tài khoản của mọi cuộc thi.\nVí dụ: python -m organizer account list hai-phong-2023",
    "help.account password": "Đổi mật khẩu của mình; nêu tài khoản khác thì cấp cho tài khoản đó mật khẩu dùng một lần.\nVí dụ: python -m organizer account password\nVí dụ: python -m organizer account password thu-ky --contest hai-phong-2023",
    "help.acts": "Xem nhật ký: ai đã làm gì, lúc nào; “*” là những việc chung của mọi cuộc thi.\nVí dụ: python -m organizer acts hai-phong-2023",
    "help.first-chief": "Lập trưởng ban đầu tiên của một môi trường (lệnh deploy tự làm việc này).\nVới --lost: lập lại khi mọi trưởng ban đều mất mật khẩu; cần quyền sửa bảng dữ liệu trên AWS.\nVí dụ: python -m organizer first-chief production --lost",
    "param.by": "làm việc bằng tài khoản nào trong các tài khoản đã đăng nhập ở đây; mặc định là tài khoản đăng nhập sau cùng (hoặc biến HOITHI_BY)",
    "param.account": "mã tài khoản: chữ thường không dấu, chữ số, gạch nối",
    "param.of": "cuộc thi của tài khoản; không nêu là tài khoản của mọi cuộc thi",
    "param.role": "vai trò (docs/roles.md)",
    "param.units": "mã đơn vị mà người này quản lý, hoặc phần đầu của mã và dấu *; nêu được nhiều lần",
    "param.full_name": "họ và tên người giữ tài khoản",
    "param.password_stdin": "đọc mật khẩu (và các câu trả lời sau đó, mỗi dòng một câu) từ đầu vào chuẩn",
    "param.identifier_stdin": "đọc số định danh từ đầu vào chuẩn",
    "param.even_if_in": "giao vai trò cả khi người này đang là thí sinh: họ không được dự thi nữa",
    "param.password_file": "ghi mật khẩu dùng một lần vào tệp mới này, chỉ chủ tệp đọc được",
    "param.lost": "lập lại tài khoản trưởng ban đầu tiên",
    "trouble.signed-out": "Chưa đăng nhập ở môi trường “{stage}”, hoặc phiên làm việc đã hết. Gõ: {command}",
    "an-account": "TÀI-KHOẢN",
    "trouble.nobody-types": "Không có ai để gõ mật khẩu. Thêm --password-stdin (hoặc --identifier-stdin) và đưa vào qua đầu vào chuẩn.",
    "trouble.passwords-differ": "Hai lần gõ không giống nhau; chưa thay đổi gì. Chạy lại lệnh.",
    "login.password": "Mật khẩu",
    "login.new": "Mật khẩu mới (ít nhất 12 ký tự)",
    "login.again": "Gõ lại mật khẩu mới",
    "login.first": "Mật khẩu này do người khác cấp, chỉ dùng cho lần này. Xin chọn mật khẩu của mình.",
    "login.identifier-why": "Người giữ vai trò này không được dự thi. Số định danh được băm có khóa, không lưu nguyên văn.",
    "login.identifier": "Số định danh của anh/chị",
    "login.full-name": "Họ và tên của anh/chị",
    "login.done": "Đã đăng nhập: {account}, {role}, {contest}. Phiên đến {expires}, tự gia hạn khi còn dùng.",
    "logout.done": "Đã đăng xuất tài khoản {account}.",
    "whoami.told": "{account}: {role}, {contest}.",
    "account.identifier": "Số định danh của người giữ tài khoản",
    "account.would-add": "Sẽ lập tài khoản {account}: {role}, {contest}.",
    "account.added": "Đã lập tài khoản {account}: {role}, {contest}.",
    "account.would-change": "Tài khoản {account} sẽ là: {role}, {contest}.",
    "account.changed": "Tài khoản {account} nay là: {role}, {contest}.",
    "account.would-close": "Tài khoản {account} ({role}, {contest}) sẽ đóng hẳn; các phiên của tài khoản này kết thúc ngay.",
    "account.closed": "Đã đóng tài khoản {account}.",
    "account.reset": "Tài khoản {account} ({role}, {contest}): mật khẩu cũ không dùng được nữa.",
    "account.own-changed": "Đã đổi mật khẩu của {account}; các phiên khác của tài khoản này đã kết thúc.",
    "account.password": "Mật khẩu dùng một lần của {account}, chỉ hiện lần này: {password}",
    "account.password-written": "Mật khẩu dùng một lần của {account} ở tệp {file}, chỉ chủ tệp đọc được.",
    "account.every-contest": "mọi cuộc thi",
    "account.is-open": "đang dùng",
    "account.is-waiting": "chờ đăng nhập lần đầu",
    "account.is-closed": "đã đóng",
    "role.unit_manager": "quản lý đơn vị",
    "role.juror": "giám khảo",
    "role.organizer": "Ban Tổ chức",
    "role.chief": "trưởng ban",
    "role.auditor": "giám sát",
    "acts.unknown": "không rõ",
    "column.account": "tài khoản",
    "column.full-name": "họ và tên",
    "column.role": "vai trò",
    "column.units": "đơn vị",
    "column.standing": "tình trạng",
    "column.when": "lúc",
    "column.about": "về ai",
    "column.outcome": "kết quả",
    "first-chief.made": "Trưởng ban đầu tiên: tài khoản {account} ({contest}). Mật khẩu dùng một lần, chỉ hiện lần này: {password}\nĐưa cho trưởng ban để đăng nhập và chọn mật khẩu của mình: python -m organizer --stage {stage} login {account}",
    "first-chief.there": "Đã có trưởng ban đầu tiên; không có gì để làm. Mất hết mật khẩu: thêm --lost.",
    "first-chief.lost": "Tài khoản trưởng ban đầu tiên sẽ được lập lại; ai đang đăng nhập bằng tài khoản ấy sẽ bị thoát ra.",
    # --- people: who may not take part, decisions about one person, slips ---
    "help.codes": "Mã dự thi trên giấy.",
    "help.codes print": (
        "In phiếu mã dự thi theo từng đơn vị, mỗi phiếu có mã QR, từ tệp mã mà lệnh nhập danh sách đã ghi.\n"
        "Mở tệp bằng trình duyệt rồi in trên giấy A4: mỗi tờ mười phiếu, mỗi đơn vị sang tờ mới. Mã QR chỉ chứa mã dự "
        "thi, không chứa tên hay số định danh.\n"
        "Ví dụ: python -m organizer codes print hai-phong-2023 ma-du-thi.csv --out phieu.html"
    ),
    "help.qr": (
        "Tạo mã QR dẫn vào trang của cuộc thi: hình để gửi vào nhóm Zalo, hoặc trang để in và treo.\n"
        "Ví dụ: python -m organizer qr hai-phong-2023 --out ma-qr.png"
    ),
    "help.exclude": "Danh sách người không được dự thi.",
    "help.exclude import": (
        "Nhập danh sách người không được dự thi (.xlsx, .csv): nhập tất cả hoặc không nhập gì.\n"
        "Cột: Họ và tên, Mã định danh, Đơn vị, Bộ phận, Lý do. Ai có mã định danh thì bị từ chối ở mọi cửa; ai chỉ có "
        "tên thì không bị chặn, xem người trùng tên bằng exclude list.\n"
        "Ví dụ: python -m organizer exclude import hai-phong-2023 khong-du-thi.xlsx --dry-run"
    ),
    "help.exclude list": (
        "Xem ai không được dự thi, và những người trùng tên cần quyết định.\n"
        "Ví dụ: python -m organizer exclude list hai-phong-2023"
    ),
    "help.person": "Một người: tìm, xem, quyết định.",
    "help.person find": (
        "Tìm người theo mã định danh hoặc theo tên (không cần dấu); lệnh hỏi, không ghi trên dòng lệnh.\n"
        "Ví dụ: python -m organizer person find hai-phong-2023"
    ),
    "help.person show": (
        "Xem một người: đơn vị, có được dự thi không, các quyết định đã có.\n"
        "Ví dụ: python -m organizer person show hai-phong-2023 -"
    ),
    "help.person exclude": (
        "Không cho một người dự thi, kể cả khi họ đã thi: phiên đăng nhập chấm dứt, vòng chưa đóng không xếp hạng họ.\n"
        "Người ấy đọc được lý do và điều khoản của kế hoạch.\n"
        "Ví dụ: python -m organizer person exclude hai-phong-2023 - --body to-thu-ky"
    ),
    "help.person reinstate": (
        "Cho một người dự thi trở lại: coi như chưa từng bị từ chối.\n"
        "Ví dụ: python -m organizer person reinstate hai-phong-2023 - --reason nham-nguoi"
    ),
    "help.person unit": (
        "Chuyển một người sang đơn vị khác, cùng bài thi ở các vòng chưa đóng; quyết định được ghi vào decisions.csv.\n"
        "Vòng đã đóng giữ nguyên. Người ấy phải đăng nhập lại; bài đang làm không mất.\n"
        "Ví dụ: python -m organizer person unit hai-phong-2023 - so-noi-vu --reason chuyen-cong-tac"
    ),
    "help.person revoke": (
        "Đăng xuất một người khỏi mọi thiết bị ngay lập tức; bài đang làm dừng lại cho đến khi họ đăng nhập lại.\n"
        "Ví dụ: python -m organizer person revoke hai-phong-2023 -"
    ),
    "help.person code": (
        "Cấp mã dự thi khác cho một người đã mất mã; mã cũ không dùng được nữa.\n"
        "Ví dụ: python -m organizer person code hai-phong-2023 --codes ma-moi.csv"
    ),
    "param.person": "mã thí sinh (xem bằng person find), hoặc “-” để được hỏi mã định danh",
    "param.body": "mã bộ phận mà người này là thành viên (excluded_bodies của định nghĩa)",
    "param.why": "lý do mà người ấy sẽ đọc; không nêu thì là tên bộ phận",
    "param.unit": "mã hoặc tên đơn vị mới",
    "param.exclusions_file": "danh sách người không được dự thi (.xlsx, .xls, .ods, .csv)",
    "param.codes_file": "tệp mã dự thi mà lệnh nhập danh sách đã ghi",
    "param.slips_file": "tệp HTML mới để in; chỉ chủ tệp đọc được",
    "param.poster_file": "tệp mới: .svg, .png (hình) hoặc .html (trang để in)",
    "param.site": "địa chỉ trang thi, ví dụ https://thi.example.vn; mặc định là của môi trường",
    "trouble.person-in-history": (
        "Không ghi mã định danh hay tên trên dòng lệnh vì sẽ nằm lại trong lịch sử. Ghi “-” để được hỏi, hoặc ghi mã "
        "thí sinh (xem bằng person find)."
    ),
    "trouble.poster-kind": "{file}: tệp phải có đuôi .svg, .png hoặc .html.",
    "trouble.site-unfit": "“{found}” không phải địa chỉ trang thi. Thêm --site https://…",
    "roster.decided": "Giữ theo quyết định riêng, không theo danh sách: {count} người ({items}).",
    "person.whom": "Mã định danh, số điện thoại, thư điện tử hoặc tên",
    "person.identifier": "Mã định danh",
    "person.none": "Không tìm thấy ai.",
    "person.more": "Còn {count} người khác. Xin ghi tên đầy đủ hơn.",
    "person.may": "được dự thi",
    "person.may-not": "không được dự thi ({why})",
    "person.move": "Đã chuyển đơn vị lúc {at}: {before} → {after} ({by}, {reason})",
    "person.will-move": "Đơn vị sẽ đổi: {before} → {after}. Người ấy phải đăng nhập lại; bài đang làm không mất.",
    "person.will-stand": "Sẽ đổi: {before} → {after}.",
    "person.will-be-decided": "Sẽ ghi thành quyết định riêng, danh sách không đổi được nữa: {standing}.",
    "person.reached": "Có hiệu lực ở các vòng: {rounds}.",
    "person.closed": "Vòng đã đóng, kết quả giữ nguyên: {rounds}.",
    "person.done": "Đã thực hiện.",
    "person.revoked": "Đã đăng xuất người này khỏi mọi thiết bị.",
    "person-erase.preview": "Sẽ xóa dữ liệu cá nhân của {name} ({unit}). Bài thi và kết quả ở lại dưới mã thí sinh, không còn họ tên.",
    "person-erase.confirm": "Xóa dữ liệu cá nhân của {name} ({unit})? Không hoàn tác được. [có/không]",
    "person-erase.before": "Dữ liệu của người này đã được xóa lúc {at}.",
    "person-erase.done": (
        "Đã xóa lúc {at}. Tên trên trang kết quả mất trong vài phút; bản sao dự phòng mất trong 15 ngày. Người này không dự thi lại "
        "được trong cuộc thi."
    ),
    "personal.title": "Dữ liệu cá nhân trong cuộc thi {contest}",
    "personal.attempts": "Lượt thi {number}",
    "personal.unit_moves": "Chuyển đơn vị lần {number}",
    "personal.contest": "Cuộc thi",
    "personal.pseudonym": "Mã thí sinh (ngẫu nhiên)",
    "personal.full_name": "Họ và tên",
    "personal.unit": "Mã đơn vị",
    "personal.unit_name": "Đơn vị",
    "personal.unit_by": "Đơn vị tính theo",
    "personal.leader": "Là lãnh đạo đơn vị",
    "personal.excluded": "Không được dự thi, theo bộ phận",
    "personal.excused": "Vắng có lý do",
    "personal.excluded_reason": "Lý do không được dự thi",
    "personal.decided": "Theo quyết định riêng",
    "personal.kept_out_body": "Trong danh sách không được dự thi, theo bộ phận",
    "personal.kept_out_reason": "Lý do trong danh sách đó",
    "personal.way": "Cách vào dự thi",
    "personal.citizen_id": "Số định danh cá nhân",
    "personal.phone": "Số điện thoại",
    "personal.email": "Thư điện tử",
    "personal.birth_date": "Ngày sinh",
    "personal.position": "Chức vụ",
    "personal.entered_at": "Đăng ký lúc (UTC)",
    "personal.consent_version": "Bản thông báo đã đồng ý",
    "personal.consent_at": "Đồng ý lúc (UTC)",
    "personal.exported_at": "Xuất lúc (UTC)",
    "personal.kept_until": "Tự động xóa sau (UTC)",
    "personal.erased_at": "Đã xóa lúc (UTC)",
    "personal.round": "Vòng thi",
    "personal.number": "Lượt",
    "personal.status": "Tình trạng",
    "personal.started_at": "Bắt đầu (UTC)",
    "personal.deadline_at": "Hạn nộp (UTC)",
    "personal.saved_at": "Lưu lần cuối (UTC)",
    "personal.submitted_at": "Nộp (UTC)",
    "personal.receipt": "Mã biên nhận",
    "personal.questions": "Các câu hỏi",
    "personal.choices": "Các phương án đã chọn",
    "personal.prediction": "Dự đoán",
    "personal.decided_at": "Quyết định lúc (UTC)",
    "personal.by": "Tài khoản quyết định",
    "personal.before": "Đơn vị cũ",
    "personal.after": "Đơn vị mới",
    "personal.reason": "Mã lý do",
    "status.data": "Cuộc thi kết thúc lúc {ends}. Dữ liệu cá nhân được xóa tự động sau {people_go}.",
    "exclude.preview": "Danh sách không được dự thi: {new} dòng mới, {changed} dòng thay đổi; {by_name} dòng chỉ có tên.",
    "exclude.put-out": "Đang là thí sinh, sẽ không được dự thi nữa: {count} người ({items}).",
    "exclude.lifted": "Đã được cho dự thi theo quyết định riêng, giữ nguyên: {count} người ({items}).",
    "exclude.done": "Đã nhập danh sách không được dự thi: {count} dòng.",
    "exclude.nobody": "Chưa có ai trong danh sách không được dự thi.",
    "exclude.was-lifted": "đã được cho dự thi trở lại",
    "exclude.by-name": "chỉ có tên, chưa chặn ai ({why})",
    "exclude.is-decided": "đã quyết định: {standing}",
    "exclude.to-decide": "trùng tên, cần quyết định: person exclude hoặc person reinstate",
    "way.roster": "danh sách",
    "way.registration": "tự đăng ký",
    "way.sso": "tài khoản của tỉnh",
    "column.person": "Mã thí sinh",
    "column.taking-part": "Dự thi",
    "column.way": "Vào bằng",
    "slips.done": (
        "Đã ghi {count} phiếu của {units} đơn vị vào {file}. Mở bằng trình duyệt rồi in trên giấy A4; in xong thì xóa tệp."
    ),
    "qr.done": "Đã ghi mã QR của {address} vào {file}.",
    # --- decisions about a round that has closed ---
    "help.decide": "Quyết định về một vòng đã đóng.",
    "help.decide disqualify": (
        "Loại một hay nhiều lượt thi khỏi xếp hạng; bài vẫn ở lại trong bản kết quả.\n"
        "Mọi quyết định đều cần mã lý do, lời giải thích và một tệp làm căn cứ; lệnh cho xem trước những gì sẽ đổi rồi mới hỏi.\n"
        "Ví dụ: python -m organizer decide disqualify hai-phong-2023 tuan-1 MÃ-THÍ-SINH.1 --reason thi-ho "
        '--text "Biên bản số 3" --evidence bien-ban.pdf --dry-run'
    ),
    "help.decide reinstate": (
        "Cho một hay nhiều lượt thi đã bị loại được xếp hạng trở lại.\n"
        "Ví dụ: python -m organizer decide reinstate hai-phong-2023 tuan-1 MÃ-THÍ-SINH.1 --reason nham-nguoi "
        '--text "Biên bản số 4" --evidence bien-ban.pdf'
    ),
    "help.decide void": (
        "Hủy một hay nhiều câu hỏi: ai có câu ấy trong đề cũng được điểm.\n"
        "Ví dụ: python -m organizer decide void hai-phong-2023 tuan-1 p1-03 --reason de-sai "
        '--text "Câu hỏi không có phương án đúng" --evidence bien-ban.pdf'
    ),
    "help.decide correct-key": (
        "Sửa đáp án một câu hỏi; có thể nhận nhiều phương án đúng.\n"
        "Ví dụ: python -m organizer decide correct-key hai-phong-2023 tuan-1 p1-03 --to C --reason dap-an-sai "
        '--text "Theo Điều 5, đáp án đúng là C" --evidence bien-ban.pdf'
    ),
    "help.decide move-unit": (
        "Tính bài của thí sinh trong vòng này cho đơn vị khác; các vòng khác giữ nguyên.\n"
        "Ví dụ: python -m organizer decide move-unit hai-phong-2023 tuan-1 MÃ-THÍ-SINH --to so-noi-vu --reason nham-don-vi "
        '--text "Công văn của Sở" --evidence cong-van.pdf'
    ),
    "help.decide choose": (
        "Ban Tổ chức chọn người nhận giải khi có đồng hạng qua ranh giới của giải (boundary_tie: committee).\n"
        "Ví dụ: python -m organizer decide choose hai-phong-2023 tuan-1 nhat --to MÃ-THÍ-SINH --reason ban-to-chuc-chon "
        '--text "Biên bản họp" --evidence bien-ban.pdf'
    ),
    "help.decide withdraw": (
        "Rút lại kết quả đã công bố của một vòng; trang kết quả nói rõ lý do.\n"
        "Ví dụ: python -m organizer decide withdraw hai-phong-2023 tuan-1 --reason xem-xet-lai "
        '--text "Có khiếu nại chưa giải quyết" --evidence don.pdf'
    ),
    "help.decision": "Các quyết định đã có.",
    "help.decision confirm": (
        "Xác nhận quyết định của người khác; sau khi công bố, quyết định nào cũng cần hai tài khoản khác nhau.\n"
        "Lệnh cho xem lại quyết định và những gì sẽ đổi, rồi mới hỏi.\n"
        "Ví dụ: python -m organizer --by truong-ban-2 decision confirm hai-phong-2023 tuan-1 MÃ-QUYẾT-ĐỊNH"
    ),
    "help.decision evidence": (
        "Xem các quyết định của một vòng dựa vào đâu, kể cả quyết định khi vòng đang mở; --to tải các tệp căn cứ về. Việc xem được ghi vào nhật ký.\n"
        "Ví dụ: python -m organizer decision evidence hai-phong-2023 tuan-1 --to can-cu"
    ),
    "help.decision list": (
        "Xem các quyết định về một vòng: việc gì, vì sao, ai quyết định, đã áp dụng chưa.\n"
        "Ví dụ: python -m organizer decision list hai-phong-2023 tuan-1"
    ),
    "param.attempts": "mã lượt thi: mã thí sinh, dấu chấm, số lượt (abc….1); chỉ ghi mã thí sinh là mọi lượt của người ấy; nêu được nhiều lượt",
    "param.contestants": "mã thí sinh (xem bằng person find); nêu được nhiều người",
    "param.questions": "mã câu hỏi, ví dụ p1-03; nêu được nhiều câu",
    "param.question": "mã câu hỏi, ví dụ p1-03",
    "param.prize": "mã giải trong định nghĩa, ví dụ nhat",
    "param.letters": "các chữ đúng, ví dụ A, hay “A C”",
    "param.to_unit": "mã đơn vị mới",
    "param.chosen": "mã thí sinh được chọn; nhiều suất thì nêu nhiều lần",
    "param.decision": "mã quyết định (xem bằng decision list)",
    "param.what": "lời giải thích; “-” để được hỏi (có tên người thì đừng ghi trên dòng lệnh)",
    "param.evidence": "tệp làm căn cứ, tối đa 4 MB: pdf, png, jpg, docx, xlsx, txt, zip",
    "usage.attempt": "“{found}” không phải mã lượt thi. Ghi mã thí sinh (xem bằng person find), dấu chấm, số lượt: abc….1. Không ghi tên hay số định danh.",
    "usage.contestant": "“{found}” không phải mã thí sinh (26 ký tự, xem bằng person find). Không ghi tên hay số định danh.",
    "usage.question": "“{found}” không phải mã câu hỏi: chỉ gồm chữ thường không dấu, chữ số và dấu gạch nối.",
    "usage.prize": "“{found}” không phải mã giải: chỉ gồm chữ thường không dấu, chữ số và dấu gạch nối.",
    "usage.unit": "“{found}” không phải mã đơn vị: chỉ gồm chữ thường không dấu, chữ số và dấu gạch nối.",
    "usage.letters": "“{found}” không dùng được; ghi một hay nhiều chữ của phương án, ví dụ C, hay “A C”.",
    "trouble.decision-without-text": 'Chưa có lời giải thích; chưa gửi gì đi. Thêm --text "…" nói rõ vì sao (hoặc --text - để được hỏi).',
    "trouble.decision-without-evidence": "Chưa có căn cứ; chưa gửi gì đi. Thêm --evidence TỆP: biên bản, công văn, ảnh chụp…",
    "trouble.evidence-unfit": "{file} không dùng làm căn cứ được; chưa gửi gì đi. Cần một tệp không rỗng, tối đa {most} MB, thuộc loại: {kinds}. Nhiều tệp thì nén lại thành một tệp zip.",
    "decision.text": "Lời giải thích",
    "decision.what": "Quyết định ở vòng {round}: {kind} ({what}); lý do: {reason}.",
    "decision.written-by": "Lời giải thích của {by}: {text}",
    "decision.rests-on": "Xem tệp căn cứ trước khi xác nhận: decision evidence {contest} {round} {decision} --to THƯ-MỤC",
    "decision.fetched": "Đã tải {count} tệp vào {folder}; mỗi tệp đúng là tệp đã nộp. Tệp có thể có tên người: chỉ chủ tệp đọc được.",
    "decision.none": "Vòng {round} chưa có quyết định nào.",
    "decision.lost": "Quyết định có thể đã được ghi. Xem bằng decision list {contest} {round} trước khi gõ lại lệnh.",
    "decision.is-proposed": (
        "Đã ghi quyết định {decision}; chưa có hiệu lực. Một tài khoản khác phải xác nhận: "
        "python -m organizer --by TÀI-KHOẢN decision confirm {contest} {round} {decision}"
    ),
    "decision.is-decided": "Đã quyết định ({decision}). Hệ thống làm bản kết quả mới trong vòng một phút; xem lại bằng decision list {contest} {round}.",
    "decision.is-applied": "Đã áp dụng quyết định {decision} trong bản kết quả {revision} của vòng {round}.",
    "decision.is-done": "Đã thực hiện quyết định {decision}.",
    "decision-kind.disqualify": "loại lượt thi",
    "decision-kind.exclude": "không được dự thi",
    "decision-kind.reinstate": "xếp hạng trở lại",
    "decision-kind.void": "hủy câu hỏi",
    "decision-kind.correct_key": "sửa đáp án",
    "decision-kind.move_unit": "chuyển đơn vị",
    "decision-kind.committee_choice": "Ban Tổ chức chọn",
    "decision-kind.withdraw": "rút lại kết quả",
    "decision-kind.move_close": "dời giờ đóng",
    "decision-kind.extend_attempt": "gia hạn lượt thi",
    "decision-kind.new_attempt": "cấp lượt khác",
    "decision-state.proposed": "chờ xác nhận",
    "decision-state.decided": "chờ áp dụng",
    "decision-state.applied": "đã áp dụng",
    "changes.cells": "Những ô sẽ đổi:",
    "changes.no-cells": "Không ô nào đổi.",
    "changes.numbers": "Các số chung:",
    "changes.target": "đáp số của câu dự đoán",
    "changes.target-frozen": "đáp số của câu dự đoán (đã chốt)",
    "changes.people": "người được xếp hạng",
    "changes.perfect": "người đúng tất cả",
    "changes.prizes": "Giải thưởng sẽ đổi:",
    "changes.no-prizes": "Không giải nào đổi.",
    "changes.prize-comes": "được trao",
    "changes.prize-goes": "không còn",
    "changes.moved": "Số thí sinh đổi hạng: {count}.",
    "changes.ranking": "Trong đó, đứng đầu sau quyết định:",
    "column.number": "Số",
    "column.before": "Trước",
    "column.after": "Sau",
    "column.subject": "Về",
    "column.prize-change": "Thay đổi",
    "column.decision": "Quyết định",
    "column.decided": "Lúc",
    "column.reason": "Mã lý do",
    "column.by": "Người quyết định",
    "column.confirmed": "Người xác nhận",
    "column.revision": "Bản",
    "column.text": "Lời giải thích",
    # --- looking back at a round ---
    "help.round": "Từng vòng thi: dời giờ đóng khi đang mở, nhìn lại khi đã đóng.",
    "help.round questions": (
        "Xem từng câu hỏi của một vòng đã đóng: bao nhiêu bài có câu đó, bao nhiêu bài đúng, mỗi phương án được chọn bao nhiêu lần.\n"
        "Câu nào mà đa số cùng chọn một phương án bị coi là sai thì được cảnh báo: đáp án sai trông như thế.\n"
        "Ví dụ: python -m organizer round questions hai-phong-2023 tuan-1 --out cau-hoi-tuan-1.xlsx"
    ),
    "help.round anomalies": (
        "Xem các bài đáng xem lại của một vòng đã đóng, kèm chứng cứ; không kết luận gì về ai.\n"
        "Ba loại: đúng hết trong vài giây; hai bài sai giống nhau hơn hẳn mức ngẫu nhiên; nhiều tài khoản trên một thiết bị trong vài phút.\n"
        "Ví dụ: python -m organizer round anomalies hai-phong-2023 tuan-1 --out dang-xem-lai-tuan-1.xlsx"
    ),
    "param.out_file": "ghi thêm vào tệp Excel mới này; chỉ chủ tệp đọc được",
    "questions.about": "Vòng {round}, kết quả {revision}: {papers} bài được tính; không kể {left_out} bài đã bị loại khỏi xếp hạng.",
    "questions.suspect": (
        "CẦN XEM LẠI {question}: {chose}/{answered} bài có trả lời ({share}) cùng chọn {letter}, còn đáp án là {answer}. Đáp án có thể sai, "
        "hoặc nhiều người hiểu nhầm giống nhau: hãy đối chiếu với văn bản nguồn."
    ),
    "questions.hours": "Giờ nộp bài trong ngày (giờ Việt Nam), tính các bài đã bấm GỬI BÀI THI:",
    "questions.what-now": (
        "Cảnh báo không làm thay đổi điểm hay thứ hạng. Muốn sửa đáp án hoặc hủy câu hỏi thì phải có quyết định kèm lý do và căn cứ: "
        "decide correct-key, decide void."
    ),
    "questions.sheet": "Câu hỏi",
    "questions.sheet-hours": "Giờ nộp bài",
    "questions.sheet-by-hour": "Đúng theo giờ nộp",
    "anomalies.about": "Vòng {round}, kết quả {revision}: những bài đáng xem lại trong {papers} bài được tính.",
    "anomalies.quick": (
        "Đúng hết hoặc gần hết ({questions} câu) trong chưa đầy {limit} giây. Một nửa số bài của vòng này mất hơn {median} giây; "
        "ngưỡng không bao giờ thấp hơn {floor} giây."
    ),
    "anomalies.agreeing": (
        "Hai bài có các câu SAI giống nhau nhiều hơn hẳn mức ngẫu nhiên, đã xét độ khó của câu, trình độ hai người và việc nhiều người "
        "cùng hiểu nhầm. Đã đối chiếu {compared} bài ({pairs} cặp)."
    ),
    "anomalies.unsearched": "Có {count} phương án sai quá phổ biến nên các cặp chỉ trùng ở đó chưa được đối chiếu.",
    "anomalies.devices": "Từ 4 người trở lên bắt đầu trên cùng một thiết bị trong vòng 10 phút.",
    "anomalies.none": "Không có.",
    "anomalies.more": "Còn {count} trường hợp nữa, mức độ nhẹ hơn, không liệt kê ở đây.",
    "anomalies.rare": "ngẫu nhiên thì trên {rounds} vòng thi như thế này mới có một cặp",
    "anomalies.match": "{question} {letter} ({chose}/{held} bài chọn)",
    "anomalies.people": "{people} người trong {lasted} giây",
    "anomalies.no-verdict": (
        "Đây là những bài đáng xem lại, không phải kết luận về ai. Danh sách này tự nó không làm thay đổi thứ hạng nào; muốn thay đổi "
        "thì phải có người quyết định, có lý do và có căn cứ."
    ),
    "anomalies.sheet-note": "Ghi chú",
    "anomalies.sheet-quick": "Rất nhanh",
    "anomalies.sheet-agreeing": "Sai giống nhau",
    "anomalies.sheet-devices": "Chung thiết bị",
    "column.question": "Câu hỏi",
    "column.text-of-question": "Nội dung",
    "column.key": "Đáp án",
    "column.key-now": "Đáp án sau quyết định",
    "column.papers": "Số bài",
    "column.got": "Đúng",
    "column.got-now": "Đúng sau quyết định",
    "column.blank": "Bỏ trống",
    "column.look": "Xem lại",
    "column.hour": "Giờ",
    "column.handed-in-papers": "Số bài nộp",
    "column.share": "Tỷ lệ đúng",
    "column.attempt": "Lượt thi",
    "column.began": "Bắt đầu",
    "column.handed-in": "Nộp",
    "column.seconds": "Số giây",
    "column.points": "Điểm",
    "column.first": "Lượt thi thứ nhất",
    "column.second": "Lượt thi thứ hai",
    "column.common": "Số câu chung",
    "column.wrong": "Số câu sai của mỗi bài",
    "column.shared": "Số câu sai giống nhau",
    "column.expected": "Mức ngẫu nhiên",
    "column.rare": "Hiếm đến đâu",
    "column.matches": "Các câu sai giống nhau",
    "column.device": "Thiết bị",
    "column.people-there": "Số người",
    "personal.device": "Dấu thiết bị lúc bắt đầu (mã băm)",
    # --- while a round runs, after an outage ---
    "help.round extend": (
        "Dời giờ đóng một vòng đang mở sang muộn hơn, ví dụ sau khi mất điện. Bài đang làm được làm tiếp đến hết giờ của mình.\n"
        "Phải quyết định trước giờ đóng hiện nay ít nhất một phút; giờ đóng mới phải trước giờ công bố và trước khi vòng sau mở.\n"
        'Ví dụ: python -m organizer round extend hai-phong-2023 tuan-1 --at "17:30 29/10/2023" --reason mat-dien '
        '--text "Mất điện 20 phút" --evidence bien-ban.pdf'
    ),
    "help.attempt": "Từng lượt thi, khi vòng đang mở.",
    "help.attempt extend": (
        "Gia hạn một lượt thi chưa nộp, kể cả khi đã hết giờ; không quá giờ đóng vòng.\n"
        "Ví dụ: python -m organizer attempt extend hai-phong-2023 tuan-1 MÃ-THÍ-SINH.1 "
        '--until "16:20 29/10/2023" --reason mat-dien --text "Mất điện 20 phút" --evidence bien-ban.pdf'
    ),
    "help.attempt grant": (
        "Cấp cho thí sinh một lượt mới thay cho một lượt; lượt bị thay không được tính, đang làm dở thì dừng.\n"
        "Ví dụ: python -m organizer attempt grant hai-phong-2023 tuan-1 MÃ-THÍ-SINH.1 --reason mat-dien "
        '--text "Mất điện 20 phút" --evidence bien-ban.pdf --dry-run'
    ),
    "param.attempt": "mã lượt thi (mã thí sinh, dấu chấm, số lượt: abc….1), mã thí sinh (lượt mới nhất của người ấy), hoặc “-” để được hỏi mã định danh",
    "param.until": "hạn mới, theo giờ Việt Nam",
    "round-extend.preview": "Vòng {round} sẽ đóng lúc {closes} (lý do: {reason}). Bài đang làm được làm tiếp đến hết giờ của mình, nhiều nhất đến lúc đó.",
    "round-extend.done": "Vòng {round} đóng lúc {closes}.",
    "attempt-extend.preview": "Lượt {attempt}: hạn {before} được dời đến {after} (lý do: {reason}).",
    "attempt-extend.done": "Lượt {attempt} có hạn mới: {after}.",
    "attempt-grant.preview": "Lượt {attempt} không được tính nữa; thí sinh được thi lượt thứ {after} (lý do: {reason}).",
    "attempt-grant.done": "Thí sinh có thể bắt đầu lượt thứ {number}, thay cho lượt {attempt}.",
    "outage.lost": "Quyết định có thể đã có hiệu lực. Gõ lại lệnh với --dry-run: nếu bị từ chối vì đã quyết định rồi thì không cần làm gì thêm.",
    # --- reports/, commands_reports.py ---
    "help.report": "Báo cáo, quyết định công nhận kết quả và danh sách chi trả của một vòng đã đóng, hoặc của cả cuộc thi (final).",
    "help.report round": (
        "Lập báo cáo kết quả một vòng: bao-cao.xlsx (có biểu đồ) và bao-cao.docx; với “final”: cả cuộc thi, bao-cao-chung.\n"
        "Số liệu lấy từ bản kết quả đang có hiệu lực; số nào không khớp nhau thì không lập báo cáo.\n"
        "Ví dụ: python -m organizer report round hai-phong-2023 tuan-1 --to bao-cao-tuan-1\n"
        "Ví dụ: python -m organizer report round hai-phong-2023 tuan-1 --to bao-cao-tuan-1 --template mau.docx\n"
        "Ví dụ: python -m organizer report round hai-phong-2023 final --to bao-cao-chung"
    ),
    "help.report decision": (
        "Lập quyết định công nhận kết quả một vòng, kèm danh sách người đạt giải: quyet-dinh.docx; với “final”: cả cuộc thi.\n"
        "Ví dụ: python -m organizer report decision hai-phong-2023 tuan-1 --to bao-cao-tuan-1"
    ),
    "help.report treasury": (
        "Lập danh sách chi trả tiền thưởng của một vòng: danh-sach-chi-tra.xlsx và .docx; với “final”: giải của mọi vòng và giải tập thể.\n"
        "Ví dụ: python -m organizer report treasury song-cong-2021 tuan-1 --to chi-tra-tuan-1"
    ),
    "help.report fields": (
        "Nêu mọi trường mà tệp mẫu .docx dùng được, của một vòng rồi của cả cuộc thi, và ý nghĩa của từng trường.\nVí dụ: python -m organizer report fields"
    ),
    "param.report_folder": "thư mục để ghi; tệp đã có thì không ghi đè",
    "param.word_template": "tệp mẫu .docx của cơ quan, thay cho mẫu có sẵn",
    "column.field": "Viết trong mẫu",
    "column.meaning": "Ý nghĩa",
    "report.fields-of-round": "Mẫu của một vòng thi:",
    "report.fields-of-whole": "Mẫu của cả cuộc thi:",
    "report.unofficial": "Kết quả chưa được phê duyệt: các tệp này là bản dự thảo.",
    "trouble.report-unpaid": "Vòng {round} không có giải bằng tiền nào được trao, nên không có danh sách chi trả.",
    "trouble.report-unpaid-whole": "Cả cuộc thi không có giải bằng tiền nào được trao, nên không có danh sách chi trả.",
    "trouble.report-settled-later": "Thể lệ chỉ cho mỗi người giữ giải cao nhất trong tất cả các vòng, nên giải chưa xác định theo từng vòng. Khi đã có kết quả chung cuộc, lập với “final” thay cho {round}.",
    "trouble.report-not-docx": "{file} không phải là tệp Word .docx đọc được. Mở bằng Word, lưu lại dạng .docx, không đặt mật khẩu.",
    "trouble.report-field": "{file}: không có trường {fields}. Trong ngoặc là trường gần nhất; xem mọi trường bằng lệnh report fields.",
    "trouble.report-field-of-round": "{file}: trường {fields} chỉ có ở mẫu của một vòng thi, mà đây là văn bản của cả cuộc thi. Xem các trường bằng lệnh report fields.",
    "trouble.report-field-of-whole": "{file}: trường {fields} chỉ có ở mẫu của cả cuộc thi, mà đây là văn bản của một vòng thi. Xem các trường bằng lệnh report fields.",
    "trouble.report-syntax": "{file}: không hiểu được mẫu ở đoạn “{near}” ({why}). Mỗi {{% for %}} cần một {{% endfor %}}, mỗi {{% if %}} cần một {{% endif %}}.",
    "trouble.report-unsafe": "{file}: mẫu đòi một việc không được phép, nên không được dùng. Mẫu chỉ được nêu các trường của lệnh report fields.",
    "trouble.report-unrendered": "{file}: không lập được văn bản từ mẫu này ({why}). So với các trường của lệnh report fields.",
    "report.plan-numbered": "Kế hoạch số {number}",
    "report.plan-dated": "ngày {day}",
    "report.plan-issuer": "của {issuer}",
    "report.approved": "đã phê duyệt",
    "report.not-approved": "chưa phê duyệt",
    "report.awarded": "có",
    "report.no-unit": "Không thuộc đơn vị nào",
    "report.erased": "(dữ liệu cá nhân đã xóa)",
    "report.met": "Đạt",
    "report.not-met": "Chưa đạt",
    "report.band.all": "Đúng tất cả các câu",
    "report.band.high": "Đúng từ 75 % trở lên",
    "report.band.middle": "Đúng từ 25 % đến dưới 75 %",
    "report.band.low": "Đúng dưới 25 %",
    "report.band.zero": "Không đúng câu nào",
    "report.sheet.summary": "Tổng hợp",
    "report.sheet.days": "Theo ngày",
    "report.sheet.units": "Theo đơn vị",
    "report.sheet.unit-days": "Đơn vị theo ngày",
    "report.sheet.questions": "Câu hỏi khó nhất",
    "report.sheet.winners": "Người đạt giải",
    "report.sheet.rounds": "Theo vòng",
    "report.sheet.unit-rounds": "Đơn vị theo vòng",
    "report.sheet.unit-winners": "Đơn vị đạt giải",
    "report.sheet.money": "Kinh phí",
    "report.sheet.treasury": "Danh sách chi trả",
    "report.chart.bands": "Số bài thi theo mức trả lời đúng",
    "report.chart.days": "Số bài thi và số người dự thi theo ngày",
    "report.chart.units": "Số người dự thi, các đơn vị đông người dự thi nhất",
    "report.chart.rates": "Tỷ lệ dự thi, các đơn vị đông người dự thi nhất",
    "report.chart.unit-days": "Số bài thi theo đơn vị và ngày, các đơn vị đông người dự thi nhất",
    "report.chart.questions": "Tỷ lệ trả lời đúng các câu khó nhất",
    "report.chart.attendance": "Số người theo số vòng đã dự thi",
    "report.chart.rounds": "Số người dự thi và số bài thi theo vòng",
    "report.chart.round-rates": "Tỷ lệ dự thi theo vòng",
    "report.chart.round-bands": "Số bài thi theo vòng và mức trả lời đúng",
    "report.chart.final-units": "Số người dự thi, các đơn vị đứng đầu danh sách",
    "report.chart.final-rates": "Tỷ lệ dự thi, các đơn vị đứng đầu danh sách",
    "report.chart.unit-rounds": "Số người dự thi theo đơn vị và vòng, các đơn vị đứng đầu danh sách",
    "report.total.headcount": "Người thuộc diện dự thi (các đơn vị đã có số người)",
    "report.total.people_of_headcount": "Người đã dự thi của các đơn vị ấy (tỷ lệ trên số người thuộc diện)",
    "report.total.people": "Người dự thi",
    "report.total.attempts": "Lượt thi",
    "report.total.ruled_out": "Lượt thi không được tính (tỷ lệ trên số lượt thi)",
    "report.total.papers": "Bài thi được tính (tỷ lệ trên số lượt thi)",
    "report.total.submitted": "Bài do thí sinh nộp (tỷ lệ trên số bài thi)",
    "report.total.timed_out": "Bài hết giờ được thu tự động (tỷ lệ trên số bài thi)",
    "report.total.blank": "Bài hết giờ không có câu trả lời (tỷ lệ trên số bài thi)",
    "report.total.perfect": "Người đúng tất cả các câu (tỷ lệ trên số người dự thi)",
    "report.total.zero": "Người không đúng câu nào (tỷ lệ trên số người dự thi)",
    "report.total.turns": "Lượt người dự thi (người dự thi của từng vòng cộng lại)",
    "report.total.perfect-turns": "Lượt người đúng tất cả các câu (tỷ lệ trên số lượt người)",
    "report.total.zero-turns": "Lượt người không đúng câu nào (tỷ lệ trên số lượt người)",
    "report.total.people-prizes": "Giải cá nhân",
    "report.total.units-prizes": "Giải tập thể",
    "report.total.all-prizes": "Cộng",
    "report.column.what": "Chỉ tiêu",
    "report.column.count": "Số lượng",
    "report.column.share": "Tỷ lệ",
    "report.column.band": "Mức trả lời đúng",
    "report.column.papers": "Số bài thi",
    "report.column.people": "Số người dự thi",
    "report.column.day": "Ngày",
    "report.column.unit": "Đơn vị",
    "report.column.class": "Loại đơn vị",
    "report.column.headcount": "Số người thuộc diện",
    "report.column.rate": "Tỷ lệ dự thi",
    "report.column.owed": "Tỷ lệ tối thiểu",
    "report.column.met": "So với tỷ lệ tối thiểu",
    "report.column.mean": "Điểm trung bình",
    "report.column.perfect": "Người đúng tất cả",
    "report.column.zero": "Người điểm 0",
    "report.column.question": "Câu hỏi",
    "report.column.text": "Nội dung",
    "report.column.held": "Số bài có câu này",
    "report.column.got": "Số bài đúng",
    "report.column.prize": "Giải",
    "report.column.place": "Hạng",
    "report.column.name": "Họ và tên",
    "report.column.amount": "Tiền thưởng (đồng)",
    "report.column.why": "Căn cứ xếp hạng",
    "report.column.not-given": "Giải không trao",
    "report.column.number": "Số giải",
    "report.column.order": "STT",
    "report.column.amount-vnd": "Số tiền (đồng)",
    "report.column.signature": "Ký nhận",
    "report.column.rounds-attended": "Số vòng đã dự thi",
    "report.column.round": "Vòng thi",
    "report.column.revision": "Bản kết quả",
    "report.column.first-day": "Từ ngày",
    "report.column.last-day": "Đến ngày",
    "report.column.people-of-headcount": "Người đã dự thi của các đơn vị có số người",
    "report.column.attempts": "Lượt thi",
    "report.column.ruled-out": "Lượt không được tính",
    "report.column.under": "Thuộc đơn vị",
    "report.column.group": "Nhóm xét giải",
    "report.column.given": "Số giải đã trao",
    "report.column.note": "Kèm theo giải",
    "report.column.budget": "Dự toán (đồng)",
    "report.treasury.title": "DANH SÁCH CHI TRẢ TIỀN THƯỞNG",
    "report.treasury.total": "Tổng cộng",
    "report.treasury.words": "Tổng số tiền: {amount} đồng (bằng chữ: {words}).",
    "report.field.title": "tên đầy đủ của cuộc thi",
    "report.field.short_title": "tên ngắn",
    "report.field.kind": "Cuộc thi hoặc Hội thi",
    "report.field.kind_upper": "CUỘC THI hoặc HỘI THI",
    "report.field.organizer": "cơ quan tổ chức",
    "report.field.organizer_upper": "cơ quan tổ chức, viết hoa",
    "report.field.plan": "kế hoạch với số, ngày và cơ quan ban hành, để đứng sau chữ Căn cứ hoặc Thực hiện",
    "report.field.plan_title": "tên kế hoạch",
    "report.field.plan_issuer": "cơ quan ban hành kế hoạch",
    "report.field.plan_number": "số kế hoạch; trống nếu không có",
    "report.field.plan_date": "ngày kế hoạch; trống nếu không có",
    "report.field.year": "năm thi",
    "report.field.round_name": "tên vòng thi",
    "report.field.opens": "giờ mở vòng; của cả cuộc thi: giờ mở vòng đầu",
    "report.field.closes": "giờ đóng vòng; của cả cuộc thi: giờ đóng vòng cuối",
    "report.field.results_at": "giờ công bố kết quả",
    "report.field.questions": "số câu hỏi của một bài thi",
    "report.field.revision": "bản kết quả đang có hiệu lực, ví dụ r01",
    "report.field.approved": "đã phê duyệt hoặc chưa phê duyệt",
    "report.field.made_at": "giờ lập báo cáo",
    "report.field.people": "số người dự thi",
    "report.field.papers": "số bài thi được tính",
    "report.field.attempts": "tổng số lượt thi",
    "report.field.ruled_out": "số lượt thi không được tính",
    "report.field.headcount": "số người thuộc diện dự thi của các đơn vị đã có số người; trống nếu không đơn vị nào có",
    "report.field.people_of_headcount": "số người đã dự thi của các đơn vị ấy",
    "report.field.rate": "tỷ lệ của hai số trên; trống nếu không tính được",
    "report.field.submitted": "số bài do thí sinh nộp",
    "report.field.submitted_share": "tỷ lệ của chúng trên số bài thi",
    "report.field.timed_out": "số bài hết giờ được thu tự động",
    "report.field.timed_out_share": "tỷ lệ của chúng trên số bài thi",
    "report.field.blank": "số bài hết giờ không có câu trả lời",
    "report.field.blank_share": "tỷ lệ của chúng trên số bài thi",
    "report.field.perfect": "số người đúng tất cả các câu; của cả cuộc thi: số lượt người",
    "report.field.perfect_share": "tỷ lệ của họ trên số người dự thi, của cả cuộc thi: trên số lượt người",
    "report.field.zero": "số người không đúng câu nào; của cả cuộc thi: số lượt người",
    "report.field.zero_share": "tỷ lệ của họ trên số người dự thi, của cả cuộc thi: trên số lượt người",
    "report.field.units_number": "số đơn vị",
    "report.field.units_taking_part": "số đơn vị có người dự thi",
    "report.field.leaders_came": "số lãnh đạo đơn vị đã dự thi (của cả cuộc thi: đủ mọi vòng); trống nếu kế hoạch không yêu cầu",
    "report.field.leaders_of": "tổng số lãnh đạo đơn vị phải dự thi",
    "report.field.leaders_share": "tỷ lệ lãnh đạo đã dự thi",
    "report.field.leaders": "các đơn vị có lãnh đạo phải dự thi",
    "report.field.below_number": "số đơn vị chưa đạt tỷ lệ tối thiểu",
    "report.field.winners_number": "số cá nhân đạt giải; của cả cuộc thi: số giải cá nhân đã trao",
    "report.field.amount": "tổng số tiền thưởng; trống nếu không có giải bằng tiền",
    "report.field.amount_words": "tổng số tiền thưởng bằng chữ",
    "report.field.criteria": "các tiêu chí xếp hạng, theo thứ tự",
    "report.field.bands": "số bài thi theo mức trả lời đúng",
    "report.field.days": "từng ngày thi",
    "report.field.units": "mọi đơn vị, đông người dự thi nhất trước; nếu xét giải tập thể: theo nhóm và hạng",
    "report.field.below": "các đơn vị chưa đạt tỷ lệ tối thiểu",
    "report.field.hardest": "những câu hỏi khó nhất",
    "report.field.prizes": "các loại giải đã trao",
    "report.field.winners": "những người đạt giải",
    "report.field.payees": "những người, và đơn vị, có tiền thưởng",
    "report.field.not_given": "các giải không trao",
    "report.field.adjusted": "các quyết định sau khi đóng vòng",
    "report.field.rounds_number": "số vòng thi",
    "report.field.rests_on": "các vòng và bản kết quả mà kết quả chung cuộc dựa vào, ví dụ Tuần 1: r01",
    "report.field.turns": "số lượt người dự thi: người dự thi của từng vòng cộng lại",
    "report.field.every_round": "số người dự thi đủ mọi vòng",
    "report.field.every_round_share": "tỷ lệ của họ trên số người dự thi",
    "report.field.awarded": "có chữ nếu cuộc thi xét giải tập thể; trống nếu không",
    "report.field.unit_winners_number": "số đơn vị đạt giải",
    "report.field.people_amount": "số tiền thưởng cá nhân; trống nếu không có",
    "report.field.units_amount": "số tiền thưởng tập thể; trống nếu không có",
    "report.field.budget": "dự toán tiền thưởng của mọi vòng và giải tập thể; trống nếu không định trước",
    "report.field.budget_share": "tỷ lệ số tiền đã trao trên dự toán",
    "report.field.rounds": "từng vòng thi, theo thứ tự",
    "report.field.attendance": "số người dự thi đúng 1, 2, 3… vòng",
    "report.field.unit_prizes": "các loại giải tập thể đã trao",
    "report.field.unit_winners": "các đơn vị đạt giải, theo nhóm và hạng",
    "report.field.unit_not_given": "các giải tập thể không trao",
    "report.row-field.number": "số thứ tự",
    "report.row-field.name": "tên (của đơn vị, giải, tiêu chí, mức) hoặc họ và tên",
    "report.row-field.rule": "quy tắc của tiêu chí",
    "report.row-field.papers": "số bài thi",
    "report.row-field.share": "tỷ lệ",
    "report.row-field.day": "ngày",
    "report.row-field.people": "số người dự thi",
    "report.row-field.class_name": "loại đơn vị",
    "report.row-field.headcount": "số người thuộc diện dự thi",
    "report.row-field.rate": "tỷ lệ người dự thi trên số người thuộc diện",
    "report.row-field.owed": "tỷ lệ tối thiểu phải đạt",
    "report.row-field.met": "Đạt, Chưa đạt, hoặc trống",
    "report.row-field.mean": "điểm trung bình",
    "report.row-field.perfect": "số người đúng tất cả các câu",
    "report.row-field.zero": "số người điểm 0",
    "report.row-field.question": "mã câu hỏi",
    "report.row-field.text": "nội dung câu hỏi",
    "report.row-field.got": "số bài trả lời đúng",
    "report.row-field.came": "số lãnh đạo đã dự thi",
    "report.row-field.of": "tổng số lãnh đạo",
    "report.row-field.given": "số giải",
    "report.row-field.each": "tiền thưởng của một giải",
    "report.row-field.total": "tiền thưởng của cả loại giải",
    "report.row-field.prize": "tên giải",
    "report.row-field.place": "hạng",
    "report.row-field.unit": "đơn vị",
    "report.row-field.result": "các giá trị xếp hạng",
    "report.row-field.amount": "tiền thưởng",
    "report.row-field.why": "lý do",
    "report.row-field.sentence": "câu nói về quyết định",
    "report.row-field.round": "tên vòng thi",
    "report.row-field.revision": "bản kết quả của vòng",
    "report.row-field.first_day": "ngày đầu của vòng",
    "report.row-field.last_day": "ngày cuối của vòng",
    "report.row-field.people_of_headcount": "số người đã dự thi của các đơn vị đã có số người",
    "report.row-field.attempts": "số lượt thi",
    "report.row-field.ruled_out": "số lượt thi không được tính",
    "report.row-field.rounds": "số vòng đã dự thi",
    "report.row-field.fell_short": "chưa đạt ở đâu: tỷ lệ của cả cuộc thi, hoặc của từng vòng chưa đạt",
    "report.row-field.group": "nhóm xét giải; trống nếu mọi đơn vị xét chung",
    "report.row-field.rank": "hạng của đơn vị; trống nếu không được xếp",
    "report.row-field.under": "tên đơn vị cấp trên; trống nếu không có",
    "report.row-field.note": "kèm theo giải, ví dụ Bằng khen; trống nếu không có",
}
