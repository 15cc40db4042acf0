"""An officer's search by name, by code and by citizen number, in a small house and a large one."""

from collections.abc import Callable, Iterator, Mapping

import psycopg

from benchmarks.ground import Ground, plain_url
from benchmarks.houses import OFFICER, House, houses, page
from benchmarks.line import Line

HOME = "/xu-ly"
IN_UNIT = """
SELECT dossier.code, person.full_name, person.citizen_no
FROM dossier
JOIN person ON person.id = dossier.applicant_id
JOIN post ON post.unit_id = dossier.holder_unit_id
JOIN account ON account.person_id = post.person_id
WHERE account.username = %s AND dossier.state = 'in_progress'
ORDER BY dossier.code
LIMIT 1
"""

Words = Callable[[tuple[str, str, str]], str]
KINDS: Mapping[str, Words] = {
    "name": lambda row: row[1],
    "code": lambda row: row[0],
    "part of a code": lambda row: row[0][-5:],
    "citizen number": lambda row: row[2],
}
"""What is typed, of the first open dossier of the officer's unit."""


def measure(ground: Ground) -> Iterator[Line]:
    """The page that a search leads to, with what else of the person the officer may read."""
    few, _middle, many = houses(ground)
    for name, words in KINDS.items():
        addresses = (_address(few, words), _address(many, words))
        shown = f"search by {name} at {many.dossiers:,}"
        yield from page(ground, many, shown, OFFICER, addresses)


def _address(house: House, words: Words) -> str:
    with psycopg.connect(plain_url(house.shared.settings.database_url)) as db:
        row = db.execute(IN_UNIT, [OFFICER]).fetchone()
    assert row is not None
    fields = {"hang": "don-vi", "q": words(row)}
    return house.browsers[OFFICER].post(f"{HOME}/tim", fields)
