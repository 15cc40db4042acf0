"""begin_intake, check_scans, take_in: paper becomes a dossier at once, each scan a sealed copy."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import func, select

from procedures.acts.begin_intake import Intake, begin_intake
from procedures.acts.check_scans import check_scans
from procedures.acts.completeness import DECLARATION_SCAN
from procedures.acts.declare import hand_in, prepare
from procedures.acts.digitise import seal_copy
from procedures.acts.drafts import discard, own, save_page
from procedures.acts.submit import submit
from procedures.errors import Incomplete, NotAllowed, NotFound, NotLawful
from procedures.lifecycle import State
from procedures.reads.drafts import draft_view
from procedures.reads.files import attachment_file
from procedures.reads.intake import desk_drafts, known_person
from procedures.reads.mine import mine
from procedures.records import Account, Attachment, Person
from procedures.uploads import Upload
from tests.acts.doing import acting
from tests.acts.found import ledger_of, papers_of, promised
from tests.acts.intake import (
    CLERK,
    COLLEAGUE,
    NOBODY_YET,
    begun,
    desk_of,
    ready,
    signed_and_compared,
    taken,
    typed,
)
from tests.acts.stages import Stages
from tests.factories import CITIZEN, COMMUNE, SMALL_PDF, Life


def _files(life: Life, **home: object) -> list[Attachment]:
    with life.services.reading() as db:
        return list(db.scalars(select(Attachment).filter_by(**home).order_by(Attachment.id)))


def test_paper_is_filed_and_received_in_one_go(stages: Stages) -> None:
    life = stages.life
    done = taken(life, ready(life))
    dossier = life.dossier(done.dossier_id)
    assert done.received
    assert (dossier.state, dossier.channel) == (State.RECEIVED, "truc-tiep")
    assert dossier.entered_by == life.actor(CLERK).person_id
    assert dossier.received_at is not None
    assert [entry.unit_id for entry in ledger_of(life, dossier.id)] == [desk_of(life)] * 2
    assert ledger_of(life, dossier.id)[0].detail["on_behalf_of"] == str(dossier.applicant_id)
    (slip,) = papers_of(life, dossier.id)
    assert slip.kind == "giay-tiep-nhan"
    assert {row["form"] for row in slip.context["components"]} == {"Bản giấy"}
    assert not slip.context["online"]
    assert [word for word in promised(life, dossier.id) if word.islower()] == ["received"]


def test_by_post_the_term_and_the_way_back_are_those_of_the_post(stages: Stages) -> None:
    dossier = stages.life.dossier(
        taken(stages.life, ready(stages.life, channel="buu-chinh")).dossier_id
    )
    assert (dossier.channel, dossier.return_method) == ("buu-chinh", "post")


def test_each_compared_scan_gets_a_sealed_copy_and_stays_as_it_was(stages: Stages) -> None:
    life = stages.life
    done = taken(life, ready(life))
    before = {file.id: file.sha256 for file in _files(life, dossier_id=done.dossier_id)}
    life.work()
    files = _files(life, dossier_id=done.dossier_id)
    assert {file.id: file.sha256 for file in files} == before
    assert DECLARATION_SCAN in {file.component for file in files}
    for file in files:
        assert file.sealed_sha256 not in {None, file.sha256}
        assert file.checked_by == life.actor(CLERK).person_id
        copy = life.services.blobs.get(file.sealed_sha256 or "")
        assert "SAO Y – BẢN SỐ HÓA|Bộ phận Tiếp nhận và Trả kết quả phường Tân Mỹ|".encode() in copy
        assert b"%signed" in copy


def test_a_copy_is_made_once(stages: Stages) -> None:
    life = stages.life
    done = taken(life, ready(life))
    life.work()
    (first, *_) = _files(life, dossier_id=done.dossier_id)
    with life.services.transaction() as call:
        workers = life.workers
        seal_copy(call, workers.copier, workers.seal, life.services.blobs, first.id)
    (again, *_) = _files(life, dossier_id=done.dossier_id)
    assert again.sealed_sha256 == first.sealed_sha256


def test_the_copy_is_read_by_whoever_may_read_the_dossier(stages: Stages) -> None:
    life = stages.life
    done = taken(life, ready(life))
    life.work()
    (file, *_) = _files(life, dossier_id=done.dossier_id)
    with life.services.reading() as db:
        copy = attachment_file(db, file.id, life.actor(CLERK), sealed=True)
        assert (copy.sha256, copy.media_type) == (file.sealed_sha256, "application/pdf")
        with pytest.raises(NotFound):
            attachment_file(db, file.id, life.actor(CITIZEN), sealed=True)


def test_nothing_is_taken_in_before_each_scan_is_compared(stages: Stages) -> None:
    life = stages.life
    draft_id = ready(life)
    (first, *_) = _files(life, draft_id=draft_id)
    with acting(life, life.actor(CLERK)) as call:
        check_scans(call, draft_id, [first.id])
    with pytest.raises(Incomplete) as refusal:
        taken(life, draft_id)
    assert {gap.step for gap in refusal.value.faults} == {"tep"}  # type: ignore[attr-defined]


def test_without_a_signature_on_paper_or_digitally_nothing_is_filed(stages: Stages) -> None:
    life = stages.life
    draft_id = begun(life)
    typed(life, draft_id)
    with acting(life, life.actor(CLERK)) as call:
        check_scans(call, draft_id, [file.id for file in _files(life, draft_id=draft_id)])
    with pytest.raises(Incomplete) as refusal:
        taken(life, draft_id)
    assert [gap.step for gap in refusal.value.faults] == ["to-khai"]  # type: ignore[attr-defined]


def test_a_digital_signature_does_as_well(stages: Stages) -> None:
    life = stages.life
    draft_id = begun(life, replace(NOBODY_YET, citizen_no="024090000444"))
    typed(life, draft_id)
    with acting(life, life.actor(CLERK)) as call:
        signed = SMALL_PDF + b"%by 024090000444"
        hand_in(call, life.services.blobs, draft_id, Upload("to-khai.pdf", signed))
        check_scans(call, draft_id, [file.id for file in _files(life, draft_id=draft_id)])
    life.work()
    assert taken(life, draft_id).received


def test_changed_answers_want_a_new_signature(stages: Stages) -> None:
    life = stages.life
    draft_id = ready(life)
    with acting(life, life.actor(CLERK)) as call:
        draft = own(call, draft_id)
        changed = {"ho_ten_con": "Lê Văn Khác"}
        save_page(call, draft_id, "con", changed, seen_version=draft.version, valid=True)
        prepare(call, draft_id)
    assert DECLARATION_SCAN not in {file.component for file in _files(life, draft_id=draft_id)}


def test_a_clerk_elsewhere_helps_and_the_official_receiver_receives(stages: Stages) -> None:
    life = stages.life
    done = taken(life, ready(life, received_by=desk_of(life, COLLEAGUE)))
    dossier = life.dossier(done.dossier_id)
    assert not done.received
    assert dossier.state is State.SUBMITTED
    assert "submitted" in promised(life, dossier.id)
    assert (dossier.support_unit_id, dossier.desk_unit_id) == (
        desk_of(life),
        desk_of(life, COLLEAGUE),
    )


def test_only_the_desk_goes_on_and_the_owner_sees_it_once_filed(stages: Stages) -> None:
    life = stages.life
    with life.services.reading() as db:
        person = db.scalars(
            select(Person)
            .join(Account, Account.person_id == Person.id)
            .where(Account.username == CITIZEN)
        ).one()
    draft_id = begun(life, replace(NOBODY_YET, citizen_no=person.citizen_no or ""))
    for stranger in (CITIZEN, COLLEAGUE, "tuphap.tanmy"):
        actor = life.actor(stranger)
        with pytest.raises(NotFound), life.services.reading() as db:
            draft_view(db, draft_id, actor, date(2026, 1, 1))
        with pytest.raises(NotFound), acting(life, actor) as call:
            discard(call, draft_id)
    with life.services.reading() as db:
        assert draft_id not in {d.id for d in mine(db, person.id, date(2026, 1, 1)).drafts}
        assert draft_id in {d.id for d in desk_drafts(db, life.actor(CLERK))}
        assert draft_id not in {d.id for d in desk_drafts(db, life.actor(COLLEAGUE))}
    typed(life, draft_id)
    signed_and_compared(life, draft_id)
    taken(life, draft_id)
    with life.services.reading() as db:
        assert draft_id in {d.id for d in mine(db, person.id, date(2026, 1, 1)).dossiers}


def test_what_a_desk_typed_is_not_handed_in_past_the_comparison(stages: Stages) -> None:
    life = stages.life
    draft_id = ready(life)
    with pytest.raises(NotLawful), acting(life, life.actor(CLERK)) as call:
        submit(call, draft_id, unsigned=True)


def test_a_known_number_is_the_known_person_and_a_new_one_becomes_a_person(life: Life) -> None:
    begun(life)
    begun(life, replace(NOBODY_YET, full_name="Tên khác"))
    with life.services.reading() as db:
        known = known_person(db, NOBODY_YET.citizen_no)
        people = select(func.count()).select_from(Person)
        assert db.scalar(people.where(Person.citizen_no == NOBODY_YET.citizen_no)) == 1
    assert known is not None
    assert known.full_name == "Nguyễn Thị Mới"


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("citizen_no", {"citizen_no": "12345"}),
        ("full_name", {"full_name": "  "}),
        ("birth_date", {"birth_date": date(2999, 1, 1)}),
        ("gender", {"gender": "x"}),
    ],
)
def test_a_person_is_entered_as_the_paper_says(
    stages: Stages, field: str, wrong: dict[str, object]
) -> None:
    with pytest.raises(Incomplete) as refusal:
        begun(stages.life, replace(NOBODY_YET, **{"citizen_no": "024099000222", **wrong}))  # type: ignore[arg-type]
    assert refusal.value.params["field"] == field


def test_a_procedure_that_has_no_such_channel_is_refused(stages: Stages) -> None:
    with pytest.raises(NotLawful):
        begun(stages.life, procedure="2.000986", channel="buu-chinh")
    with pytest.raises(Incomplete):
        begun(stages.life, channel="truc-tuyen")


def test_nobody_takes_in_at_another_desk(stages: Stages) -> None:
    life = stages.life
    intake = Intake(desk_of(life, COLLEAGUE), "1.001193", COMMUNE, "truc-tiep", NOBODY_YET)
    for username in (CLERK, CITIZEN):
        with pytest.raises(NotAllowed), acting(life, life.actor(username)) as call:
            begin_intake(call, intake)
