"""Signatures and stamps taken away, put in another's place or laid over the others."""

from functools import partial
from io import BytesIO

from pikepdf import Array, Name, Pdf
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.sign.fields import SigFieldSpec, append_signature_field

from procedures.papers.embedding import sign, stamp
from procedures.papers.keys import subject_of
from procedures.papers.pki_folder import KeyFile
from procedures.papers.pki_issue import HOLDER, issue
from procedures.papers.seal_fields import AGENCY_FIELD, stamp_field
from procedures.papers.signing import HeldSigner, PaperWriter
from procedures.ports import SignerRef
from tests.papers.attacks import raw
from tests.papers.attacks.forge import Forge
from tests.papers.attacks.workshop import FIRST_STAMP, PAINT, agency, signed_over
from tests.papers.conftest import AGENCY, utc_now

OTHER = SignerRef("unit-8", "Ủy ban nhân dân xã Đồng Kỳ", "", "Ủy ban nhân dân xã Đồng Kỳ")
_PAGE = (0, 0, 595, 842)


def cut_to_seal(forge: Forge) -> bytes:
    """The archive time stamp is cut off."""
    return raw.cut(forge.paper, 1)


def cut_to_leader(forge: Forge) -> bytes:
    """The seal is cut off as well."""
    return raw.cut(forge.paper, 2)


def cut_to_print(forge: Forge) -> bytes:
    """Nobody has signed what is left."""
    return raw.cut(forge.paper, 3)


def cut_to_leader_and_stamped(forge: Forge) -> bytes:
    """The leader's signature alone, with a stamp of the forger's asking."""
    return forge.stamped(raw.cut(forge.paper, 2))


def sealed_by_another(forge: Forge) -> bytes:
    """The seal is cut off, and somebody with the same name but his own certificate seals."""
    made = issue(subject_of(AGENCY), HOLDER, utc_now())
    data = _into(raw.cut(forge.paper, 2), AGENCY_FIELD, made)
    return forge.stamped(data)


def stamp_is_a_signature(forge: Forge) -> bytes:
    """Where the archive time stamp should be, the agency signed once more."""
    return _into(raw.cut(forge.paper, 1), FIRST_STAMP, agency(forge))


def another_seal_on_top(forge: Forge) -> bytes:
    """Another agency, honestly its own, puts a picture of its seal over the page."""
    other = forge.pki.keys.held(OTHER)
    return forge.stamped(signed_over(raw.cut(forge.slip, 1), other, "ConDauKhac", _PAGE))


def own_seal_on_top(forge: Forge) -> bytes:
    """The forger's own signature puts a picture over the page."""
    made = issue(subject_of(AGENCY), HOLDER, utc_now())
    return forge.stamped(signed_over(raw.cut(forge.slip, 1), made, "ConDauKhac", _PAGE))


def own_seal_last(forge: Forge) -> bytes:
    """The forger's own signature comes last, after the archive time stamp."""
    made = issue(subject_of(AGENCY), HOLDER, utc_now())
    return signed_over(forge.paper, made, "ConDauKhac", _PAGE)


def stamp_with_a_picture(forge: Forge) -> bytes:
    """A second archive time stamp, truly stamped, whose field covers the page."""
    return _stamped_again(forge, stamp_field(2), _PAGE)


def stamp_out_of_order(forge: Forge) -> bytes:
    """A third archive time stamp without a second."""
    return _stamped_again(forge, stamp_field(3), None)


def stamp_under_another_name(forge: Forge) -> bytes:
    """An archive time stamp in a field of the forger's naming."""
    return _stamped_again(forge, "DauThoiGian", None)


def _stamped_again(forge: Forge, name: str, box: tuple[int, int, int, int] | None) -> bytes:
    writer = PaperWriter(BytesIO(forge.slip))
    append_signature_field(writer, SigFieldSpec(name, box=box))
    if box is not None:
        fields = writer.root["/AcroForm"]["/Fields"]
        field = next(
            one for one in map(fields.__getitem__, range(len(fields))) if one["/T"] == name
        )
        picture = generic.StreamObject(stream_data=PAINT)
        picture[pdf_name("/Type")] = pdf_name("/XObject")
        picture[pdf_name("/Subtype")] = pdf_name("/Form")
        picture[pdf_name("/BBox")] = generic.ArrayObject(map(generic.NumberObject, box))
        field[pdf_name("/AP")] = generic.DictionaryObject(
            {pdf_name("/N"): writer.add_object(picture)}
        )
    return stamp(writer, name, forge.stamper)


def _into(data: bytes, field: str, signer: KeyFile) -> bytes:
    shown = (AGENCY.name, utc_now())
    held = HeldSigner(signer)
    return sign(PaperWriter(BytesIO(data)), field, held, shown=shown, style=None, certify=False)


def _unstamp(pdf: Pdf) -> None:
    del pdf.Root.AcroForm.Fields[-1].V


def _stamp_as_signature(pdf: Pdf) -> None:
    pdf.Root.AcroForm.Fields[-1].V.Type = Name.Sig


def _reorder(pdf: Pdf) -> None:
    fields = pdf.Root.AcroForm.Fields
    pdf.Root.AcroForm.Fields = Array([fields[-1], *list(fields)[:-1]])


def _one_for_both(pdf: Pdf) -> None:
    fields = pdf.Root.AcroForm.Fields
    fields[-1].V = fields[0].V


CHANGES = {
    f"revision{change.__name__}": partial(raw.saved, change=change)
    for change in (_unstamp, _stamp_as_signature, _reorder, _one_for_both)
}
ATTACKS = {
    f"revision_{attack.__name__}": attack
    for attack in (
        cut_to_seal,
        cut_to_leader,
        cut_to_print,
        cut_to_leader_and_stamped,
        sealed_by_another,
        stamp_is_a_signature,
        another_seal_on_top,
        own_seal_on_top,
        own_seal_last,
        stamp_with_a_picture,
        stamp_out_of_order,
        stamp_under_another_name,
    )
}
