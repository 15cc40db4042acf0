"""`flask keys`: what the worker of papers would sign with, tried on its own machine."""

import json

import click
from asn1crypto.x509 import Certificate
from cryptography.hazmat.primitives.serialization import Encoding
from flask.cli import with_appcontext

from portal.commands.under import services
from portal.wiring import keys_service, utc_now
from procedures.errors import Unavailable
from procedures.papers.capacity import OTHER_CAPACITY, fits
from procedures.papers.key_ring import KeyRing
from procedures.papers.seal_fields import AGENCY_FIELD, LEADER_FIELD
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
    # The names of keys say whose they are to be (KEYS.md).
    field = LEADER_FIELD if key_id.startswith("leader-") else AGENCY_FIELD
    if not fits(Certificate.load(certificate.public_bytes(Encoding.DER)), field):
        return {"trouble": OTHER_CAPACITY}
    return {
        "store": pen.store,
        "holder": certificate.subject.rfc4514_string(),
        "serial": f"{certificate.serial_number:x}",
        "ends": certificate.not_valid_after_utc.isoformat(),
    }
