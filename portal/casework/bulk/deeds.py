"""What can be done with many dossiers at once: a table, one line for each deed."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from types import MappingProxyType
from uuid import UUID

from procedures.acts.assign import assign
from procedures.acts.call import Call
from procedures.acts.decide import decide
from procedures.acts.hand_over import Target, hand_over
from procedures.acts.receive import receive
from procedures.acts.return_result import return_result
from procedures.acts.take import take
from procedures.errors import N_
from procedures.lifecycle import Act

SEEN = "seen."

Options = Mapping[str, str]
Does = Callable[[Call, UUID, int, Options], object]


@dataclass(frozen=True, slots=True)
class Deed:
    """One act as it is done to many.

    `asks` names the inputs of the page before it; `will` says what will happen to one dossier,
    with `{due}`, `{unit}`, `{officer}` and `{taker}` in their places. `reads` shows the papers of
    each first, and carries what was shown as `seen.<paper>` among the options.
    """

    act: Act
    label: str
    will: str
    does: Does
    rooms: frozenset[str]
    asks: tuple[str, ...] = ()
    along_the_plan: bool = False
    reads: bool = False


def _assign(call: Call, dossier_id: UUID, version: int, options: Options) -> None:
    assign(call, dossier_id, version, UUID(options["officer_id"]), options["note"])


def _sign(call: Call, dossier_id: UUID, version: int, options: Options) -> None:
    decide(call, dossier_id, version, dict(seen_papers(options)))


def seen_papers(said: Mapping[str, str]) -> Iterator[tuple[UUID, str]]:
    """The digests of what a page showed, by paper; a name that is no paper's is nobody's."""
    for name, digest in said.items():
        if name.startswith(SEEN):
            with suppress(ValueError):
                yield UUID(name.removeprefix(SEEN)), digest


DEEDS: Mapping[str, Deed] = MappingProxyType(
    {
        "tiep-nhan": Deed(
            Act.RECEIVE,
            N_("Tiếp nhận"),
            N_("Tiếp nhận, hẹn trả kết quả lúc {due}."),
            lambda call, dossier_id, version, _: receive(call, dossier_id, version),
            frozenset({"desk"}),
        ),
        "chuyen": Deed(
            Act.HAND_OVER,
            N_("Chuyển theo quy trình"),
            N_("Chuyển đến {unit}."),
            lambda call, dossier_id, version, options: hand_over(
                call, dossier_id, version, Target(), options["note"]
            ),
            frozenset({"desk", "office"}),
            asks=("note",),
            along_the_plan=True,
        ),
        "tra-ket-qua": Deed(
            Act.RETURN_RESULT,
            N_("Trả kết quả"),
            N_("Trả kết quả, kết thúc hồ sơ; người nhận: {taker}."),
            lambda call, dossier_id, version, options: return_result(
                call, dossier_id, version, options["taker"]
            ),
            frozenset({"desk"}),
            asks=("taker",),
        ),
        "nhan": Deed(
            Act.TAKE,
            N_("Nhận bàn giao"),
            N_("Nhận hồ sơ; bạn là cán bộ thụ lý."),
            lambda call, dossier_id, version, _: take(call, dossier_id, version),
            frozenset({"office"}),
        ),
        "phan-cong": Deed(
            Act.ASSIGN,
            N_("Giao cho cán bộ"),
            N_("Giao cho {officer}."),
            _assign,
            frozenset({"office"}),
            asks=("officer_id", "note"),
        ),
        "ky": Deed(
            Act.DECIDE,
            N_("Đọc và ký"),
            N_("Ký đúng các văn bản này."),
            _sign,
            frozenset({"office"}),
            reads=True,
        ),
    }
)
"""By the word that a form carries."""


def deeds_of(room: str) -> Mapping[str, Deed]:
    """What a room's list offers."""
    return {word: deed for word, deed in DEEDS.items() if room in deed.rooms}
