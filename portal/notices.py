"""Notices to applicants: plain text, with nothing in it that a postcard must not say."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from procedures.acts.call import Call
from procedures.effects import Notify
from procedures.ports import Courier, Message
from procedures.records import Dossier, Person
from procedures.records.versions import version_of

TEMPLATES = Path(__file__).parent.parent / "templates"

_mail = Environment(
    loader=FileSystemLoader(TEMPLATES / "mail"),
    undefined=StrictUndefined,
    autoescape=False,  # noqa: S701 - plain text, never HTML
    trim_blocks=True,
    lstrip_blocks=True,
)


def send(call: Call, courier: Courier, effect: Notify, *, key: str) -> None:
    """Write to the applicant; without an address the portal's own page is the notice."""
    dossier = call.db.get_one(Dossier, effect.dossier_id)
    person = call.db.get_one(Person, dossier.applicant_id)
    if not person.email:
        return
    procedure = version_of(call.db, dossier.procedure_version_id).procedure
    text = _mail.get_template(f"{effect.notice}.txt").render(
        code=dossier.code,
        procedure=procedure.name,
        address=f"{call.house.base_url}/ho-so/{dossier.id}",
    )
    subject, _, body = text.partition("\n")
    courier.send(Message(to=person.email, subject=subject.strip(), body=body.strip(), key=key))
