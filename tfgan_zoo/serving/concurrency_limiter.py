"""A limit on how many requests are served at once, and how many may wait."""

import asyncio
import concurrent.futures

from tfgan_zoo.serving import errors
from tfgan_zoo.serving.memory_budget import MemoryBudget


class ConcurrencyLimiter:
    """Threads that serve, a bounded queue in front of them, and a memory budget.

    Threads of a model that batches wait for each other's examples: there have to be
    more of them than processors.

    Args:
        threads: requests that are served at once.
        waiting: more that may wait for a thread.
        max_bytes: memory of all of them.
    """

    def __init__(self, threads: int, waiting: int, max_bytes: int = 2**30):
        self.max_requests = threads + waiting
        self.memory = MemoryBudget(max_bytes)
        self._pool = concurrent.futures.ThreadPoolExecutor(threads, "serve")
        self._begun = set()

    @property
    def in_progress(self) -> int:
        """How many are served or wait."""
        # Not by their callers: when one stops waiting, its thread is busy all the same.
        return len(self._begun)

    async def run(self, share, function, *args):
        """Calls a function in a thread.

        Args:
            share: of the memory, which the thread holds until it is done.
            function: to call.
            *args: of the function.

        Raises:
            BusyError: too many are waiting.
        """
        if self.in_progress >= self.max_requests:
            raise errors.BusyError(
                f"{self.in_progress} requests are being served or wait; try again "
                "later."
            )

        def done(work):
            self._begun.discard(work)
            share.__exit__()

        share.__enter__()
        work = self._pool.submit(function, *args)
        self._begun.add(work)
        work.add_done_callback(done)
        return await asyncio.wrap_future(work)

    def close(self):
        """Lets the threads go once they are done; what waits for one is dropped."""
        self._pool.shutdown(wait=False, cancel_futures=True)
