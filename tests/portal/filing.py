"""A citizen at the pages: what a browser would send of the forms, and answers typed into them."""

from uuid import UUID
from xml.etree.ElementTree import Element

from sqlalchemy import select

from forms.build import build_page
from portal.wiring import Services
from procedures.acts.call import LOCAL_ZONE
from procedures.people import Actor
from procedures.reads.drafts import DraftView, draft_view
from procedures.reads.places import DatabaseChoices
from procedures.records import Account, Draft
from tests.answers import good_answers
from tests.factories import CITIZEN, COMMUNE
from tests.pages import PageClient


def fields_of(tree: Element | None, action_end: str) -> dict[str, list[str]]:
    """What the form whose address ends so would send if its button were pressed now."""
    assert tree is not None
    form = next(f for f in tree.iter("form") if str(f.get("action")).endswith(action_end))
    found: dict[str, list[str]] = {}
    for box in form.iter("input"):
        ticked = box.get("type") not in {"radio", "checkbox"} or box.get("checked") is not None
        if box.get("name") and ticked and box.get("type") != "file":
            found.setdefault(str(box.get("name")), []).append(str(box.get("value") or ""))
    for box in form.iter("textarea"):
        found.setdefault(str(box.get("name")), []).append((box.text or "").removeprefix("\n"))
    for box in form.iter("select"):
        chosen = [o for o in box.iter("option") if o.get("selected") is not None]
        found.setdefault(str(box.get("name")), []).append(
            str(chosen[0].get("value")) if chosen else ""
        )
    return found


def the_draft(services: Services, username: str = CITIZEN) -> DraftView:
    """The newest draft of the account."""
    with services.transaction() as call:
        owner = call.db.scalars(select(Account.person_id).where(Account.username == username)).one()
        newest = call.db.scalars(
            select(Draft.id).where(Draft.owner_id == owner).order_by(Draft.created_at.desc())
        ).first()
        assert newest is not None
        return draft_view(call.db, newest, Actor(owner, ""), call.now.astimezone(LOCAL_ZONE).date())


def typed_into(services: Services, draft: DraftView, page: str) -> dict[str, list[str]]:
    """Good answers as they would be typed into the page."""
    answers = good_answers(draft.schema, COMMUNE, draft.today)
    with services.reading() as db:
        choices = DatabaseChoices(db, draft.today)
        form = build_page(draft.schema, page, answers, today=draft.today, choices=choices)()
        return form.typed


def begin(client: PageClient, procedure: str = "1.001193") -> str:
    """Start a filing at one's own place; returns the draft's address."""
    client.get(f"/ho-so/moi/{procedure}")
    sent = fields_of(client.tree, procedure)
    came = client.post(f"/ho-so/moi/{procedure}", dict(sent))
    return came.request.path.rpartition("/")[0]


def fill_in(client: PageClient, services: Services) -> UUID:
    """Every page of the newest draft, by its forms."""
    draft = the_draft(services)
    for page in draft.schema.pages:
        draft = the_draft(services)
        if page.code not in {each.code for each in draft.pages}:
            continue
        client.get(f"/ho-so/nhap/{draft.id}/{page.code}")
        typed = typed_into(services, draft, page.code)
        client.post(f"/ho-so/nhap/{draft.id}/{page.code}", {**typed, "version": str(draft.version)})
        assert client.status == 200, page.code
    return draft.id
