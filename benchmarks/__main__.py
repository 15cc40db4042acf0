"""`python -m benchmarks [NAME...]`: run all benchmarks or the named ones, print JSON lines."""

import argparse
import signal
import sys
from collections.abc import Callable, Iterator, Mapping

from benchmarks import (
    bulk,
    catalogue,
    inbox,
    paper,
    reorganisation,
    search,
    signing,
    submit,
    throughput,
    verify,
)
from benchmarks.ground import Ground, open_ground
from benchmarks.line import Line
from benchmarks.size import FULL, TINY

BENCHMARKS: Mapping[str, Callable[[Ground], Iterator[Line]]] = {
    "paper": paper.measure,
    "verify": verify.measure,
    "throughput": throughput.measure,
    "submit": submit.measure,
    "catalogue": catalogue.measure,
    "inbox": inbox.measure,
    "search": search.measure,
    "bulk": bulk.measure,
    "signing": signing.measure,
    "reorganisation": reorganisation.measure,
}

_ENDED = 128 + signal.SIGTERM
"""What a shell says of a program that was asked to end; here it has put its servers away first."""


def main() -> None:
    """Measure and print each line as soon as it is known; progress goes to stderr."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(BENCHMARKS))
    parser.add_argument("--tiny", action="store_true", help="a glance: figures mean nothing")
    chosen = parser.parse_args()
    unknown = [name for name in chosen.names if name not in BENCHMARKS]
    if unknown:
        parser.error(f"no such benchmark: {', '.join(unknown)}")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(_ENDED))
    with open_ground(TINY if chosen.tiny else FULL) as ground:
        for name in chosen.names or BENCHMARKS:
            sys.stderr.write(f"{name} ...\n")
            for line in BENCHMARKS[name](ground):
                sys.stdout.write(line.to_json() + "\n")
                sys.stdout.flush()


if __name__ == "__main__":
    main()
