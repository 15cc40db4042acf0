"""`flask rejudge`: signed declarations judged again from stored evidence, without a network."""

import json
from uuid import UUID

import click
from flask.cli import with_appcontext

from portal.commands.under import services
from portal.wiring import Services, offline_check
from procedures.acts.rejudge import Rejudged, declarations_checked, rejudge
from procedures.clock import VIETNAM
from procedures.errors import DomainError
from procedures.ports import SignatureCheck


@click.command("rejudge")
@click.argument("codes", nargs=-1)
@with_appcontext
def rejudge_declarations(codes: tuple[str, ...]) -> None:
    """Judge the declarations of the dossiers again, or all there are: one JSON line each.

    An exit code of 1 says that some verdict is not what it was, or could not be come to.
    """
    shared = services()
    checker = offline_check(shared.trust)
    all_same = True
    with shared.aside() as call:
        found = [one for code in codes or (None,) for one in declarations_checked(call, code)]
    for declaration_id in found:
        line = _judged(shared, checker, declaration_id)
        all_same &= bool(line["same"])
        click.echo(json.dumps({"declaration": str(declaration_id), **line}, ensure_ascii=False))
    if codes and not found:
        raise click.ClickException("no declaration with evidence")
    if not all_same:
        raise SystemExit(1)


def _judged(shared: Services, checker: SignatureCheck, declaration_id: UUID) -> dict[str, object]:
    try:
        with shared.aside() as call:
            return _facts(rejudge(call, checker, shared.blobs, declaration_id))
    except DomainError as refusal:
        return {"trouble": refusal.msgid, "same": False}


def _facts(again: Rejudged) -> dict[str, object]:
    return {
        "file": again.file,
        "evidence": again.evidence,
        "kept_since": again.kept_since.astimezone(VIETNAM).isoformat(timespec="seconds"),
        "verdict": again.now["outcome"],
        "reason": again.now["reason"],
        "signers": [signature["signer"] for signature in again.now["signatures"]],
        "same": again.same,
    }
