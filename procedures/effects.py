"""What must follow a commit: small facts that the outbox keeps and the queue carries."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID


class Queue(StrEnum):
    """One queue for each worker process."""

    PAPERS = "papers"
    NOTICES = "notices"
    EXPORTS = "exports"
    """Files that may take minutes: nobody's paper waits behind them."""
    SIGNINGS = "signings"
    """Questions to others, who may be slow or away: remote signing services, authorities' lists,
    whoever vouches for citizens' certificates. Nobody's paper waits behind them."""


@dataclass(frozen=True, slots=True)
class RenderPaper:
    """Print the paper with its number and date; nothing is signed yet."""

    paper_id: UUID


@dataclass(frozen=True, slots=True)
class IssuePaper:
    """Sign, seal and store a paper that is decided, then let the dossier go on."""

    paper_id: UUID


@dataclass(frozen=True, slots=True)
class RestampPaper:
    """Give an issued paper another archive time stamp before its newest one ages."""

    paper_id: UUID


@dataclass(frozen=True, slots=True)
class RenderDeclaration:
    """Print the citizen's declaration as the PDF it will be."""

    declaration_id: UUID


@dataclass(frozen=True, slots=True)
class CheckSignature:
    """Validate a declaration that the citizen signed elsewhere, with revocation data."""

    declaration_id: UUID


@dataclass(frozen=True, slots=True)
class RestampEvidence:
    """Give the evidence of a declaration's check another time stamp before its newest one ages."""

    declaration_id: UUID


@dataclass(frozen=True, slots=True)
class FollowOrder:
    """See a signature ordered of a remote service through to its end: one promise, many looks."""

    order_id: UUID


@dataclass(frozen=True, slots=True)
class SealCopy:
    """Make the sealed digital copy of a scan that an officer compared with the paper."""

    attachment_id: UUID


@dataclass(frozen=True, slots=True)
class Notify:
    """Tell the applicant what happened; `notice` names the mail template."""

    dossier_id: UUID
    notice: str


@dataclass(frozen=True, slots=True)
class NotifyOwner:
    """Tell a draft's owner what happened to it; `notice` names the mail template."""

    draft_id: UUID
    notice: str


@dataclass(frozen=True, slots=True)
class NotifySigner:
    """Tell somebody whom a declaration names that it waits for their signature."""

    signer_id: UUID
    notice: str


@dataclass(frozen=True, slots=True)
class Remind:
    """Tell an officer that a leg is due soon, late, or long late; `kind` names the letter.

    `desk` is not empty when the leg is the one-stop desk's own.
    """

    person_id: UUID
    dossier_id: UUID
    kind: str
    desk: str


@dataclass(frozen=True, slots=True)
class RevokeKey:
    """Have the certificate of a retired key revoked."""

    key_id: UUID


@dataclass(frozen=True, slots=True)
class WarnOfKey:
    """Tell an administrator that a certificate ends soon."""

    key_id: UUID
    person_id: UUID


@dataclass(frozen=True, slots=True)
class PublishRevocations:
    """Sign and publish the list of revoked and replaced papers anew."""


@dataclass(frozen=True, slots=True)
class FetchLists:
    """Fetch the authorities' lists of revoked certificates anew."""


@dataclass(frozen=True, slots=True)
class MakeExport:
    """Make the file that an officer ordered: a register or a control slip."""

    export_id: UUID


Effect = (
    RenderPaper
    | IssuePaper
    | RestampPaper
    | RenderDeclaration
    | CheckSignature
    | RestampEvidence
    | FollowOrder
    | SealCopy
    | Notify
    | NotifyOwner
    | NotifySigner
    | Remind
    | RevokeKey
    | WarnOfKey
    | PublishRevocations
    | FetchLists
    | MakeExport
)

QUEUE_OF: Mapping[type[Effect], Queue] = MappingProxyType(
    {
        RenderPaper: Queue.PAPERS,
        IssuePaper: Queue.PAPERS,
        RestampPaper: Queue.PAPERS,
        RenderDeclaration: Queue.PAPERS,
        CheckSignature: Queue.SIGNINGS,
        RestampEvidence: Queue.SIGNINGS,
        FollowOrder: Queue.SIGNINGS,
        SealCopy: Queue.PAPERS,
        Notify: Queue.NOTICES,
        NotifyOwner: Queue.NOTICES,
        NotifySigner: Queue.NOTICES,
        Remind: Queue.NOTICES,
        RevokeKey: Queue.PAPERS,
        WarnOfKey: Queue.NOTICES,
        PublishRevocations: Queue.PAPERS,
        FetchLists: Queue.SIGNINGS,
        MakeExport: Queue.EXPORTS,
    }
)

_BY_NAME: Mapping[str, type[Effect]] = MappingProxyType({t.__name__: t for t in QUEUE_OF})


@dataclass(frozen=True, slots=True)
class Again:
    """What an act says that has looked and is not at the end: it wants to look again.

    `fault` is the message id of what stood in the way, empty when nothing did.
    """

    seconds: float
    fault: str = ""


def to_row(effect: Effect) -> tuple[str, dict[str, str]]:
    """The effect's name and payload as an outbox row holds them."""
    return type(effect).__name__, {key: str(value) for key, value in asdict(effect).items()}


def from_row(name: str, payload: Mapping[str, str]) -> Effect:
    """The effect that an outbox row stands for; raises KeyError for an unknown name."""
    kind: Callable[..., Effect] = _BY_NAME[name]
    return kind(
        **{key: UUID(value) if key.endswith("_id") else value for key, value in payload.items()}
    )
