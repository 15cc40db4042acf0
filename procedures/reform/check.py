"""Whether a plan is sound, before anybody approves it and again on its day."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from procedures.errors import N_
from procedures.reform.faults import Fault, Rule, fault
from procedures.reform.plan import Heir, Plan, Ref, StepKind, new
from procedures.reform.routes import route_faults
from procedures.reform.tree import ENDING, After, Before

PAST = N_("Ngày {day} phải là ngày trong tương lai.")
EMPTY = N_("Văn bản chưa có bước sắp xếp nào.")
TWICE_PLACE = N_("Địa bàn {code} có hơn một bước.")
TWICE_UNIT = N_("Đơn vị {code} có hơn một bước.")
NO_PLACE = N_("Không có địa bàn {code} ({at}).")
NO_UNIT = N_("Không có đơn vị {code} ({at}).")
NO_TIER = N_("Không có cấp hành chính “{tier}” ({at}).")
NO_CALENDAR = N_("Không có lịch làm việc “{calendar}” ({at}).")
NO_FIELD = N_("Không có lĩnh vực “{field}” ({at}).")
RING = N_("{code} trực thuộc chính nó.")
HEIR_RING = N_("{code} được sáp nhập theo vòng vào chính nó.")
HEIR_ENDS = N_("{code} được giao cho {to}, nhưng {to} cũng kết thúc.")
WORK_LEFT = N_("Đơn vị {code} còn {count} hồ sơ đang giải quyết mà không có đơn vị kế thừa.")
FILED_LEFT = N_("Địa bàn {code} còn {count} hồ sơ đang giải quyết mà không có địa bàn kế thừa.")
NO_USUAL = N_("{code} có nhiều nơi kế thừa: phải chọn đúng một nơi mặc định.")
UNIT_LEFT = N_("Đơn vị {code} ở địa bàn {place} đã kết thúc mà không có bước nào.")
PLACE_LEFT = N_("Địa bàn {code} trực thuộc {parent} đã kết thúc mà không có bước nào.")
PART_LEFT = N_("Đơn vị {code} trực thuộc {parent} đã kết thúc mà không có bước nào.")
FIELD_TWICE = N_("Lĩnh vực “{field}” của {code} được giao cho hơn một đơn vị.")
SAME_OFFICE = N_("Địa bàn {place} có hơn một đơn vị loại “{kind}”.")
SAME_CODE = N_("Mã {code} được cấp hơn một lần.")
SPENT_CODE = N_("Mã {code} đã cấp cho một đơn vị đã kết thúc, không được cấp lại.")


def check(plan: Plan, before: Before, *, on_the_day: bool = False) -> tuple[Fault, ...]:
    """Everything that is wrong with the plan; nothing when it may be approved.

    `on_the_day` leaves out that the day must lie ahead.
    """
    after = After.of(plan, before)
    found = [*_of_the_day(plan, before, on_the_day=on_the_day)]
    found += _once(plan)
    unknown = [*_unknown(plan, before, after)]
    if unknown:
        return (*found, *unknown)
    found += _cycles(plan, after)
    found += _gaps(plan, before, after)
    found += _overlaps(plan, before, after)
    found += route_faults(plan, before, after)
    return tuple(found)


def _of_the_day(plan: Plan, before: Before, *, on_the_day: bool) -> Iterator[Fault]:
    if not on_the_day and plan.effective_on <= before.today:
        yield fault(Rule.FUTURE, PAST, day=plan.effective_on)
    if not (plan.places or plan.units or plan.new_places or plan.new_units):
        yield fault(Rule.KNOWN, EMPTY)


def _once(plan: Plan) -> Iterator[Fault]:
    for code in _repeated(step.place for step in plan.places):
        yield fault(Rule.ONCE, TWICE_PLACE, code=code)
    for code in _repeated(step.unit for step in plan.units):
        yield fault(Rule.ONCE, TWICE_UNIT, code=code)


def _repeated(items: Iterable[str]) -> list[str]:
    return [item for item, count in Counter(items).items() if count > 1]


def _unknown(plan: Plan, before: Before, after: After) -> Iterator[Fault]:
    """Every reference that leads nowhere: steps to what stands, the rest to what will or did."""
    places = {*before.places, *after.places}
    units = {*before.units, *after.units}
    for place_step in plan.places:
        at = place_step.place
        yield from _missing([at], before.places, NO_PLACE, at)
        yield from _missing([h.to for h in place_step.heirs], places, NO_PLACE, at)
        yield from _missing([place_step.parent], places, NO_PLACE, at)
    for step in plan.units:
        at = step.unit
        yield from _missing([at], before.units, NO_UNIT, at)
        yield from _missing([*(h.to for h in step.heirs), step.parent], units, NO_UNIT, at)
        fields = {field for heir in step.heirs for field in heir.fields}
        for field in sorted(fields - before.fields):
            yield fault(Rule.KNOWN, NO_FIELD, field=field, at=at)
        if step.calendar is not None and step.calendar not in before.calendars:
            yield fault(Rule.KNOWN, NO_CALENDAR, calendar=step.calendar, at=at)
    for place in plan.new_places:
        yield from _missing([place.parent], places, NO_PLACE, new(place.code))
        if place.tier not in before.tiers:
            yield fault(Rule.KNOWN, NO_TIER, tier=place.tier, at=new(place.code))
    for unit in plan.new_units:
        at = new(unit.code_2020)
        yield from _missing([unit.place], places, NO_PLACE, at)
        yield from _missing([unit.parent], units, NO_UNIT, at)
        if unit.calendar not in before.calendars:
            yield fault(Rule.KNOWN, NO_CALENDAR, calendar=unit.calendar, at=at)


def _missing(
    refs: Sequence[Ref | None], known: Iterable[Ref], msgid: str, at: Ref
) -> Iterator[Fault]:
    for ref in refs:
        if ref is not None and ref not in known:
            yield fault(Rule.KNOWN, msgid, code=ref, at=at)


def _cycles(plan: Plan, after: After) -> Iterator[Fault]:
    over_places = {code: (fact.parent,) for code, fact in after.places.items()}
    over_units = {code: (fact.parent,) for code, fact in after.units.items()}
    for code in (*_in_rings(over_places), *_in_rings(over_units)):
        yield fault(Rule.NO_CYCLE, RING, code=code)
    for heirs in (_heirs_of_places(plan), _heirs_of_units(plan)):
        for code in _in_rings({at: tuple(h.to for h in group) for at, group in heirs.items()}):
            yield fault(Rule.NO_CYCLE, HEIR_RING, code=code)


def _in_rings(leads_to: Mapping[Ref, Sequence[Ref | None]]) -> list[Ref]:
    """The nodes that can be reached from themselves."""
    return [start for start in leads_to if _reaches(start, leads_to)]


def _reaches(start: Ref, leads_to: Mapping[Ref, Sequence[Ref | None]]) -> bool:
    seen: set[Ref] = set()
    ahead = [ref for ref in leads_to[start] if ref is not None]
    while ahead:
        at = ahead.pop()
        if at == start:
            return True
        if at not in seen:
            seen.add(at)
            ahead += [ref for ref in leads_to.get(at, ()) if ref is not None]
    return False


def _heirs_of_places(plan: Plan) -> dict[Ref, tuple[Heir, ...]]:
    return {step.place: step.heirs for step in plan.places if step.kind in ENDING}


def _heirs_of_units(plan: Plan) -> dict[Ref, tuple[Heir, ...]]:
    return {step.unit: step.heirs for step in plan.units if step.kind in ENDING}


def _gaps(plan: Plan, before: Before, after: After) -> Iterator[Fault]:
    places, units = _heirs_of_places(plan), _heirs_of_units(plan)
    yield from _ended_heirs(places, after.places)
    yield from _ended_heirs(units, after.units)
    transfers = {s.unit: s.heirs for s in plan.units if s.kind is StepKind.TRANSFER}
    yield from _ended_heirs(transfers, after.units)
    yield from _nobody(units, before.in_hand, WORK_LEFT)
    yield from _nobody(places, before.living, FILED_LEFT)
    for code, unit in after.units.items():
        if unit.place not in after.places:
            yield fault(Rule.NO_GAP, UNIT_LEFT, code=code, place=unit.place)
        if unit.parent is not None and unit.parent not in after.units:
            yield fault(Rule.NO_GAP, PART_LEFT, code=code, parent=unit.parent)
    for code, place in after.places.items():
        if place.parent is not None and place.parent not in after.places:
            yield fault(Rule.NO_GAP, PLACE_LEFT, code=code, parent=place.parent)


def _ended_heirs(
    heirs: Mapping[Ref, tuple[Heir, ...]], standing: Mapping[Ref, object]
) -> Iterator[Fault]:
    for code, group in heirs.items():
        for heir in group:
            if heir.to not in standing:
                yield fault(Rule.NO_GAP, HEIR_ENDS, code=code, to=heir.to)


def _nobody(
    heirs: Mapping[Ref, tuple[Heir, ...]], busy: Mapping[Ref, int], msgid: str
) -> Iterator[Fault]:
    for code, group in heirs.items():
        if not group and busy.get(code):
            yield fault(Rule.NO_GAP, msgid, code=code, count=busy[code])
        if len(group) > 1 and sum(heir.usual for heir in group) != 1:
            yield fault(Rule.NO_GAP, NO_USUAL, code=code)


def _overlaps(plan: Plan, before: Before, after: After) -> Iterator[Fault]:
    for step in plan.units:
        for field in _repeated(field for heir in step.heirs for field in set(heir.fields)):
            yield fault(Rule.NO_OVERLAP, FIELD_TWICE, code=step.unit, field=field)
    offices = Counter((unit.place, unit.kind) for unit in after.units.values())
    for (place, kind), count in offices.items():
        if count > 1:
            yield fault(Rule.NO_OVERLAP, SAME_OFFICE, place=place, kind=kind)
    for code in _repeated([*(p.code for p in plan.new_places), *_standing(after.places)]):
        yield fault(Rule.NO_OVERLAP, SAME_CODE, code=code)
    for code in _repeated([*(u.code_2020 for u in plan.new_units), *_codes_kept(plan, before)]):
        yield fault(Rule.NO_OVERLAP, SAME_CODE, code=code)
    for unit in plan.new_units:
        if unit.code_2020 in before.spent:
            yield fault(Rule.NO_OVERLAP, SPENT_CODE, code=unit.code_2020)


def _codes_kept(plan: Plan, before: Before) -> list[str]:
    """The codes of units that nobody may have on the day but who has them, or who follows."""
    heirs = _heirs_of_units(plan)
    return [
        code for code in before.units if new(code) not in {heir.to for heir in heirs.get(code, ())}
    ]


def _standing(places: Iterable[Ref]) -> list[str]:
    """The codes of places that go on."""
    return [code for code in places if not code.startswith("+")]
