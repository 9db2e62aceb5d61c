"""Abuses the zoo, within limits, and counts what comes of it.

    python -m benchmarks.abuse --json=docs/results/benchmark_abuse.json
    python -m benchmarks.abuse --only=requests

Ends with status 1 if a part has a fault.
"""

import importlib
import pkgutil
import sys
import time

from benchmarks import abuse, report
from tfgan_zoo.flags import Flag


def main():
    """Runs all parts, or one, and prints what each has counted."""
    parts = [
        part.name
        for part in pkgutil.iter_modules(abuse.__path__)
        if not part.name.startswith("_")
    ]
    options = report.options(
        __doc__,
        Flag("only", "one part", choices=parts),
        Flag("seed", "of everything random", 0, int),
    )
    record = report.new_record("benchmarks.abuse", seed=options.seed)
    for name in [options.only] if options.only else parts:
        start = time.perf_counter()
        part = importlib.import_module(f"benchmarks.abuse.{name}").run(options)
        record[name] = {**part, "seconds": time.perf_counter() - start}
        rows = [{"": key, name: value} for key, value in record[name].items()]
        print(f"\n{report.table(rows)}")
    report.write(options.json, record)
    faults = [
        fault
        for part in record.values()
        if isinstance(part, dict)
        for fault in part.get("faults", ())
    ]
    sys.exit("\n".join(["", "Faults:", *faults]) if faults else 0)


if __name__ == "__main__":
    main()
