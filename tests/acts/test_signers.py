"""Two people on one declaration: in any order, at once, one who declines, one who is nobody."""

from uuid import UUID

import pytest
from sqlalchemy import select

from procedures.acts import check_signature, declare
from procedures.acts.declare import hand_in, hand_in_as_signer, prepare
from procedures.acts.drafts import save_page
from procedures.acts.signers import decline_to_sign
from procedures.acts.submit import submit
from procedures.errors import Incomplete, NotFound, NotLawful
from procedures.records import Declaration, DeclarationSigner, Draft, LedgerEntry, OutboxRow, Person
from procedures.records.declaration import DeclarationState, SignerState
from procedures.uploads import Upload, UploadRefused
from tests.acts.doing import acting
from tests.acts.rivals import at_once_on
from tests.acts.stages import Stages
from tests.factories import CITIZEN, Life

SHE, HE, STRANGER = CITIZEN, "congdan3", "congdan2"


@pytest.fixture
def life(stages: Stages) -> Life:
    return stages.life


@pytest.fixture
def couple(life: Life) -> UUID:
    """A draft of hers whose declaration is printed and names both."""
    draft_id = life.draft("1.000894")
    with acting(life, life.actor(SHE)) as call:
        prepare(call, draft_id)
    life.work()
    return draft_id


def _declaration(life: Life, draft_id: UUID) -> Declaration:
    with life.services.reading() as db:
        return db.scalars(select(Declaration).where(Declaration.draft_id == draft_id)).one()


def _states(life: Life, draft_id: UUID) -> list[SignerState]:
    with life.services.reading() as db:
        wanted = select(DeclarationSigner.state).where(
            DeclarationSigner.declaration_id == _declaration(life, draft_id).id
        )
        return list(db.scalars(wanted.order_by(DeclarationSigner.ordinal)))


def _signed(life: Life, draft_id: UUID, username: str) -> Upload:
    """The newest file with one more signature."""
    row = _declaration(life, draft_id)
    newest = row.accepted_sha256 or row.printed_sha256 or ""
    with life.services.reading() as db:
        number = db.get_one(Person, life.actor(username).person_id).citizen_no or ""
    end = b"\nstartxref\n9\n%%EOF"
    return Upload(
        "to-khai.pdf", life.services.blobs.get(newest) + b"\n%by " + number.encode() + end
    )


def _sign(life: Life, draft_id: UUID, username: str, upload: Upload | None = None) -> None:
    upload = upload or _signed(life, draft_id, username)
    with acting(life, life.actor(username)) as call:
        if username == SHE:
            hand_in(call, life.services.blobs, draft_id, upload)
        else:
            declaration_id = _declaration(life, draft_id).id
            hand_in_as_signer(call, life.services.blobs, declaration_id, upload)
    life.work()


@pytest.mark.parametrize("order", [(SHE, HE), (HE, SHE)], ids=["her-first", "him-first"])
def test_both_sign_in_any_order_and_only_then_it_is_handed_in(
    life: Life, couple: UUID, order: tuple[str, str]
) -> None:
    _sign(life, couple, order[0])
    assert _declaration(life, couple).state is DeclarationState.PARTLY
    assert sorted(_states(life, couple)) == [SignerState.AWAITED, SignerState.SIGNED]
    with pytest.raises(Incomplete) as told, acting(life, life.actor(SHE)) as call:
        submit(call, couple, unsigned=True)
    (gap,) = told.value.faults
    assert "Còn chờ chữ ký" in getattr(gap, "msgid", "")
    _sign(life, couple, order[1])
    assert _declaration(life, couple).state is DeclarationState.SIGNED
    with acting(life, life.actor(SHE)) as call:
        assert submit(call, couple, unsigned=False).dossier_id == couple


def test_one_file_may_bring_both_signatures(life: Life, couple: UUID) -> None:
    life.sign_by_all(couple)
    assert _states(life, couple) == [SignerState.SIGNED] * 2
    with pytest.raises(NotLawful):
        _sign(life, couple, HE)


def test_both_at_once_and_the_loser_keeps_nothing_broken(life: Life, couple: UUID) -> None:
    files = {name: _signed(life, couple, name) for name in (SHE, HE)}
    declaration_id = _declaration(life, couple).id

    def one(username: str) -> None:
        with acting(life, life.actor(username)) as call:
            hand_in_as_signer(call, life.services.blobs, declaration_id, files[username])

    (refusal,) = at_once_on([SHE, HE], one)
    assert refusal.msgid == declare.BEING_CHECKED
    life.work()
    loser = HE if _states(life, couple)[0] is SignerState.SIGNED else SHE
    with pytest.raises(UploadRefused) as told:
        _sign(life, couple, loser, files[loser])
    assert told.value.msgid == declare.OLDER_FILE
    _sign(life, couple, loser)
    assert _declaration(life, couple).state is DeclarationState.SIGNED


def test_a_bad_signature_loses_none_of_the_good_ones(life: Life, couple: UUID) -> None:
    _sign(life, couple, SHE)
    accepted = _declaration(life, couple).accepted_sha256
    _sign(life, couple, HE, _signed(life, couple, STRANGER))
    row = _declaration(life, couple)
    assert (row.state, row.accepted_sha256) == (DeclarationState.REJECTED, accepted)
    assert (row.verdict or {})["reason"] == check_signature.OTHER_SIGNER
    _sign(life, couple, HE)
    assert _states(life, couple) == [SignerState.SIGNED] * 2


def test_a_changed_answer_asks_for_every_signature_again(life: Life, couple: UUID) -> None:
    _sign(life, couple, HE)
    with acting(life, life.actor(SHE)) as call:
        draft = call.db.get_one(Draft, couple)
        moved = {"dien_thoai": "0987654321"}
        save_page(call, couple, "dang-ky", moved, seen_version=draft.version, valid=True)
        prepare(call, couple)
    life.work()
    assert _declaration(life, couple).state is DeclarationState.PRINTED
    assert _states(life, couple) == [SignerState.AWAITED] * 2


def test_whoever_declines_says_why_and_may_still_sign(life: Life, couple: UUID) -> None:
    declaration_id = _declaration(life, couple).id
    with acting(life, life.actor(HE)) as call:
        decline_to_sign(call, declaration_id, "Sai ngày sinh của tôi")
    assert _states(life, couple) == [SignerState.AWAITED, SignerState.DECLINED]
    with pytest.raises(NotLawful), acting(life, life.actor(SHE)) as call:
        decline_to_sign(call, declaration_id, "")
    _sign(life, couple, HE)
    with pytest.raises(NotLawful), acting(life, life.actor(HE)) as call:
        decline_to_sign(call, declaration_id, "")
    with life.services.reading() as db:
        stream = f"declaration:{declaration_id}"
        asked = select(LedgerEntry.tag).where(LedgerEntry.stream == stream)
        told = db.scalars(asked.order_by(LedgerEntry.seq)).all()
        sent = db.scalars(select(OutboxRow).where(OutboxRow.effect == "NotifyOwner")).all()
    assert [tag.rpartition(":")[2] for tag in told] == ["decline", "sign", "check"]
    notices = [row.payload["notice"] for row in sent if row.payload["draft_id"] == str(couple)]
    assert sorted(notices) == ["cosigned", "signature_declined"]


def test_who_is_not_named_finds_no_declaration(life: Life, couple: UUID) -> None:
    declaration_id = _declaration(life, couple).id
    stranger = life.actor(STRANGER)
    with pytest.raises(NotFound), acting(life, stranger) as call:
        decline_to_sign(call, declaration_id, "")
    upload = _signed(life, couple, STRANGER)
    with pytest.raises(NotFound), acting(life, stranger) as call:
        hand_in_as_signer(call, life.services.blobs, declaration_id, upload)


def test_the_other_is_invited_by_a_letter_that_says_little(life: Life, couple: UUID) -> None:
    address = f"/ho-so/ky/{_declaration(life, couple).id}"
    letters = [m for m in life.courier.sent.values() if address in m.body]
    assert [letter.to for letter in letters] == ["congdan3@congdan.example"]
    assert "Nguyễn Thị Thu Hà" not in letters[0].body


def test_two_people_cannot_have_one_number(life: Life) -> None:
    draft_id = life.draft("1.000894")
    with acting(life, life.actor(SHE)) as call:
        draft = call.db.get_one(Draft, draft_id)
        draft.answers = {**draft.answers, "nam_so_dinh_danh": draft.answers["nu_so_dinh_danh"]}
        call.db.flush()
        with pytest.raises(Incomplete) as told:
            prepare(call, draft_id)
    assert [getattr(gap, "step", "") for gap in told.value.faults] == ["ben-nam"]


def test_the_declaration_has_a_place_for_each_who_signs(life: Life, couple: UUID) -> None:
    context = _declaration(life, couple).context
    assert [(one["role"]["vi"], one["name"]) for one in context["signers"]] == [
        ("Bên nữ", "Nguyễn Thị Thu Hà"),
        ("Bên nam", "Trần Quốc Việt"),
    ]
