"""Whether a stranger's PDF can go with a paper: sealed one day, and still verified in ten years.

All of it is tried out on the file here, but the key: whoever drafts the result hears at once what
a worker would stumble over after the leader has signed.
"""

from io import BytesIO

from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import DEFAULT_DIFF_POLICY, DiffResult, ModificationLevel
from pyhanko.sign.fields import MDPPerm, enumerate_sig_fields

from procedures.errors import N_
from procedures.papers.annexing import add_seal_field
from procedures.papers.archive import next_field
from procedures.papers.embedding import add_field
from procedures.papers.reading import UnreadableError, open_pdf
from procedures.papers.seal_fields import AGENCY_FIELD, ANNEX_FIELD, LEADER_FIELD, STAMP_SHOWN
from procedures.papers.signing import PaperWriter
from procedures.reasons import Reason
from procedures.uploads import ENCRYPTED, TRUNCATED, UploadRefused

XFA = N_(
    "Tệp “{name}” là biểu mẫu XFA, nội dung thay đổi theo phần mềm mở. Hãy in ra PDF thường rồi "
    "tải lên lại."
)
TOO_COMPLEX = N_(
    "Tệp “{name}” quá phức tạp để ký số (quá nhiều lần lưu, chữ ký hoặc dữ liệu). Hãy in lại "
    "thành một PDF mới."
)
TOO_LARGE = N_(
    "Tệp “{name}” lớn hơn {most} MB nên sau khi ký số không gửi lên trang xác minh được. Hãy giảm "
    "dung lượng tệp."
)
LOCKED = N_(
    "Tệp “{name}” đã được người ký khóa, không cho ký thêm. Hãy đề nghị người ký gửi bản không "
    "khóa."
)
EMPTY_FIELD = N_(
    "Tệp “{name}” còn ô chữ ký để trống. Hãy dùng bản đã ký đủ hoặc bản không có ô chữ ký."
)
ISSUED_BEFORE = N_(
    "Tệp “{name}” đã mang con dấu của một giấy tờ đã phát hành. Hãy dùng bản gốc chưa đóng dấu."
)
_OURS = frozenset({ANNEX_FIELD, AGENCY_FIELD, LEADER_FIELD})
_MEGABYTE = 1024 * 1024
_LINE = (240.0, 16.0)
"""Points: about as large as the words that will stand there."""


class AnnexCheck:
    """Implements `procedures.ports.AnnexReader`; it knows no key and asks nobody.

    `verified_mb` is the largest file, in megabytes, that anybody may have verified: a sealed file
    is larger than it was, and grows with each renewal, so one of them is kept free.
    """

    def __init__(self, verified_mb: int) -> None:
        self._most = verified_mb - 1

    def read(self, pdf: bytes, name: str) -> int:
        """How many signatures the file carries; raises `UploadRefused` for one that cannot go."""
        if len(pdf) > self._most * _MEGABYTE:
            raise UploadRefused(TOO_LARGE, name=name, most=self._most)
        try:
            reader = open_pdf(pdf)
            _refuse_forms(reader, name)
            signatures = len(reader.embedded_signatures)
            tried = open_pdf(_tried(pdf))
        except UploadRefused:
            raise
        except UnreadableError as fault:
            told = {Reason.ENCRYPTED: ENCRYPTED, Reason.TOO_LARGE: TOO_COMPLEX}
            raise UploadRefused(told.get(fault.reason, TRUNCATED), name=name) from fault
        # A stranger's file can break any layer below; that it did is the answer.
        except Exception as fault:
            raise UploadRefused(TRUNCATED, name=name) from fault
        if signatures and not _still_valid(tried, signatures):
            raise UploadRefused(LOCKED, name=name)
        return signatures


def _refuse_forms(reader: PdfFileReader, name: str) -> None:
    if "/AcroForm" in reader.root and "/XFA" in reader.root["/AcroForm"]:
        raise UploadRefused(XFA, name=name)
    if list(enumerate_sig_fields(reader, filled_status=False)):
        raise UploadRefused(EMPTY_FIELD, name=name)
    if _OURS & {signature.field_name for signature in reader.embedded_signatures}:
        raise UploadRefused(ISSUED_BEFORE, name=name)
    if any(one.docmdp_level is MDPPerm.NO_CHANGES for one in reader.embedded_signatures):
        raise UploadRefused(LOCKED, name=name)


def _tried(pdf: bytes) -> bytes:
    """The file as the worker will begin with it."""
    writer = PaperWriter(BytesIO(pdf))
    add_seal_field(writer, *_LINE, "Con dấu")
    add_field(writer, next_field(writer.prev.embedded_signatures), None, STAMP_SHOWN)
    output = BytesIO()
    writer.write(output)  # type: ignore[no-untyped-call]
    return output.getvalue()


def _still_valid(tried: PdfFileReader, signatures: int) -> bool:
    """Whether each earlier signature still allows what was added."""
    try:
        return all(
            _allows(tried, one.signed_revision, one.docmdp_level)
            for one in tried.embedded_signatures[:signatures]
        )
    # Comparing revisions walks a stranger's objects; what cannot be compared is not accepted.
    except Exception:  # noqa: BLE001 - see above
        return False


def _allows(tried: PdfFileReader, signed: int, level: MDPPerm | None) -> bool:
    found = DEFAULT_DIFF_POLICY.review_file(tried, signed, field_mdp_spec=None, doc_mdp=level)
    return (
        isinstance(found, DiffResult) and found.modification_level <= ModificationLevel.FORM_FILLING
    )
