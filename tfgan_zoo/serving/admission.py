"""How many requests are served at once, and how many may wait."""

import asyncio
import concurrent.futures

from tfgan_zoo.serving import errors


class Admission:
    """Threads that serve, and a bounded queue in front of them.

    Threads of a model that batches wait for each other's examples: there have to be
    more of them than processors.

    Args:
        threads: requests that are served at once.
        waiting: more that may wait for a thread.
    """

    def __init__(self, threads: int, waiting: int):
        self.most = threads + waiting
        self._pool = concurrent.futures.ThreadPoolExecutor(threads, "serve")
        self._begun = set()

    @property
    def now(self) -> int:
        """How many are served or wait."""
        # Not by their callers: when one stops waiting, its thread is busy all the same.
        self._begun = {work for work in self._begun if not work.done()}
        return len(self._begun)

    async def run(self, function, *args):
        """Calls a function in a thread.

        Raises:
            Busy: too many are waiting.
        """
        if self.now >= self.most:
            raise errors.BusyError(
                f"{self.now} requests are being served or wait; try again later."
            )
        work = self._pool.submit(function, *args)
        self._begun.add(work)
        return await asyncio.wrap_future(work)

    def close(self):
        """Lets the threads go once they are done; what waits for one is dropped."""
        self._pool.shutdown(wait=False, cancel_futures=True)
