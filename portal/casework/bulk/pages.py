"""The pages of one act on many dossiers: the preview, the start, how far it is, how it ended."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from http import HTTPStatus
from urllib.parse import urlsplit
from uuid import UUID, uuid4

from flask import flash, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.acting import Db, acting, reading
from portal.auth import current_actor
from portal.casework.bulk.deeds import DEEDS, SEEN, Deed, deeds_of
from portal.casework.bulk.executing import A_HANDFUL, go_on
from portal.casework.bulk.foreseeing import Foreseen, foresee, foresee_signature
from portal.casework.entry import Entry, Refused
from portal.casework.room import Room
from portal.wiring import utc_now
from procedures.acts.bulk import (
    MOST_ITEMS,
    NOTHING_CHOSEN,
    Order,
    Pick,
    begin,
    ensure_handful,
)
from procedures.clock import VIETNAM
from procedures.errors import N_, Incomplete
from procedures.people import Role
from procedures.reads.bulk_runs import run_of
from procedures.reads.officers import OfficerChoice, officers_at
from procedures.reads.outlook import outlooks
from procedures.reads.to_sign import to_sign

Answer = Response | str | tuple[str, int]
NO_DEED = N_("Hãy chọn việc cần làm với các hồ sơ đã chọn.")
NO_OFFICER = N_("Hãy chọn cán bộ được giao.")
NO_TAKER = N_("Hãy ghi người nhận kết quả hoặc số bưu gửi.")
NOT_READ = N_("Hãy đọc các văn bản và xác nhận đã đọc trước khi ký.")
NEEDED: Mapping[str, str] = {"officer_id": NO_OFFICER, "taker": NO_TAKER}


@dataclass(frozen=True, slots=True)
class Choice:
    """What the list's form chose, and where the list is. `shown` is more than what stays ticked."""

    room: Room
    entry: Entry
    word: str
    deed: Deed
    picks: Sequence[Pick]
    shown: Sequence[Pick]

    @property
    def options(self) -> dict[str, str]:
        seen = (name for name in self.entry.values if name.startswith(SEEN))
        names = (*self.deed.asks, *(seen if self.deed.reads else ()))
        return {name: self.entry.text(name) for name in names}

    def missing(self) -> Iterator[Refused]:
        """What the form lacks for the deed to be done."""
        for name in self.deed.asks:
            if name in NEEDED and not self.entry.text(name).strip():
                yield Refused(name, NEEDED[name])
        if self.deed.reads and not self.picks:
            yield Refused("chon", NOTHING_CHOSEN)
        if self.deed.reads and not self.entry.text("read"):
            yield Refused("read", NOT_READ)


def preview_page(room: Room) -> Answer:
    """What would happen to each; nothing is done. Without a choice it says what is missing."""
    return _look(_choice(room, Entry.posted()))


def start_page(room: Room) -> Answer:
    """Write the order down and begin; a second press finds the first one's run."""
    choice = _choice(room, Entry.posted())
    missing = list(choice.missing())
    if missing:
        again = replace(choice, entry=choice.entry.after(Incomplete(NO_DEED, missing)))
        return _look(again), HTTPStatus.UNPROCESSABLE_ENTITY
    run_id = _uuid(choice.entry.text("khoa")) or uuid4()
    with acting() as call:
        known = outlooks(call.db, call.actor, {p.dossier_id for p in choice.picks}, call.now)
        picks = [pick for pick in choice.picks if pick.dossier_id in known]
        begin(call, run_id, Order(room.name, choice.word, choice.options), picks)
    return _after(room, run_id, go_on(run_id, MOST_ITEMS))


def _after(room: Room, run_id: UUID, pause: str) -> Response:
    """The run's page, with the reason why nobody can act for a while."""
    if pause:
        flash(pause, "error")
    return redirect(url_for(f"{room.name}.bulk_run", run_id=run_id), HTTPStatus.SEE_OTHER)


def run_page(room: Room, run_id: UUID) -> str:
    """How far it is and how it ended for each."""
    with reading() as db:
        run = run_of(db, current_actor(), run_id)
    return render_template(
        "bulk/run.html",
        room=room,
        run=run,
        deed=DEEDS[run.deed],
        back=url_for(f"{room.name}.inbox"),
    )


def onward(room: Room, run_id: UUID) -> Response:
    """Do some more of it; the page's script asks again and again, a reader by the button."""
    by_script = "X-Progress" in request.headers
    pause = go_on(run_id, A_HANDFUL if by_script else MOST_ITEMS)
    if not by_script:
        return _after(room, run_id, pause)
    with reading() as db:
        run = run_of(db, current_actor(), run_id)
    return jsonify(left=run.left, all=len(run.items))


def _choice(room: Room, entry: Entry) -> Choice:
    deed = deeds_of(room.name).get(entry.text("viec"))
    picks = [pick for pick in map(_pick, entry.all("chon")) if pick]
    shown = [pick for pick in map(_pick, entry.all("hien")) if pick] or picks
    ensure_handful(shown)
    if deed is None:
        raise Incomplete(NO_DEED)
    return Choice(room, entry, entry.text("viec"), deed, picks, shown)


def _look(choice: Choice) -> str:
    room, entry, deed = choice.room, choice.entry, choice.deed
    now = utc_now()
    with reading() as db:
        chosen = {pick.dossier_id for pick in choice.shown}
        found = outlooks(db, current_actor(), chosen, now)
        awaiting = to_sign(db, found) if deed.reads else {}
        holders = {outlook.holder_id for outlook in found.values()}
        officers = _officers(db, holders) if "officer_id" in deed.asks else ()
    names = {str(officer.person_id): officer.name for officer in officers}
    said = {
        "officer_id": entry.text("officer_id"),
        "officer": names.get(entry.text("officer_id"), "…"),
        "taker": entry.text("taker") or "…",
    }
    lines = [foresee(deed, pick, found.get(pick.dossier_id), said) for pick in choice.shown]
    if deed.reads:
        on, actor = now.astimezone(VIETNAM).date(), current_actor()
        lines = [
            foresee_signature(line, awaiting.get(line.pick.dossier_id), actor, on) for line in lines
        ]
    return render_template(
        "bulk/reading.html" if deed.reads else "bulk/preview.html",
        room=room,
        word=choice.word,
        deed=deed,
        lines=lines,
        ready=_ready(lines),
        ticked={pick.dossier_id for pick in choice.picks},
        officers=officers,
        key=_uuid(entry.text("khoa")) or uuid4(),
        entry=entry,
        faults=entry.shown_flaws,
        back=_back(room, entry.text("ve")),
    )


def _ready(lines: Sequence[Foreseen]) -> Sequence[Foreseen]:
    return [line for line in lines if line.possible]


def _officers(db: Db, holders: set[int | None]) -> Sequence[OfficerChoice]:
    """Who works at the one unit that holds them all; nobody when there are several."""
    if len(holders) != 1:
        return ()
    unit_id = next(iter(holders))
    today = utc_now().astimezone(VIETNAM).date()
    return officers_at(db, unit_id, Role.HANDLER, today) if unit_id else ()


def _pick(said: str) -> Pick | None:
    key, _, version = said.partition(".")
    dossier_id = _uuid(key)
    plain = version.isascii() and version.isdigit() and len(version) < len("1000000000")
    return Pick(dossier_id, int(version)) if dossier_id and plain and int(version) else None


def _back(room: Room, query: str) -> str:
    """The list as it was: only the query is taken from the form."""
    return f"{url_for(f'{room.name}.inbox')}?{urlsplit(f'?{query}').query}"


def _uuid(said: str) -> UUID | None:
    try:
        return UUID(said)
    except ValueError:
        return None
