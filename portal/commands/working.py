"""`flask worker` and `flask sweep`: the work behind the web."""

import click
from flask.cli import with_appcontext

from portal import background, outbox
from portal.commands.under import services
from procedures.effects import Queue


@click.command()
@click.argument("queue", type=click.Choice([queue.value for queue in Queue]))
@click.option("--burst", is_flag=True, help="Stop when the queue is empty.")
@with_appcontext
def worker(queue: str, *, burst: bool) -> None:
    """Work one queue in this process; one queue each, so that no job falls between two."""
    background.work(services(), Queue(queue), burst=burst)


@click.command()
@click.option("--forever", is_flag=True, help="Again every two seconds until told to stop.")
@with_appcontext
def sweep(*, forever: bool) -> None:
    """Bring effects that were lost back into the queue, and throw away old words."""
    if forever:
        background.sweep(services())
    outbox.push(services())
    background.tidy(services())
