"""A person who files with the keyboard alone: Tab, arrows, Space, Enter and typing."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import FilePayload, Page

from tests.factories import SMALL_PDF
from tests.journeys.eyes import Window

FAR = 150
"""Presses of Tab after which what is looked for counts as out of reach."""
_HERE = """(way) => {
  const here = document.activeElement;
  return {
    found: here.matches(way), type: here.type || '', name: here.name || '',
    value: here.value || '', ticked: Boolean(here.checked),
  };
}"""


@dataclass(slots=True)
class Keys:
    """Presses keys in a window; `answers` holds what is typed or chosen, by the input's name."""

    window: Window
    answers: Mapping[str, str]

    def __post_init__(self) -> None:
        # From now on the browser hands choosers of files to the test instead of showing them.
        self.page.on("filechooser", lambda _: None)

    @property
    def page(self) -> Page:
        return self.window.page

    def press_on(self, way: str) -> None:
        """Tab to the link or button that the selector says, answering what lies between; Enter."""
        for _ in range(FAR):
            self.page.keyboard.press("Tab")
            here = self._here(way)
            if here["found"]:
                with self.page.expect_navigation(wait_until="domcontentloaded"):
                    self.page.keyboard.press("Enter")
                self.window.dress()
                return
            self._answer(here)
        raise AssertionError(f"{self.page.url}: {way} is out of the keyboard's reach")

    def _here(self, way: str = "*") -> dict[str, Any]:
        """What has the focus."""
        found: dict[str, Any] = self.page.evaluate(_HERE, way)
        return found

    def _answer(self, here: Mapping[str, Any]) -> None:
        wanted = self.answers.get(here["name"])
        if wanted is None:
            return
        if here["type"] == "file":
            self._attach(wanted)
        elif here["type"] in {"radio", "select-one"}:
            self._choose(here, wanted)
        elif here["type"] == "checkbox":
            self._tick(here)
        elif here["value"] != wanted:
            self.page.keyboard.press("Control+A")
            self.page.keyboard.type(wanted)

    def _tick(self, here: Mapping[str, Any]) -> None:
        if not here["ticked"]:
            self.page.keyboard.press("Space")

    def _choose(self, here: Mapping[str, Any], wanted: str) -> None:
        """Space ticks the first of several buttons; arrows go on through buttons and lists."""
        if here["type"] == "radio":
            self._tick(here)
        for _ in range(FAR):
            if self._here()["value"] == wanted:
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{here['name']}: {wanted} cannot be chosen by keyboard")

    def _attach(self, name: str) -> None:
        with self.page.expect_file_chooser() as opened:
            self.page.keyboard.press("Enter")
        file = FilePayload(name=name, mimeType="application/pdf", buffer=SMALL_PDF)
        opened.value.set_files(file)
