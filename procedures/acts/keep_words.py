"""Words typed and not yet sent: kept for their writer alone, gone once they are sent."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert

from procedures.acts.call import Call
from procedures.errors import N_, Incomplete
from procedures.records import Scratch

MOST_CHARACTERS = 200_000
LONGEST_FORM = 200
KEPT_FOR = timedelta(days=30)
NOT_TYPED = frozenset({"version"})
"""What a form says of itself: kept beside the words, never a reason to keep them."""
TOO_MUCH = N_("Nội dung quá dài nên chưa lưu được.")

Fields = Mapping[str, Sequence[str]]


def keep_words(call: Call, writer_id: UUID, form: str, fields: Fields) -> bool:
    """Keep what stands in the form at that path instead of what was kept before.

    An emptied form keeps nothing. Whether something is kept now; raises `Incomplete` when it is
    beyond all measure.
    """
    typed = {name: [_plain(text) for text in values] for name, values in fields.items()}
    size = sum(len(name) + sum(map(len, values)) for name, values in typed.items())
    if size > MOST_CHARACTERS or len(form) > LONGEST_FORM:
        raise Incomplete(TOO_MUCH)
    said = (text for name, values in typed.items() if name not in NOT_TYPED for text in values)
    if not any(text.strip() for text in said):
        forget_words(call, writer_id, form)
        return False
    row = {"person_id": writer_id, "form": form, "fields": typed, "saved_at": call.now}
    call.db.execute(
        insert(Scratch)
        .values(row)
        .on_conflict_do_update(
            index_elements=["person_id", "form"], set_={"fields": typed, "saved_at": call.now}
        )
    )
    return True


def forget_words(call: Call, writer_id: UUID, form: str) -> None:
    """They were sent, or their writer wants them no more."""
    call.db.execute(delete(Scratch).where(Scratch.person_id == writer_id, Scratch.form == form))


def forget_old_words(call: Call) -> int:
    """Sweep what nobody came back to; how many forms it was."""
    old = delete(Scratch).where(Scratch.saved_at < call.now - KEPT_FOR).returning(Scratch.form)
    return len(call.db.scalars(old).all())


def _plain(text: str) -> str:
    """As typed, but for the one letter that the database does not take."""
    return text.replace("\0", "")
