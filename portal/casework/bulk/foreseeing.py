"""What a deed would do to each chosen dossier, or why it cannot; nothing is done yet."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from portal.casework.bulk.deeds import Deed
from portal.i18n import translate
from procedures.acts.bulk import Pick
from procedures.acts.sign_read import NOT_PRINTED, OLD_DATE, OTHER_SIGNER
from procedures.errors import N_, DomainError, NotAllowed, NotLawful, Stale, Term
from procedures.lifecycle import Act, step
from procedures.people import Actor
from procedures.reads.outlook import Outlook
from procedures.reads.to_sign import ToSign
from procedures.routing import Function

NO_DOSSIER = N_("Không tìm thấy hồ sơ.")
NOT_YOURS = N_("Bạn không có quyền thực hiện thao tác này đối với hồ sơ.")
NOT_NOW = N_("Hồ sơ không ở bước thực hiện được thao tác này.")
THE_SYSTEM = N_("Hệ thống")
CHANGED = N_(
    "{who} đã thực hiện “{what}” lúc {when}, sau khi bạn mở danh sách; hãy xem lại hồ sơ này."
)
NOT_HANDLING = N_("Theo quy trình, bước tiếp theo không phải là bước thụ lý; hãy xử lý riêng.")
SAME_HANDS = N_("Người này đang thụ lý hồ sơ.")


@dataclass(frozen=True, slots=True)
class Foreseen:
    """One line of the preview. `words` say what will happen, or why it cannot.

    `reading` are the papers to be read first, where the deed is to sign them.
    """

    pick: Pick
    outlook: Outlook | None
    possible: bool
    words: str
    reading: ToSign | None = None

    @property
    def value(self) -> str:
        """The dossier and the version that was seen, as forms carry them."""
        return f"{self.pick.dossier_id}.{self.pick.version}"


def foresee(
    deed: Deed, pick: Pick, outlook: Outlook | None, said: Mapping[str, object]
) -> Foreseen:
    """The line for one dossier; `said` fills what the deed was given into its sentence."""
    if outlook is None:
        return Foreseen(pick, None, possible=False, words=translate(NO_DOSSIER))
    refusal = _refusal(deed, pick, outlook, said)
    if refusal is not None:
        return Foreseen(pick, outlook, possible=False, words=translate(refusal))
    told = NotLawful(deed.will, **{**said, "due": outlook.promise, "unit": outlook.next_unit})
    return Foreseen(pick, outlook, possible=True, words=translate(told))


def foresee_signature(line: Foreseen, reading: ToSign | None, actor: Actor, on: date) -> Foreseen:
    """The line with the papers that the actor would sign, or why they cannot be signed."""
    if not line.possible or reading is None:
        return line
    refusal: DomainError | None = None
    if reading.signer_post_id not in {post.id for post in actor.posts}:
        refusal = NotAllowed(OTHER_SIGNER)
    elif not reading.is_printed:
        refusal = NotLawful(NOT_PRINTED)
    elif any(sheet.dated != on for sheet in reading.sheets):
        refusal = NotLawful(OLD_DATE)
    if refusal is not None:
        return replace(line, possible=False, words=translate(refusal), reading=reading)
    return replace(line, reading=reading)


def _refusal(
    deed: Deed, pick: Pick, outlook: Outlook, said: Mapping[str, object]
) -> DomainError | None:
    if outlook.version != pick.version:
        return _changed(outlook)
    if deed.act not in outlook.acts:
        return _unlawful(deed.act, outlook)
    if deed.along_the_plan and outlook.next_function is not Function.HANDLING:
        return NotLawful(NOT_HANDLING)
    if deed.act is Act.ASSIGN and str(outlook.officer_id) == said.get("officer_id"):
        return NotLawful(SAME_HANDS)
    return None


def _changed(outlook: Outlook) -> Stale:
    moved = outlook.last_move
    assert moved is not None, "a version goes up with a move"
    who = moved.who or Term(THE_SYSTEM)
    return Stale(CHANGED, who=who, what=Term(moved.what), when=moved.at)


def _unlawful(act: Act, outlook: Outlook) -> DomainError:
    try:
        step(outlook.state, act)
    except NotLawful as refusal:
        return refusal
    return NotAllowed(NOT_YOURS if outlook.acts == () else NOT_NOW)
