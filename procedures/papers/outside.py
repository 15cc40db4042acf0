"""A leader's signature made with their own token, outside: the file served, and what came back.

What is served is the paper as it was printed and read, with the empty places of all signatures;
what comes back must be those bytes with the leader's place filled in, and nothing else.
"""

import asyncio
from collections.abc import Callable
from datetime import datetime
from io import BytesIO

from pyhanko.pdf_utils.generic import NumberObject
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import DEFAULT_DIFF_POLICY, DiffResult, ModificationLevel
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.general import SigningError

from procedures.errors import N_, NotLawful
from procedures.papers.embedding import add_field, begin
from procedures.papers.examination import Measure, examine
from procedures.papers.places import AGENCY_PLACE, LEADER_PLACE, places
from procedures.papers.reading import UnreadableError, carried_evidence, open_pdf
from procedures.papers.seal_fields import AGENCY_FIELD, LEADER_FIELD, STAMP_SHOWN, stamp_field
from procedures.papers.trust import Trust
from procedures.ports import CannotSign
from procedures.reasons import REASONS

NOT_SERVED = N_("Tệp gửi về không phải là văn bản đã giao để ký, hoặc đã bị sửa.")
NOT_SIGNED = N_("Tệp gửi về chưa có chữ ký số ở đúng ô ký của lãnh đạo.")
_SIGNED_AND_APPEND_ONLY = 3
OTHER_PERSON = N_("Chữ ký không phải của người được trình ký văn bản này.")


class LeadersTool:
    """Implements `procedures.ports.LeadersTool` with the government's trust store."""

    def __init__(self, trust: Trust, now: Callable[[], datetime]) -> None:
        self._trust = trust
        self._now = now

    def open(self, pdf: bytes, *, leader: str, agency: str) -> bytes:
        """The printed paper with the empty places of its signatures."""
        try:
            writer = begin(pdf)
            found = places(writer.prev)
            add_field(writer, LEADER_FIELD, found.get(LEADER_PLACE), leader)
            add_field(writer, AGENCY_FIELD, found.get(AGENCY_PLACE), agency)
            add_field(writer, stamp_field(1), None, STAMP_SHOWN)
            # Any tool that signs must say so here; said before, it changes nothing any more.
            form = writer.root["/AcroForm"]
            form["/SigFlags"] = NumberObject(_SIGNED_AND_APPEND_ONLY)
            writer.update_container(form)
            output = BytesIO()
            writer.write(output)  # type: ignore[no-untyped-call]
        except (PdfError, SigningError) as fault:
            raise NotLawful(NOT_SERVED) from fault
        return output.getvalue()

    def check(self, served: bytes, signed: bytes, *, leader: str) -> None:
        """Raise `CannotSign` unless the leader signed exactly what was served.

        Whether the certificate was revoked is asked by the worker before it seals.
        """
        if not signed.startswith(served) or len(signed) == len(served):
            raise CannotSign(NOT_SERVED)
        try:
            reader = open_pdf(signed)
            only_filled = _only_filled(reader, open_pdf(served).xrefs.total_revisions)
        except UnreadableError as fault:
            raise CannotSign(NOT_SERVED) from fault
        if [one.field_name for one in reader.embedded_signatures] != [LEADER_FIELD]:
            raise CannotSign(NOT_SIGNED)
        if not only_filled:
            raise CannotSign(NOT_SERVED)
        self._examine(reader, leader)

    def _examine(self, reader: PdfFileReader, leader: str) -> None:
        measure = Measure(
            signers=self._trust.government,
            time=self._trust.time,
            known=carried_evidence(reader),
            now=self._now(),
            need_revocation=False,
        )
        found = asyncio.run(examine(reader.embedded_signatures[0], measure))
        if found.reason is not None:
            raise CannotSign(REASONS[found.reason])
        if not found.report.covers_whole_file:
            raise CannotSign(NOT_SERVED)
        if found.report.signer.casefold() != leader.casefold():
            raise CannotSign(OTHER_PERSON)


def _only_filled(reader: PdfFileReader, served_revisions: int) -> bool:
    """Whether nothing but the leader's place changed since."""
    try:
        found = DEFAULT_DIFF_POLICY.review_file(
            reader, served_revisions - 1, field_mdp_spec=None, doc_mdp=MDPPerm.FILL_FORMS
        )
    # Comparing revisions walks a stranger's objects; what cannot be compared is not accepted.
    except Exception:  # noqa: BLE001 - see above
        return False
    return (
        isinstance(found, DiffResult)
        and found.modification_level <= ModificationLevel.FORM_FILLING
        and found.changed_form_fields <= {LEADER_FIELD}
    )
