"""The law of a dossier's life: states, acts, and one table of what may follow what.

States map to the status codes 1 to 10 of the national portal. The transitions are derived from
NĐ 61/2018/NĐ-CP (Điều 17 to 20) and the national codes; what is doubtful there is data of the
procedure (`clock_policy`), never a branch here. A supplement comes by the same three ways as a
dossier (Điều 17: at the desk, by post, online), whichever of them the dossier itself came by.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType

from procedures.errors import N_, NotLawful, Term
from procedures.people import Role
from procedures.routing import Function


class State(StrEnum):
    """Where a dossier stands; finer than the national code it maps to."""

    SUBMITTED = "submitted"
    INCOMPLETE = "incomplete"
    """The desk asked for completion before receiving: no clock runs yet."""
    REFUSED = "refused"
    RECEIVED = "received"
    IN_PROGRESS = "in_progress"
    AWAITING_SUPPLEMENT = "awaiting_supplement"
    AWAITING_PAYMENT = "awaiting_payment"
    PROPOSED = "proposed"
    DECIDED = "decided"
    ISSUED = "issued"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"
    STOPPED = "stopped"


NATIONAL_CODE: Mapping[State, int] = MappingProxyType(
    {
        State.SUBMITTED: 1,
        State.RECEIVED: 2,
        State.REFUSED: 3,
        State.IN_PROGRESS: 4,
        State.PROPOSED: 4,
        State.DECIDED: 4,
        State.INCOMPLETE: 5,
        State.AWAITING_SUPPLEMENT: 5,
        State.AWAITING_PAYMENT: 6,
        State.WITHDRAWN: 7,
        State.STOPPED: 8,
        State.ISSUED: 9,
        State.RETURNED: 10,
    }
)
"""Status codes of the national portal (DOMAIN: "Status codes of the national portal")."""

STATE_NAMES: Mapping[State, str] = MappingProxyType(
    {
        State.SUBMITTED: N_("Mới đăng ký"),
        State.INCOMPLETE: N_("Chờ hoàn thiện"),
        State.REFUSED: N_("Không được tiếp nhận"),
        State.RECEIVED: N_("Được tiếp nhận"),
        State.IN_PROGRESS: N_("Đang xử lý"),
        State.AWAITING_SUPPLEMENT: N_("Chờ bổ sung"),
        State.AWAITING_PAYMENT: N_("Chờ thực hiện nghĩa vụ tài chính"),
        State.PROPOSED: N_("Chờ ký duyệt"),
        State.DECIDED: N_("Đang phát hành kết quả"),
        State.ISSUED: N_("Đã xử lý xong"),
        State.RETURNED: N_("Đã trả kết quả"),
        State.WITHDRAWN: N_("Đã rút hồ sơ"),
        State.STOPPED: N_("Dừng xử lý"),
    }
)


class Act(StrEnum):
    """One verb each; it names the act's module, template, audit tag and test."""

    SUBMIT = "submit"
    RECEIVE = "receive"
    REFUSE = "refuse"
    ASK_SUPPLEMENT = "ask_supplement"
    SUPPLEMENT = "supplement"
    """The applicant's answer: online, or on paper, which a desk types for them."""
    ASK_PAYMENT = "ask_payment"
    CONFIRM_PAYMENT = "confirm_payment"
    HAND_OVER = "hand_over"
    """Offers the dossier to another unit; custody stays until somebody there takes it."""
    TAKE = "take"
    DECLINE = "decline"
    RECALL = "recall"
    ASSIGN = "assign"
    ASK_OPINION = "ask_opinion"
    GIVE_OPINION = "give_opinion"
    EXTEND = "extend"
    """The one new promise, with a letter of apology."""
    ALLOW_SUPPLEMENT = "allow_supplement"
    """A leader's leave to ask the applicant a second time."""
    RECOUNT = "recount"
    """Count the promised date by the newest calendar."""
    PROPOSE = "propose"
    APPROVE = "approve"
    SEND_BACK = "send_back"
    DECIDE = "decide"
    DECIDE_PART = "decide_part"
    """One agency's decision in a linked filing: the next agency goes on."""
    ISSUE = "issue"
    RETURN_RESULT = "return_result"
    PROPOSE_REVOCATION = "propose_revocation"
    """Thu hồi hoặc thay thế giấy tờ đã phát hành: what the leader is asked to decide."""
    REVOKE = "revoke"
    DISMISS_REVOCATION = "dismiss_revocation"
    REOPEN = "reopen"
    """What ended the dossier was revoked: it goes back to where it was ended (`after_denial`)."""
    WITHDRAW = "withdraw"
    STOP = "stop"


class ClockEffect(StrEnum):
    """What an act does to the statutory clock."""

    START = "start"
    KEEP = "keep"
    PAUSE = "pause"
    RESUME = "resume"
    RECOUNT = "recount"
    STOP = "stop"
    REOPEN = "reopen"
    """It had stopped for good, and runs again: what lay between is a pause."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One lawful step: where it leads, who may take it, what the clock does.

    `at` is the kind of leg on which it may be taken. `offered` is whether it answers an offer to
    another unit (True), needs the dossier free of one (False), or does not mind (None).
    """

    next: State
    roles: frozenset[Role]
    clock: ClockEffect = ClockEffect.KEEP
    at: Function | None = None
    offered: bool | None = None


def _rule(
    to: State,
    *roles: Role,
    clock: ClockEffect = ClockEffect.KEEP,
    at: Function | None = None,
    offered: bool | None = None,
) -> Rule:
    return Rule(to, frozenset(roles), clock, at, offered)


_RUNNING = (State.RECEIVED, State.IN_PROGRESS, State.PROPOSED)
_ANSWERING = (Role.APPLICANT, Role.RECEIVER, Role.SUPPORTER)
"""Who hands in a supplement: the applicant, or for them a desk that received or helped."""
_RESULTED = (State.ISSUED, State.RETURNED)
_REVOCABLE = (*_RESULTED, State.REFUSED, State.STOPPED)
_PAUSED = (State.AWAITING_SUPPLEMENT, State.AWAITING_PAYMENT)


def _handing(state: State, giver: Role) -> dict[tuple[State, Act], Rule]:
    """An offer, and its three ends; only taking it moves custody."""
    return {
        (state, Act.HAND_OVER): _rule(state, giver, offered=False),
        (state, Act.TAKE): _rule(State.IN_PROGRESS, Role.TAKER, offered=True),
        (state, Act.DECLINE): _rule(state, Role.TAKER, offered=True),
        (state, Act.RECALL): _rule(state, giver, offered=True),
    }


def _in_place(act: Act, states: tuple[State, ...], rule: Rule) -> dict[tuple[State, Act], Rule]:
    """The same rule in several states, none of which it leaves."""
    return {(state, act): replace(rule, next=state) for state in states}


LAW: Mapping[tuple[State, Act], Rule] = MappingProxyType(
    {
        (State.SUBMITTED, Act.RECEIVE): _rule(
            State.RECEIVED, Role.RECEIVER, clock=ClockEffect.START
        ),
        (State.SUBMITTED, Act.REFUSE): _rule(State.REFUSED, Role.RECEIVER),
        (State.SUBMITTED, Act.ASK_SUPPLEMENT): _rule(State.INCOMPLETE, Role.RECEIVER),
        (State.SUBMITTED, Act.WITHDRAW): _rule(State.WITHDRAWN, Role.APPLICANT),
        (State.INCOMPLETE, Act.SUPPLEMENT): _rule(State.SUBMITTED, *_ANSWERING),
        (State.INCOMPLETE, Act.REFUSE): _rule(State.REFUSED, Role.RECEIVER),
        (State.INCOMPLETE, Act.WITHDRAW): _rule(State.WITHDRAWN, Role.APPLICANT),
        **_handing(State.RECEIVED, Role.RECEIVER),
        (State.RECEIVED, Act.WITHDRAW): _rule(
            State.WITHDRAWN, Role.APPLICANT, clock=ClockEffect.STOP
        ),
        **_handing(State.IN_PROGRESS, Role.HANDLER),
        (State.IN_PROGRESS, Act.ASSIGN): _rule(
            State.IN_PROGRESS, Role.HANDLER, Role.LEADER, offered=False
        ),
        (State.IN_PROGRESS, Act.ASK_OPINION): _rule(State.IN_PROGRESS, Role.HANDLER, offered=False),
        (State.IN_PROGRESS, Act.ASK_SUPPLEMENT): _rule(
            State.AWAITING_SUPPLEMENT, Role.HANDLER, clock=ClockEffect.PAUSE, offered=False
        ),
        (State.IN_PROGRESS, Act.ALLOW_SUPPLEMENT): _rule(State.IN_PROGRESS, Role.AUTHORITY),
        (State.IN_PROGRESS, Act.ASK_PAYMENT): _rule(
            State.AWAITING_PAYMENT, Role.HANDLER, clock=ClockEffect.PAUSE, offered=False
        ),
        (State.IN_PROGRESS, Act.PROPOSE): _rule(State.PROPOSED, Role.HANDLER, offered=False),
        (State.IN_PROGRESS, Act.STOP): _rule(
            State.STOPPED, Role.HANDLER, clock=ClockEffect.STOP, offered=False
        ),
        (State.IN_PROGRESS, Act.WITHDRAW): _rule(
            State.WITHDRAWN, Role.APPLICANT, clock=ClockEffect.STOP
        ),
        (State.AWAITING_SUPPLEMENT, Act.SUPPLEMENT): _rule(
            State.IN_PROGRESS, *_ANSWERING, clock=ClockEffect.RESUME
        ),
        (State.AWAITING_SUPPLEMENT, Act.STOP): _rule(
            State.STOPPED, Role.HANDLER, clock=ClockEffect.STOP
        ),
        (State.AWAITING_SUPPLEMENT, Act.WITHDRAW): _rule(
            State.WITHDRAWN, Role.APPLICANT, clock=ClockEffect.STOP
        ),
        (State.AWAITING_PAYMENT, Act.CONFIRM_PAYMENT): _rule(
            State.IN_PROGRESS, Role.RECEIVER, clock=ClockEffect.RESUME
        ),
        (State.AWAITING_PAYMENT, Act.STOP): _rule(
            State.STOPPED, Role.HANDLER, clock=ClockEffect.STOP
        ),
        (State.AWAITING_PAYMENT, Act.WITHDRAW): _rule(
            State.WITHDRAWN, Role.APPLICANT, clock=ClockEffect.STOP
        ),
        (State.PROPOSED, Act.SEND_BACK): _rule(State.IN_PROGRESS, Role.LEADER),
        (State.PROPOSED, Act.APPROVE): _rule(State.PROPOSED, Role.LEADER, at=Function.APPROVAL),
        (State.PROPOSED, Act.DECIDE): _rule(
            State.DECIDED, Role.LEADER, clock=ClockEffect.STOP, at=Function.SIGNING
        ),
        (State.PROPOSED, Act.DECIDE_PART): _rule(
            State.IN_PROGRESS, Role.LEADER, at=Function.SIGNING
        ),
        (State.DECIDED, Act.ISSUE): _rule(State.ISSUED, Role.SYSTEM),
        (State.ISSUED, Act.RETURN_RESULT): _rule(State.RETURNED, Role.RECEIVER, Role.SYSTEM),
        **_in_place(
            Act.GIVE_OPINION,
            (State.IN_PROGRESS, *_PAUSED),
            _rule(State.IN_PROGRESS, Role.CONSULTED),
        ),
        **_in_place(
            Act.EXTEND,
            _RUNNING,
            _rule(State.IN_PROGRESS, Role.AUTHORITY, clock=ClockEffect.RECOUNT),
        ),
        **_in_place(
            Act.RECOUNT,
            (*_RUNNING, *_PAUSED),
            _rule(State.IN_PROGRESS, Role.RECEIVER, Role.AUTHORITY, clock=ClockEffect.RECOUNT),
        ),
        **_in_place(
            Act.PROPOSE_REVOCATION, (*_RESULTED, State.STOPPED), _rule(State.ISSUED, Role.KEEPER)
        ),
        (State.REFUSED, Act.PROPOSE_REVOCATION): _rule(State.REFUSED, Role.RECEIVER),
        **_in_place(Act.REVOKE, _REVOCABLE, _rule(State.ISSUED, Role.ISSUER)),
        **_in_place(
            Act.DISMISS_REVOCATION,
            (*_RESULTED, State.STOPPED),
            _rule(State.ISSUED, Role.KEEPER, Role.ISSUER),
        ),
        (State.REFUSED, Act.DISMISS_REVOCATION): _rule(State.REFUSED, Role.RECEIVER, Role.ISSUER),
        (State.REFUSED, Act.REOPEN): _rule(State.SUBMITTED, Role.SYSTEM),
        **{
            (state, Act.REOPEN): _rule(State.IN_PROGRESS, Role.SYSTEM, clock=ClockEffect.REOPEN)
            for state in (*_RESULTED, State.STOPPED)
        },
    }
)

FINAL_STATES = frozenset({State.REFUSED, State.RETURNED, State.WITHDRAWN, State.STOPPED})
"""A life has ended here; only the system moves it again, when what ended it is revoked."""
PAUSED_STATES = frozenset(_PAUSED)
RESULTED_STATES = frozenset(_RESULTED)
REVOCABLE_STATES = frozenset(_REVOCABLE)
"""There is a paper that may be revoked: a result, or the slip that told of the end."""


def step(state: State, act: Act) -> Rule:
    """The rule for `act` in `state`; raises `NotLawful` when the law has none."""
    rule = LAW.get((state, act))
    if rule is None:
        raise NotLawful(
            N_("Không thể thực hiện thao tác này khi hồ sơ ở tình trạng “{state}”."),
            state=Term(STATE_NAMES[state]),
        )
    return rule


def acts_open_to(roles: frozenset[Role], state: State) -> tuple[Act, ...]:
    """The acts that the law offers in `state` to somebody with `roles`, in the table's order."""
    return tuple(act for (at, act), rule in LAW.items() if at is state and rule.roles & roles)
