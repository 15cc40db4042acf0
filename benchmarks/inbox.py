"""Officers' queues in a small house and in a large one: the same work, other crowds."""

from collections.abc import Iterator

from benchmarks.ground import Ground
from benchmarks.houses import CLERK, LEADER, OFFICER, houses, page
from benchmarks.line import Line

PAGES = (
    ("own work", OFFICER, "/xu-ly"),
    ("the unit's work", OFFICER, "/xu-ly?hang=don-vi"),
    ("due today", OFFICER, "/xu-ly?hang=hom-nay"),
    ("late", OFFICER, "/xu-ly?hang=qua-han"),
    ("waiting for others", OFFICER, "/xu-ly?hang=cho-nguoi-khac"),
    ("offered to the unit", OFFICER, "/xu-ly?hang=cho-nhan"),
    ("offered by the unit", OFFICER, "/xu-ly?hang=da-chuyen"),
    ("opinions asked", OFFICER, "/xu-ly?hang=cho-y-kien"),
    ("new messages", OFFICER, "/xu-ly?hang=tin-moi"),
    ("to sign", LEADER, "/xu-ly?hang=cho-ky"),
    ("to receive, at the desk", CLERK, "/mot-cua?hang=cho-tiep-nhan"),
    ("to return, at the desk", CLERK, "/mot-cua?hang=cho-tra"),
    (
        "the unit's work with every filter",
        OFFICER,
        "/xu-ly?hang=don-vi&thu-tuc=1.001193&han=qua-han&trang-thai=in_progress&tu=2020-01-01&xep=nop",
    ),
)


def measure(ground: Ground) -> Iterator[Line]:
    """Every page with all its counters in the largest house; in the middle one the first alone."""
    _few, middle, many = houses(ground)
    for house, pages in ((middle, PAGES[:1]), (many, PAGES)):
        for name, who, address in pages:
            shown = f"inbox at {house.dossiers:,}, {name}"
            yield from page(ground, house, shown, who, (address, address))
