"""The ledger's own chains: recounted on the page, and who asked for what is not theirs."""

from flask import abort, render_template

from portal.acting import reading
from portal.admin.blueprint import admin, edge, for_admins, pages
from procedures.acts.administer import Stream
from procedures.reads.administration.chains import MOST_CHECKED, check_chain, check_chains, entries


@admin.get("/so-ghi")
@for_admins
def ledger() -> str:
    """Every chain with its verdict."""
    with reading() as db:
        checks = check_chains(db, list(Stream))
    return render_template("admin/ledger.html", checks=checks, most=MOST_CHECKED)


@admin.get("/so-ghi/<name>")
@for_admins
def chain(name: str) -> str:
    """One chain, the newest entries first."""
    if name not in set(Stream):
        abort(404)
    with reading() as db:
        check = check_chain(db, name)
        found = entries(db, name, edge(int))
    return render_template(
        "admin/chain.html",
        check=check,
        found=found,
        denials=name == Stream.ACCESS,
        most=MOST_CHECKED,
        pages=pages(found.previous, found.next),
    )
