"""The events of one dossier's clock, brought into the one order in which they can have happened."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from itertools import pairwise
from typing import Final

from procedures.clock.moments import VIETNAM, moment
from procedures.clock.refusals import ExtensionRefused, PauseRefused
from procedures.clock.terms import Extension, Pause
from procedures.errors import N_

Event = Pause | Extension

LATEST: Final = datetime.max.replace(tzinfo=VIETNAM)
"""Where an open pause ends when pauses are sorted."""


def in_order(received: datetime, events: Sequence[Event]) -> tuple[Event, ...]:
    """The events to the minute and by time; refused when they cannot all have happened."""
    pauses = _pauses_in_order(moment(received), events)
    grants = [event for event in events if isinstance(event, Extension)]
    if len(grants) > 1:
        raise ExtensionRefused(N_("Chỉ được hẹn lại ngày trả kết quả một lần."))
    if not grants:
        return pauses
    decided = grants[0].decided
    exact = [event for event in events if isinstance(event, Pause)]
    if any(_covers(pause, decided) for pause in exact):
        raise ExtensionRefused(N_("Không hẹn lại được khi thời hạn đang tạm dừng."))
    before = sum(pause.start < decided for pause in exact)
    return (*pauses[:before], replace(grants[0], decided=moment(decided)), *pauses[before:])


def _pauses_in_order(received: datetime, events: Sequence[Event]) -> tuple[Pause, ...]:
    stops = sorted(
        (_to_the_minute(event) for event in events if isinstance(event, Pause)),
        key=lambda pause: (pause.start, pause.end or LATEST),
    )
    if any(pause.end is not None and pause.end < pause.start for pause in stops):
        raise PauseRefused(N_("Khoảng tạm dừng kết thúc trước khi bắt đầu."))
    if stops and stops[0].start < received:
        raise PauseRefused(N_("Khoảng tạm dừng bắt đầu trước khi hồ sơ được tiếp nhận."))
    if any(one.end is None or two.start < one.end for one, two in pairwise(stops)):
        raise PauseRefused(N_("Các khoảng tạm dừng chồng lên nhau."))
    return tuple(stops)


def _to_the_minute(pause: Pause) -> Pause:
    return replace(pause, start=moment(pause.start), end=moment(pause.end) if pause.end else None)


def _covers(pause: Pause, at: datetime) -> bool:
    return pause.start <= at and (pause.end is None or at < pause.end)
