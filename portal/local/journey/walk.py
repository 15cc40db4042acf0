"""One dossier's way, person by person, as the scenario tells it."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic, sleep
from typing import Any

from portal.local.journey.browser import Browser, File, Stuck
from portal.local.journey.world import World

PATIENCE = 30.0
Sign = Callable[[bytes, str], bytes]
"""Signs a declaration as the citizen with that account would with a tool of their own."""


@dataclass
class Walk:
    """The walk of one procedure; `told` collects what happened, line by line."""

    world: World
    procedure: str
    scenario: Mapping[str, Any]
    sign: Sign
    papers: Path
    scan: File
    told: list[dict[str, str]] = field(default_factory=list)
    dossier: str = ""
    code: str = ""

    def tell(self, who: str, what: str) -> None:
        """One line of the journey."""
        at = datetime.now(UTC).astimezone().isoformat(timespec="seconds")
        self.told.append({"at": at, "who": who, "what": what})

    @contextmanager
    def person(self, username: str) -> Iterator[Browser]:
        """Somebody's browser, signed in by the page and out again."""
        browser = Browser(self.world.base)
        browser.open("/dang-nhap")
        password = self.world.settings.sample_password
        browser.send("/dang-nhap", {"username": username, "password": password})
        try:
            yield browser
        finally:
            browser.close()

    def file(self) -> None:
        """The citizen fills, attaches, declares, signs where told, and submits."""
        who = self.scenario["citizen"]
        with self.person(who) as citizen:
            citizen.open(f"/ho-so/moi/{self.procedure}")
            citizen.send(f"/moi/{self.procedure}", self.scenario["place"])
            self._fill(citizen)
            self._declare(citizen, who)
            self.dossier = citizen.path.split("/")[2]
            self.code = self._code(citizen)
            self.tell(who, f"nộp hồ sơ {self.code}")

    def _fill(self, citizen: Browser) -> None:
        """Page after page until the files, then the review."""
        for _ in range(20):
            if citizen.path.endswith("/tep"):
                break
            page = citizen.path.partition("?")[0]
            citizen.send(page, self.scenario["inputs"])
        self._attach(citizen, self.scenario["files"])
        citizen.send("/xem-lai", {"nhan": self.scenario["return"]})

    def _attach(self, citizen: Browser, components: list[str]) -> None:
        files = {name: self.scan for c in components for name in citizen.names(c)}
        citizen.send("/tep", files=files)
        if citizen.path.endswith("/tep"):
            citizen.open(citizen.path.removesuffix("/tep") + "/xem-lai")

    def _declare(self, citizen: Browser, who: str) -> None:
        """Wait for the print, keep it, sign it or stand by it, and hand in."""
        address = citizen.path
        until(lambda: citizen.open(address) and citizen.has_form("/nop"), "the declaration")
        printed = citizen.fetch(citizen.links("/tep/to-khai/")[0])
        self._keep("to-khai", printed)
        if self.scenario["sign"]:
            signed = self.sign(printed, who)
            self._keep("to-khai-da-ky", signed)
            citizen.send("/to-khai", files={"to_khai": ("to-khai.pdf", signed, "application/pdf")})
            until(lambda: self._passed(citizen, address), "the check of the signature")
            self.tell(who, "ký số tờ khai; chữ ký hợp lệ và đúng người nộp")
        citizen.send("/nop", {"cam_doan": "1"})

    def _passed(self, citizen: Browser, address: str) -> bool:
        citizen.open(address)
        return citizen.has_form("/nop") and not citizen.has_form("/to-khai")

    def _code(self, citizen: Browser) -> str:
        return citizen.text_of("app-panel__code")

    def receive(self) -> None:
        """The desk accepts and hands over to the first handling unit."""
        desk = self.scenario["desk"]
        with self.person(desk) as officer:
            self._act(officer, f"/mot-cua/{self.dossier}/tiep-nhan")
            self.tell(desk, "tiếp nhận hồ sơ, đồng hồ bắt đầu chạy")
            self._act(officer, f"/mot-cua/{self.dossier}/chuyen")
            self.tell(desk, "chuyển hồ sơ cho đơn vị thụ lý")

    def handle(self) -> None:
        """Each handling unit in turn; a supplement round where the scenario has one; propose."""
        *earlier, last = self.scenario["handlers"]
        for handler in earlier:
            self._take(handler)
            self._ask_if_told(handler)
            with self.person(handler) as officer:
                self._act(officer, f"/xu-ly/{self.dossier}/chuyen")
                self.tell(handler, "chuyển hồ sơ lên cấp trên theo quy trình")
        self._take(last)
        self._ask_if_told(last)
        with self.person(last) as officer:
            address = f"/xu-ly/{self.dossier}/trinh"
            officer.open(address)
            signer = officer.value_beside("signer_post_id", self.scenario["signer_name"])
            values = {**self.scenario["result"], "outcome": "granted", "signer_post_id": signer}
            officer.send(address, values)
            self.tell(last, "trình ký kết quả")

    def _take(self, handler: str) -> None:
        """Somebody by name takes what the unit was offered."""
        with self.person(handler) as officer:
            self._act(officer, f"/xu-ly/{self.dossier}/nhan")
            self.tell(handler, "nhận hồ sơ được chuyển đến")

    def _ask_if_told(self, handler: str) -> None:
        asked = self.scenario["supplement"]
        if not asked or asked["by"] != handler:
            return
        with self.person(handler) as officer:
            address = f"/xu-ly/{self.dossier}/bo-sung"
            officer.open(address)
            pick = asked["pick"]
            values = {"chon": pick, f"loi.{pick}": asked["words"], "reason": asked["reason"]}
            officer.send(address, values)
            self.tell(handler, "yêu cầu bổ sung, đồng hồ tạm dừng")
        self._supplement()

    def _supplement(self) -> None:
        who = self.scenario["citizen"]
        with self.person(who) as citizen:
            citizen.open(f"/ho-so/{self.dossier}")
            citizen.send("/bo-sung")
            draft = "/".join(citizen.path.split("/")[:4])
            citizen.open(f"{draft}/tep")
            component = self.scenario["supplement"]["pick"].partition(".")[2]
            self._attach(citizen, [component])
            citizen.open(f"{draft}/xem-lai")
            citizen.send("/xem-lai")
            self._declare(citizen, who)
            self.tell(who, "nộp bổ sung, đồng hồ chạy tiếp")

    def decide(self) -> None:
        """The leader reads the very file, and signs it."""
        signer = self.scenario["signer"]
        with self.person(signer) as leader:
            address = f"/xu-ly/{self.dossier}/ky"
            until(lambda: leader.open(address) and leader.has_form("/ky"), "the printed result")
            leader.send("/ky", {"read": "1"})
            self.tell(signer, "đọc đúng bản in và ký")

    def finish(self) -> None:
        """Wait for the signed papers; the desk returns what is not returned online; keep all."""
        desk = self.scenario["desk"]
        if self.scenario["return"] == "desk":
            with self.person(desk) as officer:
                address = f"/mot-cua/{self.dossier}/tra-ket-qua"
                until(lambda: _opens(officer, address) and officer.has_form(address), "the result")
                officer.send(address, {"taker": self.scenario["taker"]})
                self.tell(desk, "trả kết quả tại quầy")
        with self.person(self.scenario["citizen"]) as citizen:
            page = f"/ho-so/{self.dossier}"
            until(lambda: "/tep/giay/" in citizen.open(page), "the papers")
            until(lambda: "Đã trả kết quả" in citizen.open(page), "the end")
            self.tell(self.scenario["citizen"], "nhận kết quả")

    def _act(self, officer: Browser, address: str) -> None:
        officer.open(address)
        officer.send(address)

    def _keep(self, name: str, data: bytes) -> None:
        (self.papers / f"{self.procedure}-{name}.pdf").write_bytes(data)


def _opens(browser: Browser, address: str) -> bool:
    try:
        browser.open(address)
    except Stuck:
        return False
    return True


def until(true: Callable[[], object], what: str) -> None:
    """Ask again until it is true; real workers are at it meanwhile."""
    end = monotonic() + PATIENCE
    while not true():
        if monotonic() > end:
            raise Stuck(f"waited {PATIENCE:g} s for {what}")
        sleep(0.3)
