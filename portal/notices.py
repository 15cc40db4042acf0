"""Letters to applicants and officers: plain text, with nothing that a postcard must not say."""

from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from sqlalchemy import select

from procedures.acts.call import Call
from procedures.catalogue.types import Procedure
from procedures.clock import VIETNAM
from procedures.effects import Notify, NotifyOwner, NotifySigner, Remind, WarnOfKey
from procedures.ports import Courier, Message
from procedures.records import (
    Declaration,
    DeclarationSigner,
    Dossier,
    Draft,
    Person,
    SigningKey,
)
from procedures.records.versions import version_of

TEMPLATES = Path(__file__).parent.parent / "templates"

_mail = Environment(
    loader=FileSystemLoader(TEMPLATES / "mail"),
    undefined=StrictUndefined,
    autoescape=False,  # noqa: S701 - plain text, never HTML
    trim_blocks=True,
    lstrip_blocks=True,
)


@dataclass(frozen=True, slots=True)
class _Letter:
    """What a letter says, and to which address; `code` is the dossier's or the procedure's."""

    notice: str
    to: str | None
    code: str
    procedure: Procedure
    address: str


Letter = Notify | NotifyOwner | NotifySigner | Remind | WarnOfKey


def deliver(call: Call, courier: Courier, effect: Letter, *, key: str) -> None:
    """Write the letter that the effect promised; the same key is sent once."""
    match effect:
        case Notify():
            send(call, courier, effect, key=key)
        case NotifyOwner():
            send_to_owner(call, courier, effect, key=key)
        case NotifySigner():
            send_to_signer(call, courier, effect, key=key)
        case Remind():
            remind(call, courier, effect, key=key)
        case WarnOfKey():
            warn_of_key(call, courier, effect, key=key)


def send(call: Call, courier: Courier, effect: Notify, *, key: str) -> None:
    """Write to the applicant; without an address the portal's own page is the notice."""
    dossier = call.db.get_one(Dossier, effect.dossier_id)
    letter = _Letter(
        effect.notice,
        to=call.db.get_one(Person, dossier.applicant_id).email,
        code=dossier.code,
        procedure=version_of(call.db, dossier.procedure_version_id).procedure,
        address=f"{call.house.base_url}/ho-so/{dossier.id}",
    )
    _post(courier, letter, key)


def send_to_owner(call: Call, courier: Courier, effect: NotifyOwner, *, key: str) -> None:
    """Write to whoever began the draft; one that was thrown away meanwhile needs no letter."""
    draft = call.db.get(Draft, effect.draft_id)
    if draft is None:
        return
    procedure = version_of(call.db, draft.procedure_version_id).procedure
    letter = _Letter(
        effect.notice,
        to=call.db.get_one(Person, draft.owner_id).email,
        code=procedure.code,
        procedure=procedure,
        address=f"{call.house.base_url}/ho-so/nhap/{draft.id}",
    )
    _post(courier, letter, key)


def send_to_signer(call: Call, courier: Courier, effect: NotifySigner, *, key: str) -> None:
    """Write to one who must sign, if the portal knows them; a changed declaration asks anew."""
    signer = call.db.get(DeclarationSigner, effect.signer_id)
    if signer is None:
        return
    declaration = call.db.get_one(Declaration, signer.declaration_id)
    person = call.db.scalar(select(Person).where(Person.citizen_no == signer.citizen_no))
    if person is None or declaration.draft_id is None:
        return
    draft = call.db.get_one(Draft, declaration.draft_id)
    procedure = version_of(call.db, draft.procedure_version_id).procedure
    letter = _Letter(
        effect.notice,
        to=person.email,
        code=procedure.code,
        procedure=procedure,
        address=f"{call.house.base_url}/ho-so/ky/{declaration.id}",
    )
    _post(courier, letter, key)


def remind(call: Call, courier: Courier, effect: Remind, *, key: str) -> None:
    """Write to an officer about a leg of their unit."""
    dossier = call.db.get_one(Dossier, effect.dossier_id)
    room = "mot-cua" if effect.desk else "xu-ly"
    letter = _Letter(
        f"officers/{effect.kind}",
        to=call.db.get_one(Person, effect.person_id).email,
        code=dossier.code,
        procedure=version_of(call.db, dossier.procedure_version_id).procedure,
        address=f"{call.house.base_url}/{room}/{dossier.id}",
    )
    _post(courier, letter, key)


def warn_of_key(call: Call, courier: Courier, effect: WarnOfKey, *, key: str) -> None:
    """Write to an administrator about a certificate that ends soon."""
    found = call.db.get_one(SigningKey, effect.key_id)
    to = call.db.get_one(Person, effect.person_id).email
    text = _mail.get_template("officers/key_ends.txt").render(
        day=f"{found.valid_to.astimezone(VIETNAM):%d/%m/%Y}",
        serial=found.serial,
        address=f"{call.house.base_url}/quan-tri/khoa-ky/{found.id}",
    )
    if to:
        _hand_over(courier, to, text, key)


def _post(courier: Courier, letter: _Letter, key: str) -> None:
    if not letter.to:
        return
    text = _mail.get_template(f"{letter.notice}.txt").render(
        code=letter.code, procedure=letter.procedure.name, address=letter.address
    )
    _hand_over(courier, letter.to, text, key)


def _hand_over(courier: Courier, to: str, text: str, key: str) -> None:
    """Send a text whose first line is the subject."""
    subject, _, body = text.partition("\n")
    courier.send(Message(to=to, subject=subject.strip(), body=body.strip(), key=key))
