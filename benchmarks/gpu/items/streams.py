"""Images a second that are read from files, by all cores."""

import os
import tempfile
from pathlib import Path

from benchmarks import photos

PLACE, SECONDS = 8, 60
MOST = 64  # Images of a batch.


def rows(size):
    """A row for each kind of file."""
    import pipelines
    from tfgan_zoo.experiments import interleaved_timing as timing
    from tfgan_zoo.experiments.input_benchmark import step

    batch = min(MOST, size.files)
    kinds = {
        "PNG, 64 px": {"size": 64},
        "JPEG with Exif, 300 px": {"size": 300, "suffix": "jpg", "exif": turned()},
    }
    for name, options in kinds.items():
        with tempfile.TemporaryDirectory() as folder:
            photos.write(Path(folder) / "files", size.files, **options)
            data = pipelines.load(
                f"folder:{folder}/files",
                batch_size=batch,
                image_size=64,
                seed=0,
                in_memory=False,
            )
            turns = {name: timing.timed(step.drain(iter(data)))}
            samples = timing.interleave(turns, size.rounds, size.files // batch)
            yield {
                "files": name,
                "images/s": batch / timing.spread(samples[name])["median"],
                "cores": os.cpu_count(),
            }


def turned():
    """Exif data that say that a camera was held upright."""
    from PIL import ExifTags, Image

    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    return exif
