"""The memory budget of the server: bytes that all requests may take together."""

import threading

from tfgan_zoo.serving.errors import NoRoomError, RequestError

_PARSED = 10  # Memory of a parsed message, of its own size: of packed integers.
_ENCODED = 4  # Size of an answer in JSON, of its arrays.
_RUN = 16  # Memory of a network at work, of its inputs and outputs: those of DCGAN.


class Memory:
    """Half of the budget is for work, a quarter for what requests and answers hold.

    Work, as the parsing of a body or the run of a network, ends by itself: a thread
    waits for its turn. A body or an answer stays as long as its client likes: there is
    no waiting for it, what finds no room is refused. (The last quarter is slack for the
    sockets and the allocator.)

    Args:
        most: bytes of the budget.
    """

    def __init__(self, most: int):
        self.most_held, self.most_worked = most // 4, most // 2
        self.held = 0
        self._lock = threading.Lock()
        self._free = self.most_worked
        self._turn, self._freed = threading.Lock(), threading.Condition()

    def share(self) -> "Share":
        """What one request holds, which is nothing yet."""
        return Share(self)

    def work(self, size: int, function, *args):
        """Calls a function once so many bytes are free for work.

        What takes more than all there are gets all of them, and runs alone.
        """
        size, refusal = min(size, self.most_worked), None
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

    def move(self, before: int, after: int):
        """Changes what one request holds.

        Raises:
            NoRoomError: it takes more than there is. One that is alone may.
        """
        with self._lock:
            others = self.held - before
            if after > before and others and others + after > self.most_held:
                raise NoRoomError(
                    f"Requests and answers in memory take {others} bytes, and may take "
                    f"{self.most_held}; this one needs {after}. Try again later."
                )
            self.held = others + after


class Share:
    """The bytes of one request: its body, later also its answer.

    It is held by the connection, and by the thread that serves: when the client leaves,
    the thread is busy all the same. The last to leave gives the bytes back.
    """

    def __init__(self, memory: Memory):
        self.memory, self.size = memory, 0
        self._holders, self._lock = 0, threading.Lock()

    def hold(self, size: int):
        """Sets how many bytes it is.

        Raises:
            NoRoomError: there is no room for more.
        """
        self.memory.move(self.size, size)
        self.size = size

    def parse(self, size: int, function, *args):
        """Calls a function that parses a message of so many bytes."""
        return self.memory.work(_PARSED * size, function, *args)

    def run(self, arrays: int, answer: int, function, *args):
        """Calls a function that runs a network and encodes what comes.

        Args:
            arrays: bytes of the inputs.
            answer: bytes of the outputs, as arrays.
            function: to call, which returns the answer.
            *args: of the function.
        """
        self.hold(self.size + _ENCODED * answer)
        encoded = self.memory.work(_RUN * (arrays + answer), function, *args)
        self.hold(len(encoded))
        return encoded

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
