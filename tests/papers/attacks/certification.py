"""Attacks on the certification: what it forbids is loosened, or slips past it.

Rohlmann and others, "Breaking the Specification: PDF Certification" (IEEE S&P 2021): annotations
(EAA) and signatures (SSA) that cover what was certified.
"""

from functools import partial
from io import BytesIO

from pikepdf import Array, Dictionary, Name, Pdf
from pyhanko.sign.fields import MDPPerm

from procedures.papers.embedding import add_field, sign, supply
from procedures.papers.keys import subject_of
from procedures.papers.pki_issue import HOLDER, issue
from procedures.papers.revocation import Evidence
from procedures.papers.seal_fields import AGENCY_FIELD, LEADER_FIELD
from procedures.papers.signing import HeldSigner, PaperWriter
from tests.papers.attacks import raw
from tests.papers.attacks.annotations import CHANGES as ANNOTATIONS
from tests.papers.attacks.forge import Forge
from tests.papers.attacks.workshop import FIRST_STAMP, agency, evidence, signed_over
from tests.papers.conftest import AGENCY, LEADER, utc_now

_PAGE = (0, 0, 595, 842)


def eaa_where_annotations_may(forge: Forge) -> bytes:
    """The leader allowed annotations (P=3); one covers the page after the seal."""
    sealed = certified(forge, MDPPerm.ANNOTATE)
    return forge.stamped(ANNOTATIONS["annotation_freetext"](sealed))


def ssa_where_annotations_may(forge: Forge) -> bytes:
    """The leader allowed annotations (P=3); the forger's own signature covers the page."""
    made = issue(subject_of(AGENCY), HOLDER, utc_now())
    return forge.stamped(signed_over(certified(forge, MDPPerm.ANNOTATE), made, "ConDauKhac", _PAGE))


def ssa_where_forms_may(forge: Forge) -> bytes:
    """The leader allowed forms (P=2), as ours do; the forger's own signature covers the page."""
    made = issue(subject_of(AGENCY), HOLDER, utc_now())
    return forge.stamped(signed_over(raw.cut(forge.paper, 1), made, "ConDauKhac", _PAGE))


def eaa_where_forms_may(forge: Forge) -> bytes:
    """The leader allowed forms (P=2); an annotation covers the page after the seal."""
    return forge.stamped(ANNOTATIONS["annotation_stamp"](raw.cut(forge.paper, 1)))


def sealed_where_nothing_may(forge: Forge) -> bytes:
    """The leader allowed nothing (P=1), and yet a seal follows."""
    return forge.stamped(certified(forge, MDPPerm.NO_CHANGES))


def certified(forge: Forge, permits: MDPPerm) -> bytes:
    """A decision up to its seal, whose leader allows so much after his signature."""
    officer, own = forge.pki.keys.held(LEADER), agency(forge)
    writer = raw.begun(forge.blank)
    add_field(writer, AGENCY_FIELD, None, AGENCY.name)
    add_field(writer, FIRST_STAMP, None, "x")
    led = signed_over(
        raw.written(writer), officer, LEADER_FIELD, permits=permits, stamper=forge.stamper
    )
    second = PaperWriter(BytesIO(led))
    stampers = Evidence(certificates=forge.stamper.certificates())
    supply(second, evidence(forge, own) + evidence(forge, officer) + stampers)
    shown = (AGENCY.name, utc_now())
    held = HeldSigner(own, forge.stamper)
    return sign(second, AGENCY_FIELD, held, shown=shown, style=None, certify=False)


def _no_permissions(pdf: Pdf) -> None:
    del pdf.Root.Perms


def _other_permissions(pdf: Pdf) -> None:
    pdf.Root.Perms = Dictionary(DocMDP=pdf.Root.AcroForm.Fields[-1].V)


def _more_permissions(pdf: Pdf) -> None:
    pdf.Root.Perms = Dictionary(UR3=pdf.Root.AcroForm.Fields[0].V)


def _loosened(pdf: Pdf) -> None:
    """The certifying signature itself now allows annotations."""
    pdf.Root.AcroForm.Fields[0].V.Reference = Array(
        [
            Dictionary(
                Type=Name.SigRef,
                TransformMethod=Name.DocMDP,
                TransformParams=Dictionary(Type=Name.TransformParams, P=3, V=Name("/1.2")),
            )
        ]
    )


def _field_lock(pdf: Pdf) -> None:
    """The certifying signature now speaks of fields instead of the document."""
    pdf.Root.AcroForm.Fields[0].V.Reference = Array(
        [
            Dictionary(
                Type=Name.SigRef,
                TransformMethod=Name.FieldMDP,
                TransformParams=Dictionary(Action=Name.Include, Fields=Array([])),
            )
        ]
    )


CHANGES = {
    f"certification{change.__name__}": partial(raw.saved, change=change)
    for change in (_no_permissions, _other_permissions, _more_permissions, _loosened, _field_lock)
}
ATTACKS = {
    attack.__name__: attack
    for attack in (
        eaa_where_annotations_may,
        ssa_where_annotations_may,
        ssa_where_forms_may,
        eaa_where_forms_may,
        sealed_where_nothing_may,
    )
}
