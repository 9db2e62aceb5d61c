"""The memory budget of the server: bytes that all requests may take together."""

import threading

from tfgan_zoo.serving.errors import NoRoomError, RequestError

_PARSED = 10  # Memory of a parsed message, of its own size: of packed integers.
_RUN = 16  # Memory of a network at work, of its inputs and outputs: that of DCGAN.
_PATIENCE = 5.0  # Seconds to wait until others have taken their answers.


class MemoryBudget:
    """Half of the budget is for work, a quarter for what requests and answers hold.

    Work, as the parsing of a body or the run of a network, ends by itself: a thread
    waits for its turn. A body or an answer stays as long as its client likes: what
    finds no room is refused, an answer after a short wait. (The last quarter is slack
    for the sockets and the allocator.)

    Args:
        max_bytes: bytes of the budget.
    """

    def __init__(self, max_bytes: int):
        self.max_held, self.max_worked = max_bytes // 4, max_bytes // 2
        self.held = 0
        self._left = threading.Condition()
        self._free = self.max_worked
        self._turn, self._freed = threading.Lock(), threading.Condition()

    def share(self) -> "Share":
        """What one request holds, which is nothing yet."""
        return Share(self)

    def work(self, size: int, function, *args):
        """Calls a function once so many bytes are free for work.

        What takes more than all there are gets all of them, and runs alone.
        """
        size, refusal = min(size, self.max_worked), None
        with self._turn, self._freed:  # In turns: nobody overtakes a large one.
            self._freed.wait_for(lambda: self._free >= size)
            self._free -= size
        try:
            return function(*args)
        except RequestError as error:
            refusal = type(error)(*error.args)
        finally:
            with self._freed:
                self._free += size
                self._freed.notify_all()
        raise refusal  # Without the frames of the first, which hold what was made.

    def move(self, before: int, after: int, patience: float = 0):
        """Changes what one request holds.

        Raises:
            NoRoomError: it takes more than there is. One that is alone may.
        """

        def fits():
            others = self.held - before
            return after <= before or not others or others + after <= self.max_held

        with self._left:
            if not self._left.wait_for(fits, patience):
                raise NoRoomError(
                    f"Requests and answers in memory take {self.held - before} bytes, "
                    f"and may take {self.max_held}; this one needs {after}. Try again "
                    "later."
                )
            self.held += after - before
            self._left.notify_all()


class Share:
    """The bytes of one request: its body, later also its answer.

    It is held by the connection, and by the thread that serves: when the client leaves,
    the thread is busy all the same. The last to leave gives the bytes back.
    """

    def __init__(self, memory: MemoryBudget):
        self.memory, self.size = memory, 0
        self._holders, self._lock = 0, threading.Lock()

    def hold(self, size: int, patience: float = 0):
        """Sets how many bytes it is.

        Args:
            size: the bytes.
            patience: seconds to wait for room, in a thread.

        Raises:
            NoRoomError: there is no room for more.
        """
        self.memory.move(self.size, size, patience)
        self.size = size

    def parse(self, size: int, function, *args):
        """Calls a function that parses a message of so many bytes."""
        return self.memory.work(_PARSED * size, function, *args)

    def run(self, work: int, answer: int, function):
        """Calls a function that runs a network and encodes what comes.

        Args:
            work: bytes of the inputs and outputs.
            answer: bytes of the answer.
            function: to call, which returns the answer.
        """

        def hold_and_run():
            self.hold(self.size + answer, _PATIENCE)
            encoded = function()
            self.hold(len(encoded))
            return encoded

        return self.memory.work(_RUN * work, hold_and_run)

    def __enter__(self):
        with self._lock:
            self._holders += 1
        return self

    def __exit__(self, *error):
        with self._lock:
            self._holders -= 1
            last = not self._holders
        if last:
            self.hold(0)
