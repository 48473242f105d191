"""Lets several people act in the same moment, each in a thread and session of their own."""

from collections.abc import Callable, Sequence
from threading import Barrier, Thread

from flask import Flask


def at_once(app: Flask, deeds: Sequence[Callable[[], object]]) -> list[object]:
    """Do all deeds at once; return what each returned or raised, in their order."""
    barrier = Barrier(len(deeds))
    outcomes: list[object] = [None] * len(deeds)

    def do(number: int) -> None:
        with app.app_context():
            barrier.wait()
            try:
                outcomes[number] = deeds[number]()
            except Exception as error:  # noqa: BLE001 - the outcome is what the test asks about
                outcomes[number] = error

    threads = [Thread(target=do, args=(number,)) for number in range(len(deeds))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes
