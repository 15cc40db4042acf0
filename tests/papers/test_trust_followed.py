"""A change of a trust store reaches what judges and what seals at once, without a restart."""

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from portal.preparing import believe_test_pki
from portal.wiring import utc_now, verifier, worker_services
from procedures.acts.approve_trust import approve_trust
from procedures.acts.propose_trust import propose_end
from procedures.anchors import Store
from procedures.errors import NotAllowed
from procedures.ports import Outcome
from procedures.records import TrustCertificate
from tests.acts.administering import do
from tests.authorities import DAY
from tests.factories import Life
from tests.papers.conftest import AGENCY, TestPki
from tests.trusting import ORDER, READER, SECOND


def test_a_lost_root_is_obeyed_by_the_next_question(
    life: Life, pki: TestPki, fonts_dir: Path, paper: bytes, blank: bytes
) -> None:
    settings = replace(
        life.services.settings, pki_dir=pki.folder, pki_url=pki.url, paper_fonts_dir=fonts_dir
    )
    known = replace(life.services, settings=settings)
    judge, seal = verifier(known.trust, known.news), worker_services(known).seal
    assert judge.verify(paper, None).outcome is Outcome.UNKNOWN
    believe_test_pki(known)
    assert judge.verify(paper, None).outcome is Outcome.GENUINE
    assert seal.apply(blank, leader=None, agency=AGENCY)
    with known.reading() as db:
        root = select(TrustCertificate.id).where(
            TrustCertificate.store == Store.GOVERNMENT, TrustCertificate.is_root
        )
        key = db.scalars(root).one()
    lost = utc_now() - DAY
    change = do(life, lambda call: propose_end(call, key, lost, ORDER))
    do(life, lambda call: approve_trust(call, READER, change), SECOND)
    assert judge.verify(paper, None).outcome is Outcome.UNKNOWN
    with pytest.raises(NotAllowed):
        seal.apply(blank, leader=None, agency=AGENCY)
    believe_test_pki(known)
    assert judge.verify(paper, None).outcome is Outcome.UNKNOWN
