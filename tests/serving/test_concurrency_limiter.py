"""The queue in front of the threads is bounded, whatever the callers do."""

import asyncio
import threading

import pytest

from tfgan_zoo.serving.concurrency_limiter import ConcurrencyLimiter
from tfgan_zoo.serving.errors import BusyError


def run(limiter, *call):
    return limiter.run(limiter.memory.share(), *call)


async def until(condition):
    for _ in range(6000):
        if condition():
            return
        await asyncio.sleep(0.01)
    raise TimeoutError("This has not come.")


def test_no_more_are_let_in_than_fit():
    async def story():
        gate, limiter = threading.Event(), ConcurrencyLimiter(threads=1, waiting=1)
        calls = [asyncio.create_task(run(limiter, gate.wait)) for _ in range(2)]
        await asyncio.sleep(0)
        with pytest.raises(BusyError, match="2 requests are being served or wait"):
            await run(limiter, gate.wait)
        gate.set()
        assert await asyncio.gather(*calls) == [True, True]
        await until(lambda: limiter.in_progress == 0)
        assert await run(limiter, lambda: 3) == 3
        limiter.close()

    asyncio.run(story())


def test_a_caller_that_leaves_does_not_free_its_thread():
    async def story():
        gate, limiter = threading.Event(), ConcurrencyLimiter(threads=1, waiting=0)
        begun = threading.Event()

        def work():
            begun.set()
            gate.wait()

        call = asyncio.create_task(run(limiter, work))
        await until(begun.is_set)
        call.cancel()
        await asyncio.sleep(0)
        assert limiter.in_progress == 1
        with pytest.raises(BusyError):
            await run(limiter, gate.wait)
        gate.set()
        await until(lambda: limiter.in_progress == 0)
        limiter.close()

    asyncio.run(story())


def test_what_a_request_holds_is_given_back_by_the_last_who_holds_it():
    async def story():
        gate, begun = threading.Event(), threading.Event()
        limiter = ConcurrencyLimiter(threads=1, waiting=0, max_bytes=400)

        def work():
            begun.set()
            gate.wait()

        async def connection():
            with limiter.memory.share() as share:
                share.hold(100)
                await limiter.run(share, work)

        call = asyncio.create_task(connection())
        await until(begun.is_set)
        call.cancel()
        await asyncio.sleep(0.01)
        assert call.cancelled()
        assert limiter.memory.held == 100  # By the thread.
        gate.set()
        await until(lambda: limiter.memory.held == 0)
        limiter.close()

    asyncio.run(story())


def test_errors_reach_the_caller():
    def fails():
        raise ValueError("inside")

    async def story():
        limiter = ConcurrencyLimiter(threads=1, waiting=0)
        with pytest.raises(ValueError, match="inside"):
            await run(limiter, fails)
        await until(lambda: limiter.in_progress == 0)
        limiter.close()

    asyncio.run(story())


def test_what_waits_is_dropped_when_it_closes(caplog):
    gate, begun, served = threading.Event(), threading.Event(), []

    def work(name):
        begun.set()
        gate.wait()
        served.append(name)

    async def story():
        limiter = ConcurrencyLimiter(threads=1, waiting=1)
        calls = [asyncio.create_task(run(limiter, work, n)) for n in ("a", "b")]
        await until(begun.is_set)
        limiter.close()
        with pytest.raises(asyncio.CancelledError):
            await calls[1]
        return limiter

    limiter = asyncio.run(story())  # The loop ends while the thread still works.
    gate.set()
    limiter._pool.shutdown(wait=True)
    assert served == ["a"]
    assert not caplog.records
