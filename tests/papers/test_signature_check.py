"""A declaration that comes back signed: accepted only as the very one that was issued."""

import asyncio
from io import BytesIO

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs12
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.content import RawContent
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.layout import BoxConstraints
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner
from pyhanko.stamp import StaticStampStyle

from procedures.errors import Unavailable
from procedures.papers.citizen_pen import sign_as_citizen
from procedures.papers.keys import Citizen
from procedures.papers.outfit import open_check
from procedures.papers.pki_authorities import Issuer, revoke
from procedures.papers.pki_folder import KeyFile, PkiFolder
from procedures.papers.signing import HeldSigner, PaperWriter
from procedures.ports import Outcome, SignerRef
from tests.papers.attacks import CHANGES
from tests.papers.blank import blank_paper
from tests.papers.conftest import CITIZEN, PASSWORD, TestPki, utc_now


def test_a_signed_declaration_names_its_signer(
    pki: TestPki, declaration: bytes, blank: bytes
) -> None:
    verdict = pki.check.check(declaration, original=blank).verdict
    assert (verdict.outcome, verdict.reason) == (Outcome.GENUINE, "declaration-signed")
    (signature,) = verdict.signatures
    assert signature.signer == CITIZEN.full_name
    assert signature.subject_id == CITIZEN.citizen_id
    assert signature.covers_whole_file
    assert signature.signed_at is None


def test_a_quick_look_asks_nobody(pki: TestPki, declaration: bytes, blank: bytes) -> None:
    offline = open_check(pki.folder, "http://127.0.0.1:9", utc_now)
    verdict = offline.look(declaration, original=blank)
    assert (verdict.outcome, verdict.reason) == (
        Outcome.INDETERMINATE,
        "awaiting-revocation-check",
    )
    assert verdict.signatures[0].subject_id == CITIZEN.citizen_id
    with pytest.raises(Unavailable):
        offline.check(declaration, original=blank)


@pytest.mark.parametrize("name", ["annotation_freetext", "content_paint_over", "page_add"])
def test_changes_made_before_signing_are_seen(pki: TestPki, blank: bytes, name: str) -> None:
    signed = sign_as_citizen(CHANGES[name](blank), pki.p12(), PASSWORD)
    verdict = pki.check.check(signed, original=blank).verdict
    assert (verdict.outcome, verdict.reason) == (Outcome.ALTERED, "content-changed")


def test_a_change_in_the_signing_revision_itself_is_seen(pki: TestPki, blank: bytes) -> None:
    writer = PaperWriter(BytesIO(blank))
    stream = generic.StreamObject(stream_data=b"1 0 0 rg 60 700 200 60 re f")
    writer.add_stream_to_page(0, writer.add_object(stream))  # type: ignore[no-untyped-call]
    signed = _sign(writer, _held(pki))
    assert pki.check.check(signed, original=blank).verdict.reason == "content-changed"


def test_a_signature_as_large_as_the_page_is_a_change(pki: TestPki, blank: bytes) -> None:
    signed = _sign(PaperWriter(BytesIO(blank)), _held(pki), box=(0, 0, 595, 842))
    assert pki.check.check(signed, original=blank).verdict.reason == "content-changed"


def test_a_form_with_a_program_is_a_change(pki: TestPki, blank: bytes) -> None:
    writer = PaperWriter(BytesIO(blank))
    action = generic.DictionaryObject(
        {
            pdf_name("/S"): pdf_name("/JavaScript"),
            pdf_name("/JS"): generic.pdf_string("app.alert('x')"),
        }
    )
    writer.root[pdf_name("/OpenAction")] = writer.add_object(action)
    writer.update_root()  # type: ignore[no-untyped-call]
    signed = _sign(writer, _held(pki))
    assert pki.check.check(signed, original=blank).verdict.reason == "content-changed"


def test_another_declaration_is_not_ours(pki: TestPki, declaration: bytes) -> None:
    verdict = pki.check.check(declaration, original=blank_paper(places=False)).verdict
    assert (verdict.outcome, verdict.reason) == (Outcome.ALTERED, "not-our-declaration")


@pytest.mark.parametrize(
    ("data", "reason"),
    [(b"", "empty"), (b"GIF89a", "not-a-pdf"), (b"%PDF-1.7 nothing", "unreadable")],
)
def test_what_is_no_declaration_is_named(pki: TestPki, data: bytes, reason: str) -> None:
    assert pki.check.look(data).reason == reason


def test_an_unsigned_declaration_is_named(pki: TestPki, blank: bytes) -> None:
    verdict = pki.check.look(blank, original=blank)
    assert (verdict.outcome, verdict.reason) == (Outcome.UNKNOWN, "no-signature")


def test_a_signature_from_elsewhere_is_not_believed(
    pki: TestPki, stranger: TestPki, blank: bytes
) -> None:
    signed = sign_as_citizen(blank, stranger.p12(), PASSWORD)
    checked = pki.check.check(signed, original=blank)
    for verdict in (pki.check.look(signed, original=blank), checked.verdict):
        assert (verdict.outcome, verdict.reason) == (Outcome.UNKNOWN, "foreign-signer")


def test_an_officers_key_is_no_citizens(pki: TestPki, blank: bytes) -> None:
    officer = SignerRef("leader-55", "Nguyễn Thị Cán", "Chủ tịch", "Ủy ban nhân dân xã Đồng Hưu")
    signed = _sign(PaperWriter(BytesIO(blank)), HeldSigner(pki.keys.held(officer)))
    assert pki.check.check(signed, original=blank).verdict.reason == "foreign-signer"


def test_a_revoked_certificate_is_named(pki: TestPki, blank: bytes) -> None:
    lost = Citizen("Phạm Văn Mất", "024099000777")
    pki.keys.ensure_citizens([lost], PASSWORD)
    signed = sign_as_citizen(blank, pki.p12(lost), PASSWORD)
    _, certificate, _ = pkcs12.load_key_and_certificates(pki.p12(lost), PASSWORD.encode())
    assert certificate is not None
    revoke(PkiFolder(pki.folder), Issuer.CITIZENS, certificate, utc_now())
    verdict = open_check(pki.folder, pki.url, utc_now).check(signed, original=blank).verdict
    assert (verdict.outcome, verdict.reason) == (Outcome.REVOKED, "signer-revoked")


def test_a_wrong_password_opens_nothing(pki: TestPki, blank: bytes) -> None:
    with pytest.raises(ValueError, match="password"):
        sign_as_citizen(blank, pki.p12(), "khong-phai")


def _held(pki: TestPki) -> HeldSigner:
    key, certificate, others = pkcs12.load_key_and_certificates(pki.p12(), PASSWORD.encode())
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    assert certificate is not None
    return HeldSigner(KeyFile(key, (certificate, *others)))


def _sign(
    writer: PaperWriter, signer: HeldSigner, box: tuple[int, int, int, int] | None = None
) -> bytes:
    meta = PdfSignatureMetadata(field_name="Ky", subfilter=SigSeedSubFilter.PADES)
    style = StaticStampStyle(background=RawContent(b"", box=BoxConstraints(10, 10)))
    signed = PdfSigner(
        meta, signer=signer, new_field_spec=SigFieldSpec("Ky", box=box), stamp_style=style
    ).async_sign_pdf(writer, bytes_reserved=signer.room())
    return bytes(asyncio.run(signed).getvalue())
