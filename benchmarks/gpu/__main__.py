"""Measurements of the zoo on a GPU, in ten minutes.

    python -m benchmarks.gpu --json=gpu.json
    python -m benchmarks.gpu --items=step,trace --json=gpu.json
    python -m benchmarks.gpu --cpu

Each item has a process of its own and a time limit, and the file is written after each:
one that hangs or fails loses nothing else. With --cpu everything runs on the CPU, with
narrow networks and few steps: a rehearsal, whose times say nothing.
"""

import sys
import time

from benchmarks import report
from benchmarks.gpu import process
from tfgan_zoo import environment
from tfgan_zoo.flags import Flag


def main():
    """Runs the items that were asked for; prints and writes each."""
    known = process.items()
    names = ",".join(known)
    options = report.options(
        __doc__,
        Flag("items", f"of {names}", list(known), list),
        Flag("seconds", "in all, at most", 600.0, float),
        Flag("cpu", "rehearse on the CPU", False, bool),
    )
    chosen = options["items"].value
    if unknown := set(chosen) - set(known):
        sys.exit(f"unknown items {sorted(unknown)}; there are {names}")
    if not environment.accelerators() and not options.cpu:
        sys.exit("TensorFlow sees no GPU here; --cpu rehearses on the CPU")
    if options.cpu:
        print("A rehearsal on the CPU, with narrow networks: its times say nothing.")

    record = report.new_record("benchmarks.gpu", items={})
    end = time.monotonic() + options.seconds
    for name in sorted(chosen, key=list(known).index):
        seconds = min(known[name].SECONDS, end - time.monotonic())
        result = process.run(name, options.cpu, seconds)
        record["items"][name] = result
        print(f"\n{name}: {known[name].__doc__.splitlines()[0]}")
        for table in process.tables(result["rows"]):
            print(table)
        if result["error"]:
            print(f"{name} did not end: {result['error']}")
        report.write(options.json, record)


if __name__ == "__main__":
    main()
