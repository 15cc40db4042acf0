"""RQ entry points: an outbox row's id in, one act each, idempotent.

The act and the mark "done" are one transaction, which locks the outbox row: a worker that dies
in between leaves nothing behind but bytes in the store that no row names.
"""

import subprocess
import sys
from pathlib import Path
from typing import assert_never

import structlog
from sqlalchemy import select

from portal import notices, outbox
from portal.wiring import WorkerServices, utc_now
from procedures.acts.call import Call
from procedures.acts.check_signature import check_signature
from procedures.acts.declare import print_declaration
from procedures.acts.digitise import seal_copy
from procedures.acts.export import make_export
from procedures.acts.fetch_lists import fetch_lists
from procedures.acts.follow_order import Means, follow_order
from procedures.acts.issue import issue_paper, print_paper
from procedures.acts.publish_revocations import publish_revocations
from procedures.acts.restamp import restamp
from procedures.acts.restamp_evidence import restamp_evidence
from procedures.acts.revoke_key import revoke_key
from procedures.effects import (
    Again,
    CheckSignature,
    Effect,
    FetchLists,
    FollowOrder,
    IssuePaper,
    MakeExport,
    Notify,
    NotifyOwner,
    NotifySigner,
    PublishRevocations,
    Remind,
    RenderDeclaration,
    RenderPaper,
    RestampEvidence,
    RestampPaper,
    RevokeKey,
    SealCopy,
    WarnOfKey,
    from_row,
)
from procedures.preservation import load_policy
from procedures.records import OutboxRow

log = structlog.get_logger(__name__)
ROOT = Path(__file__).resolve().parent.parent
ONCE = "once"
"""The role of a background process that carries out one row and ends."""


class _Hands:
    """The services of this worker process, put in once at its start."""

    services: WorkerServices | None = None


def install(services: WorkerServices) -> None:
    """Give the jobs of this process their services."""
    _Hands.services = services


def carry_out(row_id: int) -> None:
    """Do what the row promises, unless it is done or somebody is at it."""
    services = _Hands.services
    assert services is not None, "the worker was started without services"
    try:
        with services.shared.transaction() as call:
            row = _claim(call, row_id)
            if row is None:
                return
            again = _do(services, call, row)
            if again is None:
                row.attempts += 1
                row.done_at = utc_now()
            else:
                outbox.postpone(services.shared, row, again)
    except Exception as error:  # noqa: BLE001 - whatever it was, it stays with the row
        log.warning("effect failed", row=row_id, error=outbox.describe(error))
        outbox.record_failure(services.shared, row_id, error)
        return
    log.info("effect done" if again is None else "effect goes on", row=row_id)
    outbox.push(services.shared)


def carry_out_apart(row_id: int) -> None:
    """The same in a process that ends with it: a long register's memory is given back at once.

    One that dies, as of hunger for memory, is noted like any other failure.
    """
    services = _Hands.services
    assert services is not None, "the worker was started without services"
    program = [sys.executable, "-m", "portal.background", ONCE, str(row_id)]
    try:
        subprocess.run(program, cwd=ROOT, check=True)
    except Exception as error:  # noqa: BLE001 - whatever it was, it stays with the row
        log.warning("effect's process died", row=row_id, error=outbox.describe(error))
        outbox.record_failure(services.shared, row_id, error)


def _claim(call: Call, row_id: int) -> OutboxRow | None:
    return call.db.scalar(
        select(OutboxRow)
        .where(OutboxRow.id == row_id, OutboxRow.done_at.is_(None))
        .with_for_update(skip_locked=True)
    )


def _do(services: WorkerServices, call: Call, row: OutboxRow) -> Again | None:
    effect: Effect = from_row(row.effect, row.payload)
    blobs = services.shared.blobs
    match effect:
        case RenderPaper() | IssuePaper() | RestampPaper():
            _make(services, call, effect)
        case RenderDeclaration():
            print_declaration(call, services.press, blobs, effect.declaration_id)
        case CheckSignature() | RestampEvidence():
            return _with_checker(services, call, effect)
        case FollowOrder():
            means = Means(services.hand, blobs, services.signers)
            return follow_order(call, means, effect.order_id)
        case SealCopy():
            seal_copy(call, services.copier, services.seal, blobs, effect.attachment_id)
        case MakeExport():
            make_export(call, services.press, services.spreadsheets, blobs, effect.export_id)
        case FetchLists():
            return fetch_lists(call, services.lists, blobs)
        case PublishRevocations() | RevokeKey():
            _with_keys(services, call, effect)
        case Notify() | NotifyOwner() | NotifySigner() | Remind() | WarnOfKey():
            notices.deliver(call, services.courier, effect, key=f"outbox-{row.id}")
        case _:
            assert_never(effect)
    return None


def _make(
    services: WorkerServices, call: Call, effect: RenderPaper | IssuePaper | RestampPaper
) -> None:
    """One step in the life of a paper's file."""
    blobs = services.shared.blobs
    match effect:
        case RenderPaper():
            print_paper(call, services.press, blobs, effect.paper_id)
        case IssuePaper():
            issue_paper(call, services.seal, blobs, effect.paper_id)
        case RestampPaper():
            restamp(call, services.seal, blobs, load_policy(), effect.paper_id)


def _with_checker(
    services: WorkerServices, call: Call, effect: CheckSignature | RestampEvidence
) -> Again | None:
    """What is to be asked of those who vouch for citizens' certificates and for times."""
    checker, blobs = services.checker, services.shared.blobs
    match effect:
        case CheckSignature():
            return check_signature(call, checker, blobs, effect.declaration_id)
        case RestampEvidence():
            restamp_evidence(call, checker, blobs, load_policy(), effect.declaration_id)
            return None


def _with_keys(
    services: WorkerServices, call: Call, effect: PublishRevocations | RevokeKey
) -> None:
    """What only who holds the keys can do, and no paper waits for."""
    match effect:
        case PublishRevocations():
            publish_revocations(call, services.codes, services.shared.blobs)
        case RevokeKey():
            revoke_key(call, services.keys, effect.key_id)
