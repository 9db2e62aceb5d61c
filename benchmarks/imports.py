"""Time to load a generator, against importing TensorFlow alone.

    python -m benchmarks.imports --json=docs/results/benchmark_imports.json

Each turn is a process of its own, which imports and ends. Ends with an error where
`import tfgan_zoo; zoo.load(...)` takes more than `MOST` times as long as TensorFlow.
"""

import subprocess
import sys

from benchmarks import report
from tfgan_zoo.experiments import interleaved_timing as timing

MOST = 1.2
CODES = {
    "tensorflow": "import tensorflow",
    "zoo": "import tfgan_zoo as zoo; zoo.load('dcgan_mnist_5k')",
}


def main():
    """Times, prints and checks."""
    options = report.options(__doc__, rounds=9)
    record = report.new_record("benchmarks.imports", rounds=options.rounds)
    turns = {name: timing.timed(process(code)) for name, code in CODES.items()}
    samples = timing.interleave(turns, options.rounds, 1)
    ratio = timing.ratio(samples["zoo"], samples["tensorflow"])
    report.write(options.json, record | {"seconds": samples, "ratio": ratio})
    for name, code in CODES.items():
        print(f"{timing.spread(samples[name])['median']:.2f} s: {code}")
    print(f"{report.times(ratio)} as long")
    if ratio["median"] > MOST:
        sys.exit(f"At most {MOST} times as long is right.")


def process(code: str):
    """A function that runs code in new processes, that many times."""

    def run(times):
        for _ in range(times):
            subprocess.run([sys.executable, "-c", code], check=True)

    return run


if __name__ == "__main__":
    main()
