"""Files of samples, written batch by batch: `.npz` archives and folders of PNG."""

import itertools
import zipfile
from pathlib import Path

import numpy as np
from PIL import Image

from tfgan_zoo import atomic


def write_archive(path: Path, batches, num: int, labels=None):
    """Writes a file for `numpy.load`: `images` [num, ...] and, if given, `labels`.

    Args:
        path: to write, whole or not at all.
        batches: arrays [b, ...] that are `num` examples together.
        num: number of examples.
        labels: [num].
    """
    batches = iter(batches)
    first = next(batches)
    header = {
        "descr": np.lib.format.dtype_to_descr(first.dtype),
        "fortran_order": False,
        "shape": (num, *first.shape[1:]),
    }
    with (
        atomic.writing(path) as unfinished,
        zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        with archive.open("images.npy", "w", force_zip64=True) as file:
            np.lib.format.write_array_header_1_0(file, header)
            for batch in itertools.chain([first], batches):
                file.write(np.ascontiguousarray(batch).tobytes())
        if labels is not None:
            with archive.open("labels.npy", "w") as file:
                np.lib.format.write_array(file, np.asarray(labels))


def write_folder(path: Path, batches, num: int):
    """Writes a folder of PNG files, numbered from 0: 0000.png, 0001.png, ...

    Args:
        path: to write, whole or not at all.
        batches: uint8 images [b, H, W, C] that are `num` together.
        num: number of images.

    Raises:
        ValueError: the examples are no images.
    """
    digits = len(str(num - 1))
    with atomic.writing(path) as unfinished:
        unfinished.mkdir()
        for number, image in enumerate(itertools.chain.from_iterable(batches)):
            if image.ndim != 3:
                raise ValueError(
                    f"Examples of shape {image.shape} are no images; write them to an "
                    "archive, for example samples.npz."
                )
            image = image[..., 0] if image.shape[-1] == 1 else image
            Image.fromarray(image).save(unfinished / f"{number:0{digits}}.png")
