"""Signs and seals a paper: the leader certifies, the agency seals, a time stamp covers it all.

The validation data of both signatures and of the time stamps goes in before the seal, in the same
revision; the last revision holds nothing but the archive time stamp (PAdES B-LTA, EN 319 142-1).
A reader without a network can check all of it.
"""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from datetime import datetime
from functools import partial
from io import BytesIO

from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers.constants import ESIC_EXTENSION_1
from pyhanko.sign.validation.generic_cms import extract_tst_data_iter

from procedures.clock import VIETNAM
from procedures.errors import N_, NotAllowed, NotLawful
from procedures.papers.annexing import add_words
from procedures.papers.appearance import Appearances
from procedures.papers.archive import (
    STAMPING,
    ensure_gathered,
    newest_stamp,
    next_field,
    stamp_again,
)
from procedures.papers.authorities import TimeAuthority
from procedures.papers.capacity import OTHER_CAPACITY, bears, fits
from procedures.papers.embedding import add_field, begin, sign, stamp, supply
from procedures.papers.identity import holder_name
from procedures.papers.key_facts import OUTSIDE, key_facts
from procedures.papers.keys import RENEW_BEFORE_END
from procedures.papers.packed import PaperReader
from procedures.papers.pens import PenCase
from procedures.papers.places import AGENCY_PLACE, LEADER_PLACE, places
from procedures.papers.revocation import Evidence, RevocationDesk
from procedures.papers.seal_fields import (
    AGENCY_FIELD,
    ANNEX_FIELD,
    LEADER_FIELD,
    STAMP_SHOWN,
    stamp_field,
)
from procedures.papers.signing import HeldSigner, PaperWriter
from procedures.papers.stamps import HttpStamper, signer_first
from procedures.papers.trust import Trust
from procedures.papers.wire import Wire
from procedures.papers.wording import zone_of
from procedures.ports import ArchiveStamp, KeyFacts, SignerRef

_SIGNING = frozenset({"digital_signature"})
_FIRST_STAMP = stamp_field(1)


class Sealer:
    """Implements `procedures.ports.Seal`; holds keys, so only the worker may have one.

    `stampers` are the time authorities, the preferred one first. `apply` returns a whole file or
    raises: nothing half-signed ever leaves it.
    """

    def __init__(
        self,
        keys: PenCase,
        trust: Trust,
        wire: Wire,
        stampers: Sequence[TimeAuthority],
        appearances: Appearances,
        now: Callable[[], datetime],
    ) -> None:
        self._keys = keys
        self._now = now
        self._signers: dict[SignerRef, HeldSigner] = {}
        self._stamper = HttpStamper(wire, stampers, now)
        self._appearances = appearances
        self._government = RevocationDesk(trust.government, wire, now)
        self._time = RevocationDesk(trust.time, wire, now)

    def apply(self, pdf: bytes, *, leader: SignerRef | None, agency: SignerRef) -> bytes:
        """The signed, sealed and time-stamped file.

        Raises `Unavailable` when an authority is silent, `NotAllowed` when a certificate is
        revoked, not of the government's or not for this field, `NotLawful` when the file cannot be
        signed.
        """
        return _run(self._apply(pdf, leader, agency))

    def close(self, pdf: bytes, *, agency: SignerRef) -> bytes:
        """The sealed and time-stamped file of a paper that its leader signed outside.

        Raises as `apply`; `NotAllowed` also when the leader's certificate is revoked by now.
        """
        return _run(self._close_signed(pdf, agency))

    def annex(self, pdf: bytes, *, words: Sequence[str], agency: SignerRef) -> bytes:
        """The sealed and time-stamped file that goes with a paper; raises as `apply`.

        See `procedures.papers.annexing`; the time of sealing stands behind the first of the words.
        What others signed in the file before stays as it is.
        """
        return _run(self._annexed(pdf, words, agency))

    def stamp_again(self, pdf: bytes) -> bytes:
        """The file with one more archive time stamp; see `procedures.papers.archive`."""
        return asyncio.run(stamp_again(pdf, self._stamper, self._time))

    def newest_stamp(self, pdf: bytes) -> ArchiveStamp | None:
        """What closes a file of ours."""
        return newest_stamp(pdf)

    def used(self, signer: SignerRef) -> KeyFacts:
        """The key with which `apply` last signed for the signer."""
        held = self._signers[signer]
        return key_facts(held.chain[0], signer.name, held.pen.store)

    def used_outside(self, pdf: bytes) -> KeyFacts:
        """The key with which a leader signed the file outside, before `close`."""
        (signature,) = PaperReader(pdf).embedded_signatures
        certificate = signature.signer_cert
        return key_facts(certificate, holder_name(certificate), OUTSIDE)

    async def _apply(self, pdf: bytes, leader: SignerRef | None, agency: SignerRef) -> bytes:
        evidence = await self._begun(leader, agency)
        writer = begin(pdf)
        found = places(writer.prev)
        if leader is not None:
            # All fields exist before the first signature: a visible field that appears after a
            # certification would count as a forbidden change. And a paper that was cut back to
            # its seal shows that its archive time stamp is missing.
            add_field(writer, LEADER_FIELD, found.get(LEADER_PLACE), leader.name)
        add_field(writer, AGENCY_FIELD, found.get(AGENCY_PLACE), agency.name)
        add_field(writer, _FIRST_STAMP, None, STAMP_SHOWN)
        if leader is not None:
            certified = self._certified(writer, leader, visible=LEADER_PLACE in found)
            writer = PaperWriter(BytesIO(certified))
        visible = AGENCY_PLACE in found
        seal = partial(self._sealed, agency=agency, visible=visible)
        return await self._close(writer, evidence, seal)

    async def _close_signed(self, pdf: bytes, agency: SignerRef) -> bytes:
        evidence = await self._begun(None, agency)
        writer = PaperWriter(BytesIO(pdf))
        for signature in writer.prev.embedded_signatures:
            own, others = signature.signer_cert, signature.other_embedded_certs
            evidence += await self._government.evidence(own, others, _SIGNING)
            for token in extract_tst_data_iter(signature.signer_info, signed=False):
                stamped = signer_first(token)
                evidence += await self._time.evidence(stamped[0], stamped, STAMPING)
        visible = AGENCY_PLACE in places(writer.prev)
        seal = partial(self._sealed, agency=agency, visible=visible)
        return await self._close(writer, evidence, seal)

    async def _annexed(self, pdf: bytes, words: Sequence[str], agency: SignerRef) -> bytes:
        evidence = await self._begun(None, agency)
        held = self._signer(agency)
        writer = PaperWriter(BytesIO(pdf))
        writer.register_extension(ESIC_EXTENSION_1)
        earlier = writer.prev.embedded_signatures
        first_stamp = next_field(earlier)
        at = self._now().astimezone(VIETNAM)
        named, *others = words
        lines = (f"{named}; {at:%d/%m/%Y %H:%M:%S} {zone_of(at)}", *others)
        add_words(writer, self._appearances.writing, lines, agency.name)
        add_field(writer, first_stamp, None, STAMP_SHOWN)

        def seal(prepared: PaperWriter) -> bytes:
            # Only the first signature of a file can certify it (ISO 32000-1, 12.8.2.2).
            shown, certify = (agency.name, at), not earlier
            return sign(prepared, ANNEX_FIELD, held, shown=shown, style=None, certify=certify)

        return await self._close(writer, evidence, seal, first_stamp)

    async def _close(
        self,
        writer: PaperWriter,
        evidence: Evidence,
        seal: Callable[[PaperWriter], bytes],
        first_stamp: str = _FIRST_STAMP,
    ) -> bytes:
        """Validation data, the seal, and the archive time stamp over all of it."""
        chain = self._stamper.certificates()
        evidence += await self._time.evidence(chain[0], chain, STAMPING)
        supply(writer, evidence)
        stamped = stamp(PaperWriter(BytesIO(seal(writer))), first_stamp, self._stamper)
        ensure_gathered(self._stamper, evidence)
        return stamped

    def _certified(self, writer: PaperWriter, leader: SignerRef, *, visible: bool) -> bytes:
        style = self._appearances.signature(leader) if visible else None
        shown = (leader.name, self._now().astimezone(VIETNAM))
        held = self._signer(leader)
        return sign(writer, LEADER_FIELD, held, shown=shown, style=style, certify=True)

    def _sealed(self, writer: PaperWriter, agency: SignerRef, *, visible: bool) -> bytes:
        at = self._now().astimezone(VIETNAM)
        style = self._appearances.seal(agency, at) if visible else None
        shown = (agency.name, at)
        held = self._signer(agency)
        return sign(writer, AGENCY_FIELD, held, shown=shown, style=style, certify=False)

    async def _begun(self, leader: SignerRef | None, agency: SignerRef) -> Evidence:
        """What shows that the certificates stand today, when each is of its own capacity."""
        self._stamper.begin()
        evidence = await self._standing(agency)
        self._keep_apart(leader, agency)
        return evidence if leader is None else evidence + await self._standing(leader)

    async def _standing(self, signer: SignerRef) -> Evidence:
        held = self._signer(signer)
        return await self._government.evidence(held.chain[0], held.chain, _SIGNING)

    def _keep_apart(self, leader: SignerRef | None, agency: SignerRef) -> None:
        """Refuse a personal key for the seal, a seal for the leader, and one key for both."""
        seal = self._signer(agency).chain[0]
        sound = fits(seal, AGENCY_FIELD)
        if leader is not None:
            hand = self._signer(leader).chain[0]
            sound = sound and fits(hand, LEADER_FIELD) and hand.sha256 != seal.sha256
            sound = sound and not bears(hand, agency.name) and not bears(seal, leader.name)
        if not sound:
            raise NotAllowed(OTHER_CAPACITY)

    def _signer(self, signer: SignerRef) -> HeldSigner:
        held = self._signers.get(signer)
        if held is None or held.ends - self._now() < RENEW_BEFORE_END:
            held = HeldSigner(self._keys.held(signer), self._stamper)
            self._signers[signer] = held
        return held


def _run(signing: Coroutine[None, None, bytes]) -> bytes:
    # `asyncio.run` would take hold of Ctrl-C and let go of it again for each paper.
    loop = asyncio.new_event_loop()
    try:
        return loop.run_until_complete(signing)
    except (PdfError, SigningError) as fault:
        raise NotLawful(N_("Tệp này không ký số được.")) from fault
    finally:
        loop.close()
