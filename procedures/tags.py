"""What the ledger calls each event: `source:subject:action`, a closed vocabulary."""

from enum import StrEnum

from procedures.lifecycle import Act


class Tag(StrEnum):
    """Audit tags. Every act on a dossier has one (`tag_of`)."""

    SUBMIT = "citizen:dossier:submit"
    RECEIVE = "desk:dossier:receive"
    REFUSE = "desk:dossier:refuse"
    ASK_SUPPLEMENT = "officer:dossier:ask_supplement"
    SUPPLEMENT = "citizen:dossier:supplement"
    ASK_PAYMENT = "office:dossier:ask_payment"
    CONFIRM_PAYMENT = "desk:dossier:confirm_payment"
    HAND_OVER = "officer:dossier:hand_over"
    PROPOSE = "office:dossier:propose"
    SEND_BACK = "office:dossier:send_back"
    DECIDE = "office:dossier:decide"
    DECIDE_PART = "office:dossier:decide_part"
    ISSUE = "system:dossier:issue"
    RETURN_RESULT = "desk:dossier:return_result"
    WITHDRAW = "citizen:dossier:withdraw"
    STOP = "office:dossier:stop"
    PAPER_ISSUED = "system:paper:issue"
    PAPER_REPRINTED = "office:paper:reprint"
    ACCESS_DENIED = "web:dossier:deny"
    SIGN_IN = "web:account:sign_in"
    VERSION_PUBLISHED = "admin:version:publish"
    VERSION_WITHDRAWN = "admin:version:withdraw"
    CALENDAR_CHANGED = "admin:calendar:change"
    UNIT_CHANGED = "admin:unit:change"
    OFFICER_ADDED = "admin:officer:add"
    POST_APPOINTED = "admin:post:appoint"
    POST_ENDED = "admin:post:end"
    ACCOUNT_LOCKED = "admin:account:lock"
    ACCOUNT_UNLOCKED = "admin:account:unlock"
    PASSWORD_RESET = "admin:account:reset_password"  # noqa: S105 - a tag
    JOB_RETRIED = "admin:job:retry"


def tag_of(act: Act) -> Tag:
    """The ledger's tag for an act on a dossier."""
    return Tag[act.name]
