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
        argv: the path of the file of `schedule.write_config`; what the process
            was started with by default.
    """
    (file,) = sys.argv[1:] if argv is None else argv
    program = os.path.basename(sys.argv[0])
    return process.guarded(program, lambda: _train(json.loads(Path(file).read_text())))


def _train(values):
    from tfgan_zoo import runs
    from tfgan_zoo.experiments.comparison.measurements import Measurements

    config, directory = RunConfig.of(values["run"]), Path(values["directory"])

    def begin(gan):
        return _begin(gan, config, directory, values)

    every = max(1, config.steps // 10)
    measurements = Measurements(directory, every, config.steps, begin)
    gan = runs.train(config, directory, callbacks=[measurements], verbose=False)
    return process.STOPPED if gan.stop_training else 0


def _begin(gan, config, directory, values):
    """The evaluator of a run, and what is known of it before it trains."""
    from tfgan_zoo import recipes
    from tfgan_zoo.experiments.comparison import description
    from tfgan_zoo.experiments.comparison.evaluator import Evaluator
    from tfgan_zoo.runs import environment, extractor
    from tfgan_zoo.runs.data import RunData

    recipe = recipes.get(config.recipe)
    data = RunData(config, recipe)
    evaluator = Evaluator(
        gan,
        data.name,
        split=values["split"],
        image_size=data.image_size,
        samples=values["samples"],
        extractor=extractor.find(values["extractor"], data.name),
        minibatches=data.batches(config.batch_size, 0, gan.distribute_strategy),
        data_dir=config.data_dir,
    )
    evaluator.draw_real().save(directory / "real.png")
    return evaluator, {
        "players": description.describe(gan),
        "own_networks": recipe.own_networks,
        "protocol": evaluator.protocol,
        "reference": evaluator.reference(),
        "device": environment.device(),
    }


if __name__ == "__main__":
    sys.exit(main())
