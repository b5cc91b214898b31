"""The order of events: each happens at its own moment and may note what follows from it."""

from collections.abc import Callable, Iterator
from datetime import datetime
from heapq import heappop, heappush
from itertools import count

What = Callable[[datetime], object]


class Diary:
    """What is noted for a day after the end never happens: so some things are still on their way."""

    def __init__(self, until: datetime) -> None:
        self.until = until
        self._noted: list[tuple[datetime, int, What]] = []
        self._order = count()

    def note(self, at: datetime, what: What) -> None:
        """`what` is called with its moment. At one moment, what was noted first comes first."""
        if at <= self.until:
            heappush(self._noted, (at, next(self._order), what))

    def live(self, until: datetime) -> Iterator[datetime]:
        """Let everything happen up to this moment, in the order of time."""
        while self._noted and self._noted[0][0] <= until:
            at, _, what = heappop(self._noted)
            what(at)
            yield at
