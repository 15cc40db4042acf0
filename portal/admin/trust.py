"""Trust stores: whom the portal believes today and at any day before, and who answers for it."""

from datetime import datetime, time, timedelta
from uuid import UUID

from flask import render_template, request
from werkzeug.datastructures import MultiDict

from portal.acting import reading
from portal.admin.blueprint import admin, for_admins
from portal.admin.filled import Filled
from portal.auth import current_actor
from portal.believing import authority_reader
from portal.wiring import utc_now
from procedures.acts.trust import NO_CERTIFICATE, NO_CHANGE
from procedures.anchors import Certificate, Store
from procedures.clock import VIETNAM
from procedures.errors import NotFound
from procedures.reads.administration import trust as reads
from procedures.reads.administration.lists import watched_lists


@admin.get("/tin-cay")
@for_admins
def trust() -> str:
    """The three stores, as they are or as they were at the end of a day, and what waits."""
    filled = Filled(MultiDict(request.args))
    day = filled.day("ngay")
    now = utc_now()
    at = now
    if day is not None:
        end = datetime.combine(day + timedelta(days=1), time.min, VIETNAM)
        at = min(end, now)
    with reading() as db:
        found = reads.certificates(db, at)
        waiting = reads.changes(db, waiting=True)
        lists = watched_lists(db, now)
    return render_template(
        "admin/trust.html",
        stores={store: [one for one in found if one.store is store] for store in Store},
        waiting=[(one, certificate_in(one)) for one in waiting],
        form=filled,
        faults=filled.faults,
        day=day,
        lists=lists,
        now=now,
    )


@admin.get("/tin-cay/lich-su")
@for_admins
def trust_history() -> str:
    """What was decided, the newest first, and what the stores no longer hold."""
    with reading() as db:
        decided = reads.changes(db, waiting=False)
        gone = [one for one in reads.certificates(db) if one.trusted_until is not None]
    return render_template(
        "admin/trust_history.html",
        decided=[(one, certificate_in(one)) for one in decided],
        gone=gone,
        now=utc_now(),
    )


@admin.get("/tin-cay/chung-thu/<uuid:key>")
@for_admins
def trust_certificate(key: UUID) -> str:
    """One certificate: what it says, who vouches for it, what rests on it."""
    item = item_of(key)
    with reading() as db:
        resting = reads.resting(db, item.store, item.not_before, item.lost_at)
    return render_template(
        "admin/trust_certificate.html",
        item=item,
        facts=authority_reader().read(item.der),
        resting=resting,
        most=reads.MOST_RESTING,
        now=utc_now(),
    )


@admin.get("/tin-cay/de-nghi/<uuid:key>")
@for_admins
def trust_change(key: UUID) -> str:
    """A proposal, with what it would do."""
    return proposal(key, Filled(MultiDict()))


def proposal(key: UUID, filled: Filled) -> str:
    """The page of a proposal, and whatever was refused there."""
    with reading() as db:
        item = reads.change(db, key)
        if item is None:
            raise NotFound(NO_CHANGE)
        facts = certificate_in(item)
        resting = reads.resting(db, item.store, facts.not_before, item.lost_at)
    return render_template(
        "admin/trust_change.html",
        item=item,
        facts=facts,
        resting=resting,
        most=reads.MOST_RESTING,
        own=item.proposed_by_id == current_actor().person_id,
        form=filled,
        faults=filled.faults,
    )


def item_of(key: UUID) -> reads.CertificateItem:
    """The certificate of a page; raises `NotFound`."""
    with reading() as db:
        item = reads.certificate(db, key)
    if item is None:
        raise NotFound(NO_CERTIFICATE)
    return item


def certificate_in(item: reads.ChangeItem) -> Certificate:
    """What the certificate of a change says."""
    return authority_reader().read(item.der)
