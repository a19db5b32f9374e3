"""Who may do what: every route, every act of the `organizer` function, every command, for every role.

`docs/roles.md` is made of it (`python -m tests.roles`), and `test_roles.py` asks the real authorisation about each cell.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

DOCUMENT = Path(__file__).resolve().parents[1] / "docs" / "roles.md"

NOBODY, CONTESTANT, FOREIGN_CONTESTANT = "nobody", "contestant", "contestant elsewhere"
MANAGER, JUROR, ORGANIZER, CHIEF, AUDITOR = "unit manager", "juror", "organizer", "chief", "auditor"
FOREIGN_ORGANIZER, CHIEF_OF_ALL = "organizer elsewhere", "chief of all"
WHO = (
    NOBODY,
    CONTESTANT,
    FOREIGN_CONTESTANT,
    MANAGER,
    JUROR,
    ORGANIZER,
    CHIEF,
    AUDITOR,
    FOREIGN_ORGANIZER,
    CHIEF_OF_ALL,
)

Row = frozenset[str]

EVERYBODY = frozenset(WHO)
SIGNED_IN = frozenset([CONTESTANT])
# Whoever has an account, for what is about their own account alone; of which contest it is makes no difference.
STAFF = frozenset([MANAGER, JUROR, ORGANIZER, CHIEF, AUDITOR, FOREIGN_ORGANIZER, CHIEF_OF_ALL])
MANAGERS = frozenset([MANAGER])
LOOKING = frozenset([JUROR, ORGANIZER, CHIEF, AUDITOR, CHIEF_OF_ALL])
PREPARING = frozenset([ORGANIZER, CHIEF, CHIEF_OF_ALL])
DECIDING = frozenset([CHIEF, CHIEF_OF_ALL])
AUDITING = frozenset([CHIEF, AUDITOR, CHIEF_OF_ALL])
EXPORTS = frozenset([ORGANIZER, CHIEF, AUDITOR, CHIEF_OF_ALL])
OVER_ALL = frozenset([CHIEF_OF_ALL])

ROUTES: Mapping[str, Row] = {
    "sign_in": EVERYBODY,
    "sign_out": EVERYBODY,
    "renew": SIGNED_IN,
    "me": SIGNED_IN,
    "own_certificates": SIGNED_IN,
    "own_certificate": SIGNED_IN,
    "certificate_check": EVERYBODY,
    "challenge": EVERYBODY,
    "register": EVERYBODY,
    "mail_code": EVERYBODY,
    "lost_code": EVERYBODY,
    "sso_begin": EVERYBODY,
    "sso_callback": EVERYBODY,
    "sso_refusal": EVERYBODY,
    "put_attempt": SIGNED_IN,
    "put_answers": SIGNED_IN,
    "put_submission": SIGNED_IN,
    "staff_sign_in": EVERYBODY,
    "staff_sign_out": EVERYBODY,
    "put_password": STAFF,
    "own_units": MANAGERS,
    "own_turnout": MANAGERS,
    "openapi": EVERYBODY,
}

ACTS: Mapping[str, Row] = {
    "pulse": EVERYBODY,
    "first-chief": EVERYBODY,
    "sign-in": EVERYBODY,
    "sign-out": STAFF,
    "change-password": STAFF,
    "whoami": STAFF,
    "hour": STAFF,
    "own-units": MANAGERS,
    "own-people": MANAGERS,
    "status": LOOKING,
    "definition": LOOKING,
    "data-kept": LOOKING,
    "links": EXPORTS,
    "decisions": EXPORTS,
    "acts": AUDITING,
    "account-list": AUDITING,
    "import-definition": PREPARING,
    "import-bank": PREPARING,
    "import-roster": PREPARING,
    "import-units": PREPARING,
    "unit-facts": PREPARING,
    "import-exclusions": PREPARING,
    "exclusions": PREPARING,
    "password-set": PREPARING,
    "publish": PREPARING,
    "winners": PREPARING,
    "certificates": PREPARING,
    "report": PREPARING,
    "round-questions": PREPARING,
    "round-anomalies": PREPARING,
    "decision-evidence": PREPARING,
    "person-find": PREPARING,
    "person-show": PREPARING,
    "person-code": PREPARING,
    "person-revoke": PREPARING,
    "person-export": PREPARING,
    "person-exclude": DECIDING,
    "person-reinstate": DECIDING,
    "person-unit": DECIDING,
    "person-erase": DECIDING,
    "ready": DECIDING,
    "close-early": DECIDING,
    "extend-round": DECIDING,
    "extend-attempt": DECIDING,
    "new-attempt": DECIDING,
    "approve": DECIDING,
    "certificate-pictures": DECIDING,
    "decide": DECIDING,
    "decision-confirm": DECIDING,
    "account-add": DECIDING,
    "account-role": DECIDING,
    "account-close": DECIDING,
    "account-password": DECIDING,
    "close-due": OVER_ALL,
}

# What each command asks of the `organizer` function; who may type it follows. Without any: it needs no deployment.
COMMANDS: Mapping[str, tuple[str, ...]] = {
    "login": ("sign-in", "change-password"),
    "logout": ("whoami", "sign-out"),
    "whoami": ("whoami",),
    "account add": ("account-add",),
    "account role": ("account-list", "account-role"),
    "account close": ("account-close",),
    "account list": ("account-list",),
    "account password": ("change-password", "account-password"),
    "check": (),
    "schema": (),
    "template": (),
    "contest load": ("status", "definition", "import-definition", "import-bank", "import-units", "import-roster"),
    "definition import": ("import-definition",),
    "bank import": ("definition", "import-bank"),
    "units import": ("definition", "import-units"),
    "units facts": ("unit-facts",),
    "certificates": ("certificates",),
    "certificate-pictures": ("certificate-pictures",),
    "password set": ("password-set",),
    "password clear": ("password-set",),
    "roster import": ("definition", "import-roster"),
    "codes print": ("definition",),
    "qr": ("definition",),
    "exclude import": ("definition", "import-exclusions"),
    "exclude list": ("definition", "exclusions"),
    "person find": ("person-find",),
    "person show": ("person-show",),
    "person exclude": ("person-exclude",),
    "person reinstate": ("person-reinstate",),
    "person unit": ("person-unit",),
    "person revoke": ("person-revoke",),
    "person code": ("definition", "person-code"),
    "person export": ("person-export",),
    "person erase": ("person-erase",),
    "status": ("status", "hour", "data-kept"),
    "ready": ("ready",),
    "close-early": ("hour", "close-early"),
    "round extend": ("hour", "extend-round"),
    "attempt extend": ("extend-attempt",),
    "attempt grant": ("new-attempt",),
    "close-due": ("close-due",),
    "winners": ("winners",),
    "report round": ("report",),
    "report decision": ("report",),
    "report treasury": ("report",),
    "report fields": (),
    "round questions": ("round-questions",),
    "round anomalies": ("round-anomalies",),
    "approve": ("approve",),
    "publish": ("publish",),
    "decide disqualify": ("decide",),
    "decide reinstate": ("decide",),
    "decide void": ("decide",),
    "decide correct-key": ("decide",),
    "decide move-unit": ("decide",),
    "decide choose": ("decide",),
    "decide withdraw": ("decide",),
    "decision confirm": ("decisions", "decision-confirm"),
    "decision evidence": ("decision-evidence",),
    "decision list": ("decisions",),
    "export": ("links",),
    "acts": ("acts",),
    "doctor": (),
    "deploy": ("pulse", "first-chief"),
    "first-chief": ("first-chief",),
    "smoke": ("pulse",),
    "restore-drill": (),
    "sso set": (),
    "sso show": (),
    "sso clear": (),
    "teardown": ("pulse",),
}
OPERATORS = ("deploy", "doctor", "first-chief", "restore-drill", "smoke", "sso set", "sso show", "sso clear", "teardown")
# These do one thing for whoever is signed in, and another for chiefs.
EITHER = ("account password",)


def may_type(command: str) -> Row:
    """Return who may type a command: whoever may do every act that it asks for."""
    rows = [ACTS[act] for act in COMMANDS[command]]
    return (frozenset.union if command in EITHER else frozenset.intersection)(EVERYBODY, *rows) if rows else EVERYBODY


def document(paths: Mapping[str, str]) -> str:
    """Return `docs/roles.md`. ``paths`` has the method and address of each view."""
    routes = {paths[view]: row for view, row in ROUTES.items()}
    commands = {name: may_type(name) for name in COMMANDS if name not in OPERATORS}
    afterwards = AFTERWARDS.format(names=", ".join(f"`{name}`" for name in OPERATORS))
    parts = [INTRODUCTION, "## Routes", _table("route", routes), "## Acts of the `organizer` function", _table("act", ACTS)]
    parts += [
        "## Commands",
        _table("command", commands),
        afterwards,
    ]
    return "\n\n".join(parts) + "\n"


def _table(what: str, rows: Mapping[str, Row]) -> str:
    lines = [_line([what, *WHO]), _line(["---", *[":-:"] * len(WHO)])]
    lines += [_line([f"`{name}`", *("✓" if who in row else "" for who in WHO)]) for name, row in rows.items()]
    return "\n".join(lines)


def _line(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cells) + " |"


INTRODUCTION = """# Vai trò

Mỗi tài khoản có một vai trò trong một cuộc thi (hoặc trong mọi cuộc thi). Bảng dưới đây được tạo từ bảng mà kiểm tra
tự động dùng để hỏi từng ô qua chính phần phân quyền của hệ thống; không sửa bằng tay.

- **Thí sinh** (contestant): dự thi; chỉ thấy bài của chính mình.
- **Quản lý đơn vị** (unit manager): ở trang `/<cuộc thi>/don-vi.html`, thấy ai trong đơn vị mình đã thi, đang thi,
  chưa thi; không bao giờ thấy điểm, không thấy đơn vị khác.
- **Giám khảo** (juror): xem tình trạng các vòng.
- **Ban Tổ chức** (organizer): nhập dữ liệu, cấp lại mã, công bố khi đến giờ.
- **Trưởng ban** (chief): thêm tài khoản, việc không hoàn tác được (chốt vòng, đóng sớm, loại thí sinh), phê duyệt.
- **Giám sát** (auditor): chỉ đọc: tình trạng, nhật ký, bản kết xuất.

Người giữ vai trò giám khảo, Ban Tổ chức, trưởng ban hoặc giám sát không được dự thi: khi lập tài khoản phải khai số
định danh, và số đó bị chặn. Ai đang là thí sinh thì bị từ chối vai trò, trừ khi trưởng ban xác nhận bằng
`--even-if-in`; khi đó người ấy bị loại khỏi cuộc thi.

# Roles

Every account has one role, in one contest or in all of them. This page is written by `python -m tests.roles` from the
table of which `tests/test_roles.py` asks the real authorisation every cell; the rule itself is one table too,
`chalicelib/services/authorise.py`.

- **nobody**: no session. Of acts and commands: whoever may invoke the `organizer` function by AWS's leave and has no
  account there; a contestant's session counts for nothing there.
- **contestant elsewhere**, **organizer elsewhere**: of another contest. **chief of all**: bound to no contest; the
  first chief is one.
- **unit manager**: sees at `/<contest>/don-vi.html` who of the own units has taken part. Their units are ids, or the
  beginning of ids and `*`; a manager of every unit sees the whole turnout, which a contest with a prediction may not
  want to tell.
- What can't be undone or is somebody's to answer for is a chief's; an auditor reads.

Whoever touches questions or results can't take part: juror, organizer, chief and auditor give their identifier, which
is barred from the contest. A contestant is refused such a role, unless the chief says that it is meant
(`--even-if-in`); then they are excluded."""

AFTERWARDS = """\
Who may do all that a command asks for may type it (`account password` is one's own for everybody, and another's for
chiefs). {names} are typed by operators with AWS credentials of their own and need no account: a stage is deployed
before there is any, has to be looked at when nobody can sign in, and is taken down by whoever may delete it in AWS
anyway. All that they ask of the `organizer` function are `pulse` (hours and states that stand on the contests' pages,
and how many acts are due) and `first-chief`."""


if __name__ == "__main__":
    from tests.test_roles import paths

    DOCUMENT.write_text(document(paths()), encoding="utf-8")
