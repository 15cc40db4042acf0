"""Puts a table's indexes aside while it is filled, and builds them again in one go.

Keeping them up row by row takes most of the time of filling; building them takes little.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import psycopg

UNIQUE = """
SELECT format('ALTER TABLE %%s DROP CONSTRAINT %%I', conrelid::regclass, conname),
       format('ALTER TABLE %%s ADD CONSTRAINT %%I %%s', conrelid::regclass, conname,
              pg_get_constraintdef(oid))
FROM pg_constraint
WHERE contype = 'u' AND conrelid = ANY(%s::regclass[])
"""
OTHERS = """
SELECT format('DROP INDEX %%s', indexrelid::regclass), pg_get_indexdef(indexrelid)
FROM pg_index
WHERE NOT indisprimary AND indrelid = ANY(%s::regclass[])
  AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid AND contype = 'u')
"""


@contextmanager
def indexes_aside(db: psycopg.Connection, tables: Sequence[str]) -> Iterator[None]:
    """For the length of a block the tables have their primary keys only."""
    found = [row for query in (UNIQUE, OTHERS) for row in db.execute(query, [list(tables)])]
    for drop, _ in found:
        db.execute(drop)
    yield
    db.execute("SET maintenance_work_mem = '512MB'")
    for _, build in found:
        db.execute(build)
