"""`flask keys`: what the worker of papers would sign with, tried on its own machine."""

import json

import click
from flask.cli import with_appcontext

from portal.commands.under import services
from portal.wiring import keys_service, utc_now
from procedures.errors import Unavailable
from procedures.papers.key_ring import KeyRing
from procedures.ports import SignerRef


@click.command()
@with_appcontext
def keys() -> None:
    """Open each key that key-stores.json names: one JSON line each, and why not where it fails."""
    settings = services().settings
    ring = KeyRing(settings.pki_dir, utc_now, keys_service, test=False)
    for key_id in ring.listed():
        click.echo(json.dumps({"key": key_id, **_tried(ring, key_id)}, ensure_ascii=False))


def _tried(ring: KeyRing, key_id: str) -> dict[str, str]:
    try:
        pen = ring.held(SignerRef(key_id, "", "", ""))
    except Unavailable as trouble:
        return {"trouble": trouble.msgid}
    certificate = pen.chain[0]
    return {
        "store": pen.store,
        "holder": certificate.subject.rfc4514_string(),
        "serial": f"{certificate.serial_number:x}",
        "ends": certificate.not_valid_after_utc.isoformat(),
    }
