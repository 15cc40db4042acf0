"""Retiring a key that was lost or stolen: one administrator asks, another carries it out.

From then on its holder signs with a new key, the certificate is revoked, and whatever it signed
since the moment of the loss is not believed any more; what was time-stamped before still stands.
"""

from datetime import datetime
from uuid import UUID

from procedures.acts import ledger
from procedures.acts.administer import Stream, ensure_admin, wrong
from procedures.acts.call import Call
from procedures.acts.outbox import promise
from procedures.acts.words import tidy
from procedures.effects import RevokeKey
from procedures.errors import N_, NotAllowed, NotFound, NotLawful, Stale
from procedures.records import SigningKey
from procedures.tags import Tag

NO_KEY = N_("Không tìm thấy khóa ký này.")
NO_GROUNDS = N_("Hãy ghi căn cứ, lý do thôi dùng khóa.")
BAD_MOMENT = N_("Thời điểm khóa bị lộ phải từ ngày chứng thư có hiệu lực đến hiện tại.")
ASKED_ALREADY = N_("Đã có đề nghị thôi dùng khóa này.")
RETIRED = N_("Khóa này đã thôi dùng.")
NOT_ASKED = N_("Chưa có đề nghị thôi dùng khóa này.")
FOUR_EYES = N_("Người đề nghị không tự duyệt; hãy nhờ một quản trị viên khác.")
CHANGED_MEANWHILE = N_("Đề nghị vừa được người khác sửa. Hãy xem lại rồi duyệt.")
MOST_WORDS = 500


def ask_key_retirement(call: Call, key_id: UUID, since: datetime, grounds: str) -> None:
    """Ask that the key be retired; `since` is when it was lost, aware.

    Raises `Incomplete` naming the input that is wrong.
    """
    ensure_admin(call)
    key = _locked(call, key_id)
    if key.asked_at is not None:
        raise NotLawful(ASKED_ALREADY)
    words = tidy(grounds)[:MOST_WORDS]
    if not words:
        raise wrong("grounds", NO_GROUNDS)
    if not key.valid_from <= since <= call.now:
        raise wrong("since", BAD_MOMENT)
    key.compromised_at, key.grounds = since, words
    key.asked_at, key.asked_by = call.now, call.actor.person_id
    call.db.flush()
    _note(call, key, Tag.KEY_RETIREMENT_ASKED)


def drop_key_retirement(call: Call, key_id: UUID) -> None:
    """Take the request back, or refuse it; the key goes on as before."""
    ensure_admin(call)
    key = _locked(call, key_id)
    if key.asked_at is None:
        raise NotLawful(NOT_ASKED)
    _note(call, key, Tag.KEY_RETIREMENT_DROPPED)
    key.asked_at = key.asked_by = key.compromised_at = None
    key.grounds = ""
    call.db.flush()


def retire_key(call: Call, key_id: UUID, seen: datetime) -> None:
    """Carry the request out; `seen` is when the request that was read had been made.

    Raises `NotAllowed` for whoever asked, `Stale` when it is another request by now.
    """
    ensure_admin(call)
    key = _locked(call, key_id)
    if key.asked_at is None:
        raise NotLawful(NOT_ASKED)
    if key.asked_at != seen:
        raise Stale(CHANGED_MEANWHILE)
    if key.asked_by == call.actor.person_id:
        raise NotAllowed(FOUR_EYES)
    key.retired_at, key.retired_by = call.now, call.actor.person_id
    call.db.flush()
    promise(call, RevokeKey(key.id), None)
    _note(call, key, Tag.KEY_RETIRED)


def _locked(call: Call, key_id: UUID) -> SigningKey:
    key = call.db.get(SigningKey, key_id, with_for_update=True, populate_existing=True)
    if key is None:
        raise NotFound(NO_KEY)
    if key.retired_at is not None:
        raise NotLawful(RETIRED)
    return key


def _note(call: Call, key: SigningKey, tag: Tag) -> None:
    detail = {
        "key": key.key_id,
        "serial": key.serial,
        "since": key.compromised_at.isoformat() if key.compromised_at else "",
        "grounds": key.grounds,
    }
    ledger.append(call, Stream.KEYS, tag, detail=detail, unit_id=key.unit_id)
