"""One baseline of a comparison with a seed, in a process of its own.

    python -m tfgan_zoo.experiments.comparison.baseline_run RUN/config.json

It is fitted to training images, and its samples are scored as those of a generator. It
writes one point to measurements.json, at the last step: it takes none.
"""

import dataclasses
import inspect
import sys
import time
from pathlib import Path

import numpy as np

from tfgan_zoo import atomic, pixels
from tfgan_zoo.experiments.comparison import baselines
from tfgan_zoo.experiments.comparison import run as runs
from tfgan_zoo.experiments.peak_memory import peak_mib

MOST = 5000  # Training images: of more, the first in an order of the seed.


@dataclasses.dataclass(frozen=True)
class BaselineRun(runs.Run):
    """A baseline with a seed."""

    module = __spec__.name if __spec__ else None

    def values(self, settings) -> dict:
        """What its process is told."""
        return {
            "settings": dataclasses.asdict(settings),
            "baseline": self.recipe,
            "seed": self.seed,
            "directory": str(self.directory),
        }


def main(argv=None) -> int:
    """Fits, samples and scores; returns the exit status.

    Args:
        argv: the path of the file that `comparison.execute` wrote; what the process
            was started with by default.
    """
    return runs.guarded(_measure, argv)


def _measure(values):
    # Here, where what TensorFlow writes at its import is caught.
    import pipelines
    from tfgan_zoo.experiments.comparison import evaluator
    from tfgan_zoo.experiments.comparison.settings import Settings
    from tfgan_zoo.metrics.evaluation import Samples
    from tfgan_zoo.runs import extractor as extractors
    from tfgan_zoo.runs.real_samples import RealSamples
    from tfgan_zoo.visualization import image_grid

    settings, seed = Settings(**values["settings"]), values["seed"]
    run = BaselineRun(
        values["baseline"], seed, Path(values["directory"]), settings.steps
    )
    data = pipelines.Dataset(
        settings.dataset, image_size=settings.image_size, data_dir=settings.data_dir
    )
    chosen = RealSamples(data, settings.samples, evaluator.SEED).of(settings.split)
    found = extractors.find(
        settings.extractor, data.info.name, data.shape, required=False
    )
    real = Samples(found, real_images=chosen["images"])
    before, began = peak_mib(), time.perf_counter()
    images = pixels.to_floats(data.arrays("train", MOST, seed=seed))
    fit = baselines.find(run.recipe)
    sample = fit(images.reshape(len(images), -1).astype(np.float64), seed)
    drawn = np.clip(sample(settings.samples), -1, 1).astype(np.float32)
    drawn = drawn.reshape(-1, *images.shape[1:])
    seconds = time.perf_counter() - began
    point = dict.fromkeys(runs.TIMES, 0) | {"step": settings.steps, "seconds": seconds}
    point |= evaluator.score_images(real, drawn) if found else {}
    with atomic.writing(run.samples_file(settings.steps), replace=True) as written:
        image_grid.examples(drawn[: evaluator.SHOWN], columns=evaluator.COLUMNS).save(
            written
        )
    record = {
        "points": [point],
        "baseline": {
            "about": inspect.getdoc(fit).splitlines()[0],
            "images": len(images),
        },
        "memory_before_mib": before,
        "memory_mib": peak_mib(),
    }
    atomic.write_json(run.directory / runs.MEASUREMENTS, record, indent=1)
    said = f"fitted to {len(images)} images in {seconds:.1f} s"
    if found:
        said = f"Fréchet distance {point['frechet_distance']:9.3f}, {said}"
    print(f"  {said}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
