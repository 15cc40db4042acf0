"""Beginning a dossier from paper: the desk types what somebody handed in or sent by post."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from procedures.acts.administer import wrong
from procedures.acts.call import Call
from procedures.acts.drafts import draft_for
from procedures.catalogue.types import ChannelKind
from procedures.errors import N_, NotAllowed
from procedures.people import Role
from procedures.records import Draft, Person

CITIZEN_NO = re.compile(r"[0-9]{12}")
LONGEST_NAME = 120
NOT_AT_THIS_DESK = N_("Bạn không phải là cán bộ tiếp nhận của Bộ phận Một cửa này.")
NO_NUMBER = N_("Số định danh cá nhân gồm 12 chữ số.")
NO_NAME = N_("Hãy nhập họ và tên người nộp theo giấy tờ tùy thân.")
NO_BIRTH = N_("Hãy nhập ngày sinh là một ngày có thật, không ở tương lai.")
NO_GENDER = N_("Hãy chọn giới tính.")
NO_CHANNEL = N_("Hãy chọn cách nộp hồ sơ.")
PAPER_CHANNELS = frozenset({ChannelKind.DESK, ChannelKind.POST})
GENDERS = ("nam", "nu")


@dataclass(frozen=True, slots=True)
class Applicant:
    """Who files, as the identity paper says; only the number counts for somebody known."""

    citizen_no: str
    full_name: str = ""
    birth_date: date | None = None
    gender: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Intake:
    """What is handed in on paper, and at which desk."""

    desk_unit_id: int
    procedure: str
    place: str
    channel: str
    applicant: Applicant


def begin_intake(call: Call, intake: Intake) -> Draft:
    """A draft that the desk types; the applicant needs no account.

    Raises `NotAllowed` for who does not receive at that desk, `Incomplete` naming the input.
    """
    if intake.desk_unit_id not in call.actor.units_as(Role.RECEIVER):
        raise NotAllowed(NOT_AT_THIS_DESK)
    if intake.channel not in PAPER_CHANNELS:
        raise wrong("channel", NO_CHANNEL)
    owner_id = person_for(call, intake.applicant)
    channel = ChannelKind(intake.channel)
    draft = draft_for(call, owner_id, intake.procedure, intake.place, channel)
    draft.entered_by = call.actor.person_id
    draft.desk_unit_id = intake.desk_unit_id
    draft.return_method = "desk" if channel is ChannelKind.DESK else "post"
    call.db.add(draft)
    call.db.flush()
    return draft


def person_for(call: Call, applicant: Applicant) -> UUID:
    """The person with that number: the known one as they are, otherwise a new one without account.

    Two desks that meet the same person at once make one.
    """
    number = "".join(applicant.citizen_no.split())
    if not CITIZEN_NO.fullmatch(number):
        raise wrong("citizen_no", NO_NUMBER)
    known = select(Person.id).where(Person.citizen_no == number)
    found = call.db.scalar(known)
    if found is not None:
        return found
    new = insert(Person).values(_checked(call, applicant, number))
    new = new.on_conflict_do_nothing(
        index_elements=[Person.citizen_no], index_where=Person.citizen_no.is_not(None)
    )
    call.db.execute(new)
    return call.db.scalars(known).one()


def _checked(call: Call, applicant: Applicant, number: str) -> dict[str, object]:
    name = " ".join(unicodedata.normalize("NFC", applicant.full_name).split())[:LONGEST_NAME]
    if not name or not name.isprintable():
        raise wrong("full_name", NO_NAME)
    if applicant.birth_date is None or applicant.birth_date > call.today:
        raise wrong("birth_date", NO_BIRTH)
    if applicant.gender not in GENDERS:
        raise wrong("gender", NO_GENDER)
    return {
        "full_name": name,
        "citizen_no": number,
        "birth_date": applicant.birth_date,
        "gender": applicant.gender,
        "phone": applicant.phone.strip()[:20] or None,
        "email": applicant.email.strip()[:200] or None,
    }
