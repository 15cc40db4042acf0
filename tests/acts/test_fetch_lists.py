"""The authorities' lists: fetched a few at a time, the last good one kept whatever happens."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from procedures.acts.call import Call
from procedures.acts.fetch_lists import AT_ONCE, OLDER, OVERDUE, fetch_lists
from procedures.anchors import IssuedList, Store
from procedures.effects import Again
from procedures.errors import Unavailable
from procedures.papers.wire import SILENT
from procedures.reads.administration.lists import ListItem, first_overdue, watched_lists
from procedures.reads.lists import Held, held_lists
from tests.factories import Life
from tests.fakes import FakeLists, FakeSeal

HERE = (Store.GOVERNMENT, "http://ca.example/a.crl")
NOW = datetime(2027, 3, 1, 8, tzinfo=UTC)
HOUR = timedelta(hours=1)


def made(at: datetime, data: bytes = b"list") -> IssuedList:
    return IssuedList(data, "CA công vụ", "a" * 64, at, at + 12 * HOUR, 7)


def fetched(life: Life, lists: FakeLists, now: datetime) -> tuple[Again | None, ListItem, Held]:
    with life.services.aside() as call:
        later = Call(call.db, call.actor, now, call.house, call.token)
        again = fetch_lists(later, lists, life.services.blobs)
        items = {(one.store, one.address): one for one in watched_lists(call.db, now)}
        return again, items[HERE], held_lists(call.db)


def test_the_last_good_list_stays_when_none_comes_or_an_older_one(life: Life) -> None:
    lists = FakeLists({HERE: Unavailable(SILENT)})
    _, item, held = fetched(life, lists, NOW)
    assert (item.standing(NOW), item.fault, held) == ("missing", SILENT, ())
    lists.held[HERE] = made(NOW)
    assert fetched(life, lists, NOW + HOUR / 2)[1].fetched_at is None
    _, item, held = fetched(life, lists, NOW + HOUR)
    assert (item.standing(NOW + HOUR), item.entries, item.fault) == ("sound", 7, "")
    assert [life.services.blobs.get(sha256) for _, sha256 in held] == [b"list"]
    for answer, fault in ((Unavailable(SILENT), SILENT), (made(NOW - HOUR, b"older"), OLDER)):
        lists.held[HERE] = answer
        now = item.tried_at + HOUR
        _, item, same = fetched(life, lists, now)
        assert (item.standing(now), item.fault, same) == ("failing", fault, held)
    now = NOW + 13 * HOUR
    assert item.standing(now) == "overdue"
    lists.held[HERE] = made(NOW + HOUR / 2, b"overdue already")
    _, item, newer = fetched(life, lists, now)
    assert (item.standing(now), item.fault) == ("overdue", OVERDUE)
    assert newer != held
    with life.services.reading() as db:
        assert first_overdue(db) == NOW + 12.5 * HOUR
        assert watched_lists(db, now + timedelta(days=8)) == ()


def test_many_lists_are_fetched_a_few_at_a_time(life: Life) -> None:
    more = {(Store.TIME, f"http://ca.example/{n}.crl"): made(NOW) for n in range(AT_ONCE)}
    lists = FakeLists({HERE: replace(made(NOW), authority="b" * 64), **more})
    again, *_ = fetched(life, lists, NOW)
    assert again == Again(0)
    again, _, held = fetched(life, lists, NOW)
    assert (again, len(held)) == (None, 1 + AT_ONCE)


def test_the_list_of_whoever_signs_is_fetched_also_for_keys_that_were_known_before(
    life: Life,
) -> None:
    life.issued()
    life.workers = replace(life.workers, seal=FakeSeal(lists=("http://ca.example/khoa.crl",)))
    life.issued()
    now = datetime(2026, 1, 1, tzinfo=UTC)  # while the keys of the fake are good
    signers = (Store.GOVERNMENT, "http://ca.example/khoa.crl")
    lists = FakeLists({signers: made(now)})
    lists.addresses = list  # type: ignore[method-assign]
    with life.services.aside() as call:
        then = Call(call.db, call.actor, now, call.house, call.token)
        assert fetch_lists(then, lists, life.services.blobs) is None
        assert [(one.store, one.address) for one in watched_lists(call.db, now)] == [signers]
