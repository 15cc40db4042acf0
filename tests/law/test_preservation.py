"""When a paper is to be stamped again: before an algorithm or a certificate ends, with a margin."""

import json
import re
from datetime import UTC, datetime, timedelta
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procedures import preservation
from procedures.preservation import Group, RenewalReason, Strength, due, forecast, load_policy
from procedures.preservation.policy import Policy, parse_policy

NOW = datetime(2026, 5, 4, 8, tzinfo=UTC)
DAY = timedelta(days=1)
POLICY = parse_policy(
    json.dumps(
        {
            "margin_days": 100,
            "stamper_years": 3,
            "algorithms": [
                {"name": "sha256", "until": None},
                {"name": "ecdsa-p256", "until": "2030-12-31"},
                {"name": "sha1", "until": "2020-12-31"},
            ],
        }
    )
)
OURS = ("ecdsa-p256", "sha256")


def test_the_policy_in_force_names_what_our_stamps_rest_on() -> None:
    policy = load_policy()
    assert set(OURS) <= set(policy.good_at(NOW))
    assert policy.margin >= 180 * DAY
    assert policy.until["sha256"] is None


def test_every_rule_of_the_policy_has_its_source_and_the_first_end_is_taken() -> None:
    told = json.loads((files(preservation) / "algorithms.json").read_text("utf-8"))
    assert all(one["title"] and one["seen"] for one in told["documents"].values())
    for one in told["algorithms"]:
        rules = one["rules"]
        assert {rule["document"] for rule in rules} <= set(told["documents"])
        assert all(rule["clause"] and rule["says"] for rule in rules), one["name"]
        named = re.findall(r"(?:end by |after )(\d{4}(?:-\d\d-\d\d)?)", str(rules))
        # A day on which certificates are no longer issued is not yet an end.
        ends = {day if "-" in day else f"{day}-12-31" for day in named} - {"2026-12-31"}
        assert one["until"] == min(ends, default=None), one["name"]


@pytest.mark.parametrize(
    ("ends", "algorithms", "at", "reason"),
    [
        (NOW + 500 * DAY, OURS, NOW + 400 * DAY, RenewalReason.CERTIFICATE),
        (
            NOW + 5000 * DAY,
            OURS,
            datetime(2031, 1, 1, tzinfo=UTC) - 100 * DAY,
            RenewalReason.ALGORITHM,
        ),
        (NOW + 5000 * DAY, ("sha256",), NOW + 4900 * DAY, RenewalReason.CERTIFICATE),
    ],
    ids=["certificate", "algorithm", "no end"],
)
def test_the_first_end_counts(
    ends: datetime, algorithms: tuple[str, ...], at: datetime, reason: RenewalReason
) -> None:
    found = due(Strength(ends, algorithms), POLICY)
    assert (found.at, found.reason) == (at, reason)


@pytest.mark.parametrize("weak", ["md5", "sha1"])
def test_what_is_weak_or_unknown_is_due_at_once(weak: str) -> None:
    found = due(Strength(NOW + 5000 * DAY, (weak, "sha256")), POLICY)
    assert found.at < NOW
    assert (found.reason, found.about) == (RenewalReason.ALGORITHM, weak)


def test_a_paper_without_a_stamp_is_due_at_once() -> None:
    assert due(None, POLICY).reason is RenewalReason.UNSTAMPED
    assert due(None, POLICY).at < NOW


@given(
    ends=st.integers(0, 20_000).map(lambda days: NOW + days * DAY),
    algorithms=st.sets(st.sampled_from(sorted(POLICY.until)), min_size=1).map(tuple),
    later=st.integers(0, 20_000).map(lambda days: NOW + days * DAY),
)
def test_the_two_ways_to_ask_agree(
    ends: datetime, algorithms: tuple[str, ...], later: datetime
) -> None:
    """The query for what is due and the date of one paper are the same rule."""
    strength = Strength(ends, algorithms)
    asked = ends <= later + POLICY.margin or not set(algorithms) <= set(POLICY.good_at(later))
    assert asked == (due(strength, POLICY).at <= later)


def test_ten_years_ahead_each_renewal_is_counted_with_its_reason() -> None:
    groups = [
        Group(Strength(NOW + 465 * DAY, OURS), 7),
        Group(Strength(NOW + 9000 * DAY, OURS), 5),
        Group(None, 2),
    ]
    found = forecast(groups, POLICY, NOW, NOW + 3650 * DAY)
    said = [(one.year, one.reason.value, one.about, one.files) for one in found]
    assert said[0] == (2026, "unstamped", "", 2)
    assert (2027, "certificate", "", 7) in said
    assert (2030, "algorithm", "ecdsa-p256", 12) in said
    # Renewed papers come up again when the certificate of their next stamp ends.
    assert sum(one.files for one in found if one.year > 2030) > 14
    assert [one.year for one in found] == sorted(one.year for one in found)


def test_nothing_is_due_in_quiet_years() -> None:
    assert forecast([Group(Strength(NOW + 9000 * DAY, ("sha256",)), 5)], POLICY, NOW, NOW) == ()


def test_a_policy_says_which_algorithms_last() -> None:
    assert POLICY.good_at(NOW) == ("ecdsa-p256", "sha256")
    assert POLICY.good_at(datetime(2030, 11, 1, tzinfo=UTC)) == ("sha256",)
    assert isinstance(POLICY, Policy)
