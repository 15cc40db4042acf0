"""Signs and seals a paper: the leader certifies, the agency seals, a time stamp covers it all.

The validation data of both signatures and of the time stamps goes in before the seal, in the same
revision; the last revision holds nothing but the archive time stamp (PAdES B-LTA, EN 319 142-1).
A reader without a network can check all of it.
"""

import asyncio
from collections.abc import Callable
from datetime import datetime
from io import BytesIO

from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign.fields import SigFieldSpec, append_signature_field
from pyhanko.sign.general import SigningError
from pyhanko.sign.validation.dss import DocumentSecurityStore

from procedures.errors import N_, NotLawful, Unavailable
from procedures.papers.appearance import Appearances
from procedures.papers.embedding import begin, sign, stamp
from procedures.papers.keys import RENEW_BEFORE_END
from procedures.papers.pens import PenCase
from procedures.papers.places import AGENCY_PLACE, LEADER_PLACE, Place, places
from procedures.papers.revocation import Evidence, RevocationDesk
from procedures.papers.seal_fields import AGENCY_FIELD, LEADER_FIELD, stamp_field
from procedures.papers.signing import HeldSigner, PaperWriter
from procedures.papers.stamps import HttpStamper
from procedures.papers.trust import Trust
from procedures.papers.wire import SILENT, Wire
from procedures.ports import SignerRef

_SIGNING = frozenset({"digital_signature"})
_STAMPING = frozenset({"time_stamping"})
_FIRST_STAMP = stamp_field(1)
_STAMP_SHOWN = "Dấu thời gian lưu trữ"


class Sealer:
    """Implements `procedures.ports.Seal`; holds keys, so only the worker may have one.

    `stamp_url` is the time authority's address. `apply` returns a whole file or raises: nothing
    half-signed ever leaves it.
    """

    def __init__(
        self,
        keys: PenCase,
        trust: Trust,
        wire: Wire,
        stamp_url: str,
        appearances: Appearances,
        now: Callable[[], datetime],
    ) -> None:
        self._keys = keys
        self._now = now
        self._signers: dict[SignerRef, HeldSigner] = {}
        self._stamper = HttpStamper(wire, stamp_url)
        self._appearances = appearances
        self._government = RevocationDesk(trust.government, wire, now)
        self._time = RevocationDesk(trust.time, wire, now)

    def apply(self, pdf: bytes, *, leader: SignerRef | None, agency: SignerRef) -> bytes:
        """The signed, sealed and time-stamped file.

        Raises `Unavailable` when an authority is silent, `NotAllowed` when a certificate is
        revoked or not of the government's, `NotLawful` when the file cannot be signed.
        """
        try:
            return asyncio.run(self._apply(pdf, leader, agency))
        except (PdfError, SigningError) as fault:
            raise NotLawful(N_("Tệp này không ký số được.")) from fault

    async def _apply(self, pdf: bytes, leader: SignerRef | None, agency: SignerRef) -> bytes:
        evidence = await self._standing(agency)
        writer = begin(pdf)
        found = places(writer.prev)
        if leader is not None:
            evidence += await self._standing(leader)
            # All fields exist before the first signature: a visible field that appears after a
            # certification would count as a forbidden change. And a paper that was cut back to
            # its seal shows that its archive time stamp is missing.
            _add_field(writer, LEADER_FIELD, found.get(LEADER_PLACE), leader.name)
        _add_field(writer, AGENCY_FIELD, found.get(AGENCY_PLACE), agency.name)
        _add_field(writer, _FIRST_STAMP, None, _STAMP_SHOWN)
        if leader is not None:
            certified = self._certified(writer, leader, visible=LEADER_PLACE in found)
            writer = PaperWriter(BytesIO(certified))
        chain = self._stamper.certificates()
        evidence += await self._time.evidence(chain[0], chain, _STAMPING)
        _supply(writer, evidence)
        sealed = self._sealed(writer, agency, visible=AGENCY_PLACE in found)
        stamped = stamp(PaperWriter(BytesIO(sealed)), _FIRST_STAMP, self._stamper)
        if self._stamper.certificates()[0].sha256 != chain[0].sha256:
            # The time authority changed its key just now; what the paper carries is of the old one.
            raise Unavailable(SILENT)
        return stamped

    def _certified(self, writer: PaperWriter, leader: SignerRef, *, visible: bool) -> bytes:
        style = self._appearances.signature(leader) if visible else None
        shown = (leader.name, self._now())
        held = self._signer(leader)
        return sign(writer, LEADER_FIELD, held, shown=shown, style=style, certify=True)

    def _sealed(self, writer: PaperWriter, agency: SignerRef, *, visible: bool) -> bytes:
        style = self._appearances.seal(agency) if visible else None
        shown = (agency.name, self._now())
        held = self._signer(agency)
        return sign(writer, AGENCY_FIELD, held, shown=shown, style=style, certify=False)

    async def _standing(self, signer: SignerRef) -> Evidence:
        held = self._signer(signer)
        return await self._government.evidence(held.chain[0], held.chain, _SIGNING)

    def _signer(self, signer: SignerRef) -> HeldSigner:
        held = self._signers.get(signer)
        if held is None or held.ends - self._now() < RENEW_BEFORE_END:
            held = HeldSigner(self._keys.held(signer), self._stamper)
            self._signers[signer] = held
        return held


def _supply(writer: PaperWriter, evidence: Evidence) -> None:
    DocumentSecurityStore.supply_dss_in_writer(
        writer,
        None,
        certs=evidence.certificates,
        ocsps=evidence.ocsps,
        crls=evidence.crls,
    )


def _add_field(writer: PaperWriter, name: str, place: Place | None, shown: str) -> None:
    spec = SigFieldSpec(
        name,
        on_page=place.page if place else 0,
        box=place.box if place else None,
        readable_field_name=shown,
    )
    append_signature_field(writer, spec)
