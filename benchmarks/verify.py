"""The verdict on a paper with two signatures against pyHanko's own validation of the same."""

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO

from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import (
    DocumentSecurityStore,
    async_validate_pdf_signature,
    async_validate_pdf_timestamp,
)
from pyhanko_certvalidator import ValidationContext

from benchmarks.ground import Ground, served_pki
from benchmarks.line import Line, compared
from benchmarks.paper import birth_certificate, issue, pointed
from benchmarks.stopwatch import by_turns
from portal.wiring import Services, WorkerServices, verifier, worker_services
from procedures.acts.fetch_lists import AWAITED, fetch_lists
from procedures.anchors import Store
from procedures.effects import Queue
from procedures.papers.pki_authorities import Issuer, base_address
from procedures.papers.pki_folder import PkiFolder
from procedures.papers.trust import Trust, TrustStore, load_trust
from procedures.ports import Outcome
from procedures.records import Crl

TO = "pyHanko's async validation of signatures and archive time stamp with the file's own data"


def measure(ground: Ground) -> Iterator[Line]:
    """Judging without a network, from what the file carries."""
    size = ground.size
    shared = ground.furnished("verify")
    with served_pki(shared.settings.pki_dir) as address:
        worker = worker_services(pointed(shared, address))
        paper = issue(worker, birth_certificate(shared))
        asking = worker_services(pointed(shared, address), Queue.SIGNINGS)
        _fetch(shared, asking)
    judge = verifier(shared.trust, shared.news)
    trust = load_trust(shared.settings.pki_dir)
    verdict = judge.verify(paper, None)
    assert verdict.outcome is Outcome.GENUINE, verdict
    assert all(one.standing is not None for one in verdict.signatures), verdict
    ours, theirs = by_turns(
        size.papers,
        lambda _turn: judge.verify(paper, None),
        lambda _turn: asyncio.run(_stock(paper, trust)),
        warm_up=size.warm_up,
    )
    shared.engine.dispose()
    note = f"{len(verdict.signers)} signatures, archive time stamp, lists, {len(paper)} bytes"
    yield compared("verify", ours, theirs, to=TO, note=note)


def _fetch(shared: Services, asking: WorkerServices) -> None:
    """The newest lists of revoked certificates, that of the signers' own authority as well."""
    base = base_address(PkiFolder(shared.settings.pki_dir))
    with shared.aside() as call:
        call.db.add(
            Crl(
                store=Store.GOVERNMENT,
                address=f"{base}/crl/{Issuer.GOVERNMENT}.crl",
                tried_at=call.now - timedelta(days=1),
                named_at=call.now,
                fault=AWAITED,
            )
        )
        call.db.flush()
        fetch_lists(call, asking.lists, shared.blobs)


async def _stock(paper: bytes, trust: Trust) -> None:
    reader = PdfFileReader(BytesIO(paper))
    store = DocumentSecurityStore.read_dss(reader)
    for signature in reader.embedded_signatures:
        if signature.sig_object_type == "/DocTimeStamp":
            stamp = await async_validate_pdf_timestamp(signature, _context(store, trust.time))
            sound = stamp.intact and stamp.valid and stamp.trusted
            assert sound, stamp.summary()
            continue
        status = await async_validate_pdf_signature(
            signature,
            _context(store, trust.government),
            _context(store, trust.time),
        )
        assert status.bottom_line, status.pretty_print_details()


def _context(store: DocumentSecurityStore, whom: TrustStore) -> ValidationContext:
    return store.as_validation_context(
        {
            "trust_roots": list(whom.anchors),
            "other_certs": list(whom.intermediates),
            "revocation_mode": "require",
        }
    )
