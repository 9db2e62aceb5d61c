"""One run of a comparison: a recipe and a seed, in a process of its own.

    python -m tfgan_zoo.experiments.comparison.run RUN/config.json

`tfgan-compare` starts these one after the other. It writes what it measures to
measurements.json, and the losses to metrics.csv. A stopped run goes on.
"""

import json
import os
import sys
from pathlib import Path

from tfgan_zoo.runs import RunConfig, process


def main(argv=None) -> int:
    """Trains, measures and saves; returns the exit status.

    Args:
        argv: the path of the file that `schedule.execute` wrote; what the process
            was started with by default.
    """
    (file,) = sys.argv[1:] if argv is None else argv
    program = os.path.basename(sys.argv[0])
    return process.guarded(program, lambda: _train(json.loads(Path(file).read_text())))


def _train(values):
    from tfgan_zoo import runs
    from tfgan_zoo.experiments.comparison.measurements import Measurements

    config, directory = RunConfig.of(values["run"]), Path(values["directory"])
    protocol = {name: values[name] for name in ("split", "samples", "extractor")}
    measurements = Measurements(directory, config, **protocol)
    gan = runs.train(config, directory, callbacks=[measurements], verbose=False)
    return process.STOPPED if gan.stop_training else 0


if __name__ == "__main__":
    sys.exit(main())
