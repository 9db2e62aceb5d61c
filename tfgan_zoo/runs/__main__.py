"""One run as a process of its own.

    python -m tfgan_zoo.runs CONFIG.json

The file holds fields of `RunConfig`, those that are not at their defaults, and
"directory".
A run that was stopped ends with status 130, and goes on when it is started again.
"""

import sys

from tfgan_zoo import atomic
from tfgan_zoo.runs import RunConfig, process


def main(argv=None) -> int:
    """Trains as a file says; returns the exit status.

    Args:
        argv: the path of the file; what the process was started with by default.
    """
    arguments = sys.argv[1:] if argv is None else list(argv)
    return process.guarded("tfgan_zoo.runs", lambda: _train(arguments))


def _train(arguments):
    if len(arguments) != 1 or arguments[0].startswith("-"):
        raise ValueError(f"It takes one CONFIG.json. Received: {arguments}\n{__doc__}")
    values = atomic.read_json(arguments[0])
    if "directory" not in values:
        raise ValueError(f'{arguments[0]} names no "directory" to train in.')
    directory = values.pop("directory")
    config = RunConfig.of(values)
    from tfgan_zoo.runs.driver import train

    return process.STOPPED if train(config, directory).stop_training else 0


if __name__ == "__main__":
    sys.exit(main())
