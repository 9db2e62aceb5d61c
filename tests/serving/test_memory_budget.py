"""The budget of memory: work waits for its turn, what is held is refused."""

import concurrent.futures
import threading
import weakref

import pytest

from tfgan_zoo.serving.errors import InvalidError, NoRoomError
from tfgan_zoo.serving.memory_budget import MemoryBudget


def test_what_finds_no_room_is_refused_until_others_leave():
    memory = MemoryBudget(400)
    with memory.share() as first, memory.share() as second:
        first.hold(60)
        second.hold(40)
        with pytest.raises(
            NoRoomError, match="take 60 bytes, and may take 100"
        ) as said:
            second.hold(41)
        assert said.value.retry
        assert memory.held == 100
        first.hold(10)
        second.hold(90)
    assert memory.held == 0


def test_one_that_is_alone_may_hold_more_than_there_is():
    memory = MemoryBudget(400)
    with memory.share() as large, memory.share() as other:
        large.hold(1000)
        with pytest.raises(NoRoomError):
            other.hold(1)
        large.hold(900)  # What shrinks is never refused.


def test_work_waits_until_there_is_room():
    memory, gate, begun = MemoryBudget(200), threading.Event(), []

    def work(name, event=gate):
        begun.append(name)
        event.wait()

    done = threading.Event()
    done.set()
    with concurrent.futures.ThreadPoolExecutor(3) as pool:
        first = pool.submit(memory.work, 60, work, "first")
        while not begun:
            pass
        large = pool.submit(memory.work, 10**9, work, "larger than all", done)
        small = pool.submit(memory.work, 60, work, "small", done)
        concurrent.futures.wait([large, small], timeout=0.1)
        assert begun == ["first"]
        gate.set()
        concurrent.futures.wait([first, large, small], timeout=60)
    assert sorted(begun[1:]) == ["larger than all", "small"]
    assert memory.work(100, lambda: 7) == 7


def test_a_refusal_does_not_keep_what_was_made():
    class Parsed:
        pass

    made = []

    def parse():
        parsed = Parsed()
        made.append(weakref.ref(parsed))
        raise InvalidError("of this kind")

    with pytest.raises(InvalidError, match="of this kind") as raised:
        MemoryBudget(400).work(1, parse)
    assert raised.value.__context__ is None
    assert made[0]() is None


def test_an_answer_waits_a_little_until_others_have_left():
    memory, begun = MemoryBudget(400), threading.Event()
    with concurrent.futures.ThreadPoolExecutor(1) as pool, memory.share() as share:
        with memory.share() as other:
            other.hold(60)

            def answer():
                begun.set()
                return share.run(1, 90, lambda: b"the answer")

            call = pool.submit(answer)
            begun.wait()
        assert call.result() == b"the answer"
        assert memory.held == len(b"the answer")
