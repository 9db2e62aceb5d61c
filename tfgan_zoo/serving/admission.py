"""How many requests are served at once, and how many may wait."""

import asyncio
import concurrent.futures
import contextlib

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
        self.now = 0
        self._pool = concurrent.futures.ThreadPoolExecutor(threads, "serve")

    async def run(self, function, *args):
        """Calls a function in a thread.

        Raises:
            Busy: too many are waiting.
        """
        if self.now >= self.most:
            raise errors.BusyError(
                f"{self.now} requests are being served or wait; try again later."
            )
        loop = asyncio.get_running_loop()
        work = self._pool.submit(function, *args)
        self.now += 1
        # Not when the caller stops waiting: the thread would be busy all the same.
        work.add_done_callback(lambda _: self._end(loop))
        return await asyncio.wrap_future(work)

    def close(self):
        """Lets the threads go once they are done; what waits for one is dropped."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _end(self, loop):
        with contextlib.suppress(RuntimeError):  # The loop has ended before the thread.
            loop.call_soon_threadsafe(self._count_down)

    def _count_down(self):
        self.now -= 1
