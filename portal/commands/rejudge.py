"""`flask rejudge`: signed declarations judged again from stored evidence, without a network."""

import json
from datetime import datetime
from uuid import UUID

import click
from flask.cli import with_appcontext

from portal.commands.under import services
from portal.wiring import Services, offline_check
from procedures.acts.rejudge import Rejudged, declarations_checked, rejudge
from procedures.clock import VIETNAM
from procedures.errors import DomainError
from procedures.papers.past_opinion import past_opinion
from procedures.ports import Outcome, SignatureCheck


@click.command("rejudge")
@click.argument("codes", nargs=-1)
@click.option("--independent", is_flag=True, help="Ask pyHanko's own procedure, too.")
@with_appcontext
def rejudge_declarations(codes: tuple[str, ...], *, independent: bool) -> None:
    """Judge the declarations of the dossiers again, or all there are: one JSON line each.

    An exit code of 1 says that some verdict is not what it was, could not be come to, or is none
    that pyHanko shares.
    """
    shared = services()
    checker = offline_check(shared.trust)
    all_same = True
    with shared.aside() as call:
        found = [one for code in codes or (None,) for one in declarations_checked(call, code)]
    for declaration_id in found:
        line = _judged(shared, checker, declaration_id)
        all_same &= bool(line["same"])
        if independent and "file" in line:
            line["pyhanko"] = _opinion(shared, line)
            all_same &= line["pyhanko"] == "OK" or line["verdict"] != Outcome.GENUINE
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


def _opinion(shared: Services, line: dict[str, object]) -> str:
    said = past_opinion(
        shared.blobs.get(str(line["file"])),
        shared.blobs.get(str(line["evidence"])),
        shared.trust.now(),
        datetime.fromisoformat(str(line["kept_since"])),
    )
    wrong = [f"{field}: {what}" for field, what in said.items() if what != "OK"]
    return ", ".join(wrong) or ("OK" if said else "no signature")


def _facts(again: Rejudged) -> dict[str, object]:
    return {
        "file": again.file,
        "evidence": again.evidence,
        "kept_since": again.kept_since.astimezone(VIETNAM).isoformat(timespec="seconds"),
        "verdict": again.now["outcome"],
        "reason": again.now["reason"],
        "signers": [signature["signer"] for signature in again.now["signatures"]],
        "same": again.same,
        "alone": again.alone,
    }
