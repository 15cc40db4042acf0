"""Applying a reorganisation on its day: the tree, posts, dossiers, papers and drafts at once."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select, text, update

from procedures.acts import ledger
from procedures.acts.administer import Stream, ensure_admin
from procedures.acts.call import Call
from procedures.acts.carrying.chain import chain_on
from procedures.acts.carrying.dossiers import carry_dossiers
from procedures.acts.carrying.drafts import carry_drafts
from procedures.acts.carrying.numbers import carry_numbers
from procedures.acts.carrying.papers import carry_papers
from procedures.acts.carrying.posts import carry_posts
from procedures.acts.carrying.routes import publish_routes
from procedures.acts.carrying.tree import grow
from procedures.acts.reorganisation import NO_REORGANISATION, refuse
from procedures.acts.together import alone
from procedures.errors import N_, NotFound, NotLawful
from procedures.records import Reorganisation
from procedures.records.reorganisation import ReorganisationState
from procedures.records.weighing import weigh
from procedures.tags import Tag

NOT_APPROVED = N_("Đợt sắp xếp này chưa được duyệt hoặc đã hủy.")
NOT_YET = N_("Đợt sắp xếp có hiệu lực từ {day}, chưa đến ngày thực hiện.")

Told = Callable[[int, int], None]
"""Is told how many dossiers are done, of how many; must not wait for this transaction."""


@dataclass(frozen=True, slots=True)
class Applied:
    """What was carried over; all zero when it had been applied before."""

    dossiers: int = 0
    posts: int = 0
    papers: int = 0
    drafts: int = 0
    versions: int = 0


def due_reorganisations(call: Call) -> list[UUID]:
    """Those that are approved and whose day has come, the earliest first."""
    rows = (
        select(Reorganisation.id)
        .where(
            Reorganisation.state == ReorganisationState.APPROVED,
            Reorganisation.effective_on <= call.today,
        )
        .order_by(Reorganisation.effective_on, Reorganisation.created_at)
    )
    return list(call.db.scalars(rows))


def tell_progress(call: Call, reorganisation_id: UUID, done: int, total: int) -> None:
    """Write how far it is, for those who watch; in another transaction than the work itself."""
    call.db.execute(
        update(Reorganisation)
        .where(Reorganisation.id == reorganisation_id)
        .values(done=done, total=total)
    )


def apply_reorganisation(call: Call, reorganisation_id: UUID, told: Told) -> Applied:
    """Carry everything over in this transaction, alone; done once, it does nothing again.

    No promised date changes, nor the calendar version or the procedure version of a dossier.
    Raises `NotLawful` before the day or without approval, `Incomplete` when the tree has changed
    so that a rule is broken, `Unavailable` when others do not stop acting in time.
    """
    ensure_admin(call)
    alone(call.db)
    row = call.db.get(Reorganisation, reorganisation_id, populate_existing=True)
    if row is None:
        raise NotFound(NO_REORGANISATION)
    if row.state is ReorganisationState.APPLIED:
        return Applied()
    _ensure_due(call, row)
    weighed = weigh(call.db, row.plan, row.choices, call.today, on_the_day=True)
    refuse(weighed.faults, field="")
    call.db.execute(text("SET LOCAL statement_timeout = 0"))
    plan, choices, day = weighed.plan, weighed.choices, row.effective_on
    grown = grow(call.db, row.id, plan, choices)
    carry_numbers(call.db, row.id, day)
    versions = publish_routes(call, plan)
    posts = carry_posts(call.db, plan, choices, grown)
    singles = {code: grown.places[to] for code, to in choices.dossiers.items()}
    dossiers = carry_dossiers(call.db, row.id, day, singles)
    papers = carry_papers(call, day)
    drafts = carry_drafts(call, row.id)
    chain_on(call, row.document, told)
    done = Applied(dossiers, posts, papers, drafts, versions)
    _close(call, row, done)
    return done


def _ensure_due(call: Call, row: Reorganisation) -> None:
    if row.state is not ReorganisationState.APPROVED:
        raise NotLawful(NOT_APPROVED)
    if call.today < row.effective_on:
        raise NotLawful(NOT_YET, day=row.effective_on)


def _close(call: Call, row: Reorganisation, done: Applied) -> None:
    row.state = ReorganisationState.APPLIED
    row.applied_at = call.now
    row.done = row.total = done.dossiers
    call.db.flush()
    detail = {
        "document": row.document,
        "dossiers": done.dossiers,
        "posts": done.posts,
        "papers": done.papers,
        "drafts": done.drafts,
        "versions": done.versions,
    }
    ledger.append(call, Stream.UNITS, Tag.REORGANISATION_APPLIED, detail=detail)
