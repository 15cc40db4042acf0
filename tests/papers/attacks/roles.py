"""Keys that are good, in the field of the other: a person seals, an agency signs by hand."""

from io import BytesIO

from procedures.papers.embedding import add_field, begin, sign, stamp, supply
from procedures.papers.pki_folder import KeyFile
from procedures.papers.revocation import Evidence
from procedures.papers.seal_fields import AGENCY_FIELD, LEADER_FIELD
from procedures.papers.signing import HeldSigner, PaperWriter
from procedures.ports import SignerRef
from tests.papers.attacks.forge import Forge
from tests.papers.attacks.workshop import FIRST_STAMP, agency, asn1, evidence, sealed
from tests.papers.conftest import AGENCY, LEADER, utc_now

COLLEAGUE = SignerRef("leader-4", "Vi Văn Đồng Sự", "Phó Chủ tịch", AGENCY.organisation)
NEIGHBOUR = SignerRef("unit-8", "Ủy ban nhân dân xã Đồng Kỳ", "", "Ủy ban nhân dân xã Đồng Kỳ")
SILENT = SignerRef("khoa-9", "Hà Không Rõ", "", AGENCY.organisation)
"""A certificate that does not tell whether it is a person's or an agency's."""


def paper(forge: Forge, first: KeyFile, second: KeyFile) -> bytes:
    """A decision as our worker makes it: `first` signs as the leader, `second` seals."""
    writer = begin(forge.blank)
    add_field(writer, LEADER_FIELD, None, LEADER.name)
    add_field(writer, AGENCY_FIELD, None, AGENCY.name)
    add_field(writer, FIRST_STAMP, None, "x")
    hands = {LEADER_FIELD: first, AGENCY_FIELD: second}
    signers = {field: HeldSigner(key, forge.stamper) for field, key in hands.items()}
    shown = ("x", utc_now())
    certified = sign(
        writer, LEADER_FIELD, signers[LEADER_FIELD], shown=shown, style=None, certify=True
    )
    writer = PaperWriter(BytesIO(certified))
    chains = [*forge.stamper.certificates(), *map(asn1, (*first.chain, *second.chain))]
    proof = evidence(forge, first) + evidence(forge, second)
    supply(writer, proof + Evidence(certificates=tuple(chains)))
    data = sign(writer, AGENCY_FIELD, signers[AGENCY_FIELD], shown=shown, style=None, certify=False)
    return stamp(PaperWriter(BytesIO(data)), FIRST_STAMP, forge.stamper)


def key_of(forge: Forge, signer: SignerRef) -> KeyFile:
    """The signer's own key, which our authority certified."""
    return forge.pki.keys.held(signer)


def both_swapped(forge: Forge) -> bytes:
    """The agency signs, its leader seals."""
    return paper(forge, agency(forge), key_of(forge, LEADER))


def leader_signs_and_seals(forge: Forge) -> bytes:
    """One person alone, with the key they have."""
    return paper(forge, key_of(forge, LEADER), key_of(forge, LEADER))


def leader_seals_a_slip(forge: Forge) -> bytes:
    """The same where nobody signs."""
    leader = key_of(forge, LEADER)
    return sealed(forge, leader, evidence(forge, leader))


def colleague_seals(forge: Forge) -> bytes:
    """The leader signs, and another leader plays the agency."""
    return paper(forge, key_of(forge, LEADER), key_of(forge, COLLEAGUE))


def seal_signs_and_seals(forge: Forge) -> bytes:
    """Whoever holds the seal does without the leader."""
    return paper(forge, agency(forge), agency(forge))


def neighbour_signs(forge: Forge) -> bytes:
    """The seal of another agency plays the leader."""
    return paper(forge, key_of(forge, NEIGHBOUR), agency(forge))


def one_silent_key_does_both(forge: Forge) -> bytes:
    """A certificate that says nothing of its holder, in both fields."""
    return paper(forge, key_of(forge, SILENT), key_of(forge, SILENT))


ATTACKS = {
    f"roles_{attack.__name__}": attack
    for attack in (
        both_swapped,
        colleague_seals,
        leader_seals_a_slip,
        leader_signs_and_seals,
        neighbour_signs,
        one_silent_key_does_both,
        seal_signs_and_seals,
    )
}
