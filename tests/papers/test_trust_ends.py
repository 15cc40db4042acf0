"""A store at a past moment: what was taken out still vouches for what is older, a lost key less."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from procedures.papers.paths import NoPathError, path_to
from procedures.papers.trust import End, TrustStore
from procedures.papers.verdict import RegisterVerifier
from procedures.ports import Outcome
from procedures.reasons import Reason
from tests.papers.conftest import TestPki, utc_now

DAY = timedelta(days=1)


def _ended(store: TrustStore, when: timedelta, *, lost: bool, roots: bool = True) -> TrustStore:
    """The store with its roots and all below them ended, or only what is below."""
    end = End(utc_now() + when, compromised=lost)
    ending = (*(store.anchors if roots else ()), *store.intermediates)
    return replace(store, ends={certificate.sha256: end for certificate in ending})


@pytest.mark.parametrize(
    ("name", "when", "how", "outcome"),
    [
        ("government", timedelta(0), "taken out", Outcome.GENUINE),
        ("government", timedelta(0), "lost", Outcome.GENUINE),
        ("government", -DAY, "taken out", Outcome.UNKNOWN),
        ("government", -DAY, "lost", Outcome.UNKNOWN),
        ("government", -DAY, "lost below the root", Outcome.UNKNOWN),
        ("time", timedelta(0), "taken out", Outcome.GENUINE),
        ("time", timedelta(0), "lost", Outcome.INDETERMINATE),
        ("time", -DAY, "taken out", Outcome.UNKNOWN),
        ("time", -DAY, "lost", Outcome.UNKNOWN),
    ],
)
def test_an_end_counts_from_its_moment_and_a_lost_time_key_at_once(
    pki: TestPki, paper: bytes, name: str, when: timedelta, how: str, outcome: Outcome
) -> None:
    """Whoever holds a time authority's lost key writes any time: only another's stamp helps."""
    lost, roots = how.startswith("lost"), not how.endswith("root")
    store = _ended(getattr(pki.trust, name), when, lost=lost, roots=roots)
    trust = replace(pki.trust, **{name: store})
    verdict = RegisterVerifier(trust, utc_now).verify(paper, None)
    assert verdict.outcome is outcome, verdict
    if outcome is Outcome.UNKNOWN:
        assert verdict.reason == Reason.ISSUER_ENDED


def test_nothing_new_rests_on_what_was_taken_out(pki: TestPki) -> None:
    own = pki.trust.government.intermediates[0]
    store = _ended(pki.trust.government, timedelta(0), lost=False)
    with pytest.raises(NoPathError):
        asyncio.run(path_to(store, own, (), utc_now()))
    asyncio.run(path_to(pki.trust.government, own, (), utc_now()))
