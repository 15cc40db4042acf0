"""Why a verdict was given: stable codes, each with its outcome and its Vietnamese sentence."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from procedures.errors import N_
from procedures.ports import Outcome


class Reason(StrEnum):
    """The codes that a verdict carries; they are kept in records and never renamed."""

    REGISTER_MATCH = "register-match"
    SIGNATURES_VALID = "signatures-valid"
    DECLARATION_SIGNED = "declaration-signed"

    DIGEST_BROKEN = "digest-broken"
    CONTENT_CHANGED = "content-changed"
    BYTES_ADDED = "bytes-added"
    SIGNATURE_DAMAGED = "signature-damaged"
    SIGNATURE_MISSING = "signature-missing"
    REGISTER_MISMATCH = "register-mismatch"
    NOT_OUR_DECLARATION = "not-our-declaration"

    REGISTER_REVOKED = "register-revoked"
    REGISTER_SUPERSEDED = "register-superseded"
    SIGNER_REVOKED = "signer-revoked"
    KEY_COMPROMISED = "key-compromised"

    NO_SIGNATURE = "no-signature"
    FOREIGN_SIGNER = "foreign-signer"
    ROLE_SWAPPED = "role-swapped"
    ISSUER_ENDED = "issuer-ended"
    NOT_A_PDF = "not-a-pdf"
    EMPTY = "empty"

    ENCRYPTED = "encrypted"
    UNREADABLE = "unreadable"
    TOO_LARGE = "too-large"
    INCOMPLETE = "incomplete"
    EXPIRED = "expired"
    NO_REVOCATION_DATA = "no-revocation-data"
    AUTHORITY_SILENT = "authority-silent"
    WEAK_ALGORITHM = "weak-algorithm"
    STAMP_MISSING = "stamp-missing"
    STAMP_UNTRUSTED = "stamp-untrusted"
    AWAITING_REVOCATION_CHECK = "awaiting-revocation-check"
    UNDECIDED = "undecided"
    NO_FILE = "no-file"
    REGISTER_SILENT = "register-silent"


OUTCOMES: Mapping[Reason, Outcome] = MappingProxyType(
    {
        Reason.REGISTER_MATCH: Outcome.GENUINE,
        Reason.SIGNATURES_VALID: Outcome.GENUINE,
        Reason.DECLARATION_SIGNED: Outcome.GENUINE,
        Reason.DIGEST_BROKEN: Outcome.ALTERED,
        Reason.CONTENT_CHANGED: Outcome.ALTERED,
        Reason.BYTES_ADDED: Outcome.ALTERED,
        Reason.SIGNATURE_DAMAGED: Outcome.ALTERED,
        Reason.SIGNATURE_MISSING: Outcome.ALTERED,
        Reason.REGISTER_MISMATCH: Outcome.ALTERED,
        Reason.NOT_OUR_DECLARATION: Outcome.ALTERED,
        Reason.REGISTER_REVOKED: Outcome.REVOKED,
        Reason.REGISTER_SUPERSEDED: Outcome.REVOKED,
        Reason.SIGNER_REVOKED: Outcome.REVOKED,
        Reason.KEY_COMPROMISED: Outcome.REVOKED,
        Reason.NO_SIGNATURE: Outcome.UNKNOWN,
        Reason.FOREIGN_SIGNER: Outcome.UNKNOWN,
        Reason.ROLE_SWAPPED: Outcome.UNKNOWN,
        Reason.ISSUER_ENDED: Outcome.UNKNOWN,
        Reason.NOT_A_PDF: Outcome.UNKNOWN,
        Reason.EMPTY: Outcome.UNKNOWN,
        Reason.ENCRYPTED: Outcome.INDETERMINATE,
        Reason.UNREADABLE: Outcome.INDETERMINATE,
        Reason.TOO_LARGE: Outcome.INDETERMINATE,
        Reason.INCOMPLETE: Outcome.INDETERMINATE,
        Reason.EXPIRED: Outcome.INDETERMINATE,
        Reason.NO_REVOCATION_DATA: Outcome.INDETERMINATE,
        Reason.AUTHORITY_SILENT: Outcome.INDETERMINATE,
        Reason.WEAK_ALGORITHM: Outcome.INDETERMINATE,
        Reason.STAMP_MISSING: Outcome.INDETERMINATE,
        Reason.STAMP_UNTRUSTED: Outcome.INDETERMINATE,
        Reason.AWAITING_REVOCATION_CHECK: Outcome.INDETERMINATE,
        Reason.UNDECIDED: Outcome.INDETERMINATE,
        Reason.NO_FILE: Outcome.INDETERMINATE,
        Reason.REGISTER_SILENT: Outcome.INDETERMINATE,
    }
)

REASONS: Mapping[str, str] = MappingProxyType(
    {
        Reason.REGISTER_MATCH: N_(
            "Tệp trùng khớp với bản gốc trong sổ đăng ký và mọi chữ ký, con dấu đều hợp lệ."
        ),
        Reason.SIGNATURES_VALID: N_(
            "Chữ ký và con dấu đều hợp lệ; tệp chưa được đối chiếu với sổ đăng ký của hệ thống này."
        ),
        Reason.DECLARATION_SIGNED: N_("Chữ ký số trên tờ khai hợp lệ và bao trùm toàn bộ tờ khai."),
        Reason.DIGEST_BROKEN: N_("Nội dung tệp đã bị sửa sau khi ký: chữ ký không còn khớp."),
        Reason.CONTENT_CHANGED: N_("Tệp đã bị thêm hoặc sửa nội dung sau khi ký."),
        Reason.BYTES_ADDED: N_("Tệp có phần dữ liệu nằm ngoài phạm vi của chữ ký cuối cùng."),
        Reason.SIGNATURE_DAMAGED: N_("Chữ ký trong tệp đã bị làm hỏng."),
        Reason.SIGNATURE_MISSING: N_(
            "Tệp thiếu chữ ký hoặc con dấu mà bản gốc trong sổ đăng ký có."
        ),
        Reason.REGISTER_MISMATCH: N_("Tệp không phải là bản đã đăng ký cho giấy tờ này."),
        Reason.NOT_OUR_DECLARATION: N_(
            "Tệp đã ký không phải là tờ khai do hệ thống lập, hoặc tờ khai đã bị sửa. "
            "Hãy tải lại tờ khai và ký trực tiếp lên tệp đó."
        ),
        Reason.REGISTER_REVOKED: N_("Giấy tờ này đã bị cơ quan cấp thu hồi."),
        Reason.REGISTER_SUPERSEDED: N_(
            "Giấy tờ này đã được cơ quan cấp thay bằng giấy tờ khác và không còn giá trị."
        ),
        Reason.SIGNER_REVOKED: N_("Chứng thư số của người ký đã bị thu hồi trước thời điểm ký."),
        Reason.KEY_COMPROMISED: N_(
            "Giấy tờ được ký hoặc đóng dấu sau khi khóa ký đã bị lộ; không dùng được giấy tờ này."
        ),
        Reason.NO_SIGNATURE: N_("Tệp không có chữ ký số."),
        Reason.ISSUER_ENDED: N_(
            "Chữ ký dựa vào một tổ chức cấp chứng thư đã thôi được tin cậy từ trước thời điểm ký."
        ),
        Reason.FOREIGN_SIGNER: N_(
            "Chữ ký không thuộc tổ chức chứng thực được hệ thống này tin cậy cho loại giấy tờ đó."
        ),
        Reason.ROLE_SWAPPED: N_(
            "Con dấu không do khóa của cơ quan tạo ra, hoặc chữ ký lãnh đạo không do khóa cá nhân "
            "tạo ra; chữ ký như vậy không có giá trị của con dấu hay chữ ký lãnh đạo."
        ),
        Reason.NOT_A_PDF: N_("Tệp không phải là tệp PDF."),
        Reason.EMPTY: N_("Tệp rỗng."),
        Reason.ENCRYPTED: N_("Tệp bị đặt mật khẩu nên không kiểm tra được."),
        Reason.UNREADABLE: N_("Tệp PDF bị hỏng hoặc bị cắt cụt nên không kiểm tra được."),
        Reason.TOO_LARGE: N_("Tệp quá lớn hoặc quá phức tạp để kiểm tra."),
        Reason.INCOMPLETE: N_("Tệp mới có một phần chữ ký; con dấu của cơ quan chưa có."),
        Reason.EXPIRED: N_("Chứng thư số không còn hoặc chưa có hiệu lực tại thời điểm ký."),
        Reason.NO_REVOCATION_DATA: N_(
            "Chưa có dữ liệu xác nhận tình trạng chứng thư số của người ký."
        ),
        Reason.AUTHORITY_SILENT: N_(
            "Tổ chức chứng thực chữ ký số chưa trả lời; hệ thống sẽ tự kiểm tra lại."
        ),
        Reason.WEAK_ALGORITHM: N_(
            "Chữ ký dùng thuật toán không đủ an toàn hoặc đã hết thời hạn được dùng nên không đủ "
            "căn cứ để tin chữ ký đó."
        ),
        Reason.STAMP_MISSING: N_(
            "Chữ ký không có dấu thời gian nên chưa xác định được thời điểm ký."
        ),
        Reason.STAMP_UNTRUSTED: N_("Dấu thời gian của chữ ký không do tổ chức được tin cậy cấp."),
        Reason.AWAITING_REVOCATION_CHECK: N_(
            "Chữ ký đúng về hình thức; hệ thống đang kiểm tra tình trạng chứng thư số."
        ),
        Reason.UNDECIDED: N_("Không đủ căn cứ để kết luận về chữ ký trong tệp."),
        Reason.NO_FILE: N_("Không đọc được tệp này."),
        Reason.REGISTER_SILENT: N_("Sổ đăng ký hiện không trả lời. Hãy thử lại sau."),
    }
)
