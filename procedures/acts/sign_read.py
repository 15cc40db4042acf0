"""A leader signs as the holder of a post, and exactly the bytes that were read, on their day."""

from procedures.acts.call import Call
from procedures.delegation import refusal
from procedures.errors import N_, NotAllowed, NotLawful, Stale
from procedures.records import Dossier, Paper, PostRow
from procedures.records.paper import PaperState
from procedures.records.versions import version_of

NOT_PRINTED = N_("Văn bản chưa được in xong; hãy đợi trong giây lát rồi xem lại.")
OTHER_BYTES = N_("Văn bản đã được in lại sau khi bạn xem. Hãy đọc bản mới trước khi ký.")
OLD_DATE = N_("Văn bản ghi ngày khác ngày hôm nay. Hãy in lại với ngày hôm nay trước khi ký.")
POST_ENDED = N_(
    "Bạn không còn giữ chức vụ ghi trên văn bản này nên không ký được. Hãy trả lại dự thảo để "
    "trình người đang giữ chức vụ."
)
OTHER_SIGNER = N_("Văn bản này được trình người khác ký.")


def refuse_other_signer(call: Call, dossier: Dossier, post_id: int) -> None:
    """Unless the post is the actor's today and may sign papers of this procedure (`NotAllowed`)."""
    post = call.db.get_one(PostRow, post_id)
    if post.person_id != call.actor.person_id:
        raise NotAllowed(OTHER_SIGNER)
    if not post.held_on(call.today):
        raise NotAllowed(POST_ENDED)
    procedure = version_of(call.db, dossier.procedure_version_id).procedure
    rule = refusal(post.signs_as, post.ground, procedure.code, call.today)
    if rule is not None:
        raise NotAllowed(rule)


def refuse_unread(call: Call, paper: Paper, seen: str | None) -> None:
    """Unless `seen` is the digest of its print and it bears today's date.

    Raises `NotLawful` when it waits for the printer or bears another day, `Stale` when it was
    printed anew since it was read.
    """
    if paper.state is not PaperState.PRINTED or paper.printed_sha256 is None:
        raise NotLawful(NOT_PRINTED)
    if seen != paper.printed_sha256:
        raise Stale(OTHER_BYTES)
    if paper.dated != call.today:
        raise NotLawful(OLD_DATE)
