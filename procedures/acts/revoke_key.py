"""Having the certificate of a retired key revoked: the worker's part, done after the decision."""

from uuid import UUID

from procedures.acts.call import Call
from procedures.ports import Keys
from procedures.records import SigningKey


def revoke_key(call: Call, keys: Keys, key_id: UUID) -> None:
    """Tell the authority, where it is ours; another one is asked in writing (the page says so)."""
    key = call.db.get_one(SigningKey, key_id)
    assert key.retired_at is not None
    assert key.compromised_at is not None
    keys.revoke(key.serial, key.compromised_at)
