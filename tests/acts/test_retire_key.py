"""Keys: each use is written down; one that was lost is retired by two, and no longer believed."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from procedures.acts.retire_key import (
    FOUR_EYES,
    RETIRED,
    ask_key_retirement,
    drop_key_retirement,
    retire_key,
)
from procedures.acts.signing_keys import agency_signer, leader_signer
from procedures.acts.warn_of_keys import AHEAD, warn_of_keys
from procedures.errors import Incomplete, NotAllowed, NotFound, NotLawful, Stale
from procedures.papers.seal_fields import AGENCY_FIELD, LEADER_FIELD
from procedures.people import Actor, Post, Role
from procedures.ports import Outcome, SignatureReport, Verdict
from procedures.reads.administration import keys as reads
from procedures.reads.retired_keys import doubted
from procedures.reasons import Reason
from procedures.records import KeyUse, Paper, PostRow, SigningKey, UnitRow
from procedures.tags import Tag
from tests.acts.administering import tags
from tests.factories import Life
from tests.fakes import FakeKeys


@pytest.fixture
def sealed(life: Life) -> tuple[Life, SigningKey, Paper]:
    """A province with one issued result, and the key of its seal."""
    dossier_id = life.issued()
    with life.services.reading() as db:
        paper = db.scalars(
            select(Paper).where(Paper.dossier_id == dossier_id, Paper.is_result)
        ).one()
        key = db.scalars(
            select(SigningKey)
            .join(KeyUse, KeyUse.signing_key_id == SigningKey.id)
            .where(KeyUse.paper_id == paper.id, SigningKey.post_id.is_(None))
        ).one()
    return life, key, paper


def admins(life: Life) -> tuple[Actor, Actor]:
    """The sample's administrator and a colleague."""
    first = life.actor("quantri")
    other = life.actor("chutich.tanmy")
    post = Post(0, first.posts[0].unit_id, Role.ADMIN, {"vi": "Quản trị"})
    return first, Actor(other.person_id, other.name, (post,))


def asked(life: Life, key: SigningKey, since: datetime, by: Actor) -> datetime:
    """Ask for the key's retirement; when it was asked."""
    with life.services.aside(by) as call:
        ask_key_retirement(call, key.id, since, "  Mất thẻ  ký ")
        return call.now


def retired(life: Life, key: SigningKey, since: datetime) -> None:
    """Ask by one, approve by another."""
    first, second = admins(life)
    seen = asked(life, key, since, first)
    with life.services.aside(second) as call:
        retire_key(call, key.id, seen)


def test_each_paper_names_the_keys_that_signed_it(sealed: tuple[Life, SigningKey, Paper]) -> None:
    life, key, paper = sealed
    with life.services.reading() as db:
        rows = db.execute(
            select(SigningKey.key_id, SigningKey.unit_id, SigningKey.post_id)
            .join(KeyUse, KeyUse.signing_key_id == SigningKey.id)
            .where(KeyUse.paper_id == paper.id)
            .order_by(SigningKey.key_id)
        ).all()
    assert [row.post_id for row in rows] == [None, paper.signer_post_id]
    assert rows[0].key_id == key.key_id
    assert {row.unit_id for row in rows} == {paper.unit_id}


def test_two_administrators_retire_a_key_and_its_holder_goes_on_with_another(
    sealed: tuple[Life, SigningKey, Paper],
) -> None:
    life, key, paper = sealed
    first, second = admins(life)
    assert paper.issued_at is not None
    since = paper.issued_at
    seen = asked(life, key, since, first)
    with pytest.raises(NotAllowed) as told, life.services.aside(first) as call:
        retire_key(call, key.id, seen)
    assert told.value.msgid == FOUR_EYES
    with pytest.raises(Stale), life.services.aside(second) as call:
        retire_key(call, key.id, seen - timedelta(seconds=1))
    with life.services.aside(second) as call:
        retire_key(call, key.id, seen)
        unit = call.db.get_one(UnitRow, paper.unit_id)
        assert agency_signer(call, unit).key_id == f"{key.base}-k2"
        assert paper.signer_post_id is not None
        assert leader_signer(call, paper.signer_post_id).key_id == f"leader-{paper.signer_post_id}"
    assert tags(life, "keys")[-2:] == [Tag.KEY_RETIREMENT_ASKED, Tag.KEY_RETIRED]
    life.work()
    keys = life.workers.keys
    assert isinstance(keys, FakeKeys)
    assert keys.revoked == {key.serial: since}
    with pytest.raises(NotLawful) as over, life.services.aside(second) as call:
        drop_key_retirement(call, key.id)
    assert over.value.msgid == RETIRED
    life.issued()
    with life.services.reading() as db:
        new = db.scalars(select(SigningKey).where(SigningKey.key_id == f"{key.base}-k2")).one()
    assert (new.base, new.retired_at) == (key.base, None)


def test_what_a_lost_key_signed_since_is_listed_and_not_believed(
    sealed: tuple[Life, SigningKey, Paper],
) -> None:
    life, key, paper = sealed
    assert paper.issued_at is not None
    retired(life, key, paper.issued_at - timedelta(minutes=5))
    with life.services.reading() as db:
        page = reads.key_page(db, key.id)
        assert page is not None
        listed = [use.sha256 for use in reads.every_use(db, page.item)]
        assert paper.issued_sha256 in listed
        assert [use.sha256 for use in reversed(reads.uses(db, page.item).items)] == listed
        after = doubted(db, _genuine(key, paper.issued_at))
        before = doubted(db, _genuine(key, paper.issued_at - timedelta(minutes=6)))
        timeless = doubted(db, _genuine(key, None))
    assert (after.outcome, after.reason) == (Outcome.REVOKED, Reason.KEY_COMPROMISED)
    assert before.outcome is Outcome.GENUINE
    assert timeless.outcome is Outcome.REVOKED


def test_a_key_that_is_registered_for_the_other_field_is_not_believed(
    sealed: tuple[Life, SigningKey, Paper],
) -> None:
    """Where the certificate does not tell whether it is a person's or an agency's."""
    life, seal, paper = sealed
    with life.services.reading() as db:
        used = select(KeyUse.signing_key_id).where(KeyUse.paper_id == paper.id)
        leader = db.scalars(
            select(SigningKey).where(SigningKey.id.in_(used), SigningKey.post_id.is_not(None))
        ).one()
        fields = (AGENCY_FIELD, LEADER_FIELD)
        for key, (own, other) in ((seal, fields), (leader, fields[::-1])):
            (report,) = _genuine(key, paper.issued_at).signatures
            for field, outcome in ((own, Outcome.GENUINE), (other, Outcome.UNKNOWN)):
                found = Verdict(Outcome.GENUINE, "register-match", (replace(report, field=field),))
                assert doubted(db, found).outcome is outcome


def test_a_request_alone_changes_nothing(sealed: tuple[Life, SigningKey, Paper]) -> None:
    life, key, paper = sealed
    assert paper.issued_at is not None
    first, second = admins(life)
    asked(life, key, paper.issued_at, first)
    with pytest.raises(NotLawful):
        asked(life, key, paper.issued_at, second)
    with life.services.reading() as db:
        assert doubted(db, _genuine(key, paper.issued_at)).outcome is Outcome.GENUINE
    with life.services.aside(second) as call:
        drop_key_retirement(call, key.id)
    with life.services.reading() as db:
        assert db.get_one(SigningKey, key.id).grounds == ""
    assert tags(life, "keys")[-1] == Tag.KEY_RETIREMENT_DROPPED


def test_what_cannot_be_asked_is_refused_beside_its_field(
    sealed: tuple[Life, SigningKey, Paper],
) -> None:
    life, key, paper = sealed
    assert paper.issued_at is not None
    first, _ = admins(life)
    late = life.services.aside
    for since, grounds, field in (
        (paper.issued_at, " ", "grounds"),
        (key.valid_from - timedelta(days=1), "Mất", "since"),
        (paper.issued_at + timedelta(days=1), "Mất", "since"),
    ):
        with pytest.raises(Incomplete) as told, late(first) as call:
            ask_key_retirement(call, key.id, since, grounds)
        assert told.value.params["field"] == field
    with pytest.raises(NotAllowed), late(life.actor("chutich.tanmy")) as call:
        ask_key_retirement(call, key.id, paper.issued_at, "Mất")
    with pytest.raises(NotFound), late(first) as call:
        ask_key_retirement(call, UUID(int=1), paper.issued_at, "Mất")
    with pytest.raises(NotLawful), late(first) as call:
        retire_key(call, key.id, paper.issued_at)


def test_the_database_wants_four_eyes_too(sealed: tuple[Life, SigningKey, Paper]) -> None:
    life, key, paper = sealed
    first, _ = admins(life)
    assert paper.issued_at is not None
    asked(life, key, paper.issued_at, first)
    with pytest.raises(IntegrityError), life.services.aside() as call:
        call.db.execute(
            update(SigningKey)
            .where(SigningKey.id == key.id)
            .values(retired_at=call.now, retired_by=first.person_id)
        )


def test_administrators_hear_months_before_a_certificate_ends_and_once(
    sealed: tuple[Life, SigningKey, Paper],
) -> None:
    life, key, _ = sealed
    with life.services.transaction() as call:
        call.db.execute(update(SigningKey).values(valid_to=call.now + AHEAD + timedelta(days=1)))
        assert warn_of_keys(call) == 0
        call.db.execute(
            update(SigningKey)
            .where(SigningKey.id == key.id)
            .values(valid_to=call.now + AHEAD - timedelta(days=1))
        )
        assert [item.id for item in reads.ending_keys(call.db, call.now)] == [key.id]
        assert warn_of_keys(call) == 1
        assert warn_of_keys(call) == 0
        admins_now = call.db.scalars(select(PostRow.id).where(PostRow.role == Role.ADMIN)).all()
    life.work()
    letters = [one for one in life.courier.sent.values() if key.serial in one.body]
    assert len(letters) == len(admins_now)
    assert all("hết hạn" in one.subject for one in letters)


def _genuine(key: SigningKey, signed_at: datetime | None) -> Verdict:
    signature = SignatureReport(
        field="ConDau",
        signer=key.holder,
        subject_id="",
        issuer="TEST",
        signed_at=signed_at,
        intact=True,
        trusted=True,
        covers_whole_file=True,
        indication="TOTAL-PASSED",
        certificate=key.sha256,
    )
    return Verdict(Outcome.GENUINE, Reason.SIGNATURES_VALID, (signature,))
