"""Images to score that no model of the zoo made: a folder of them, or an archive."""

import zipfile
from pathlib import Path

import numpy as np

from pipelines.folders import file_tree
from tfgan_zoo.metrics.images import as_images
from tfgan_zoo.runs.data import with_classes


def count(samples: str, model: str | None) -> int | None:
    """The number that `--samples` says; None where it is the path of images.

    Raises:
        ValueError: it is neither; or it is a path beside a model, or none without one.
    """
    number = int(samples) if samples.isdecimal() else None
    if (number is None) == (model is not None):
        raise ValueError(
            "Say what is scored: --model=NAME_OR_PATH, or --samples=FOLDER_OR_NPZ, one "
            f"of the two. Received: --samples={samples}"
        )
    if number is not None and not 20 <= number < 2**31:
        raise ValueError(f"--samples={samples} is no number from 20 up, nor a path.")
    return number


def read(path: str, info) -> dict:
    """The images of a folder or an `.npz` file, and their labels if there are any.

    Args:
        path: of a folder of image files of one size, whose sub-folders are classes if
            they have the names of the dataset's; or of an archive with `images`
            [n, H, W, C], uint8 or floats in [-1, 1], and perhaps `labels` [n].
        info: `pipelines.Info` of the dataset that they are compared with.

    Returns:
        "images" [n, H, W, C] and perhaps "labels" [n].

    Raises:
        ValueError: there are no such images.
    """
    file = Path(path).expanduser()
    try:
        samples = _of_folder(file, info) if file.is_dir() else _of_archive(file)
        as_images(samples["images"])
    except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
        raise ValueError(
            f"--samples={path} is no folder of images, and no .npz file with the array "
            f"'images' [n, H, W, C]: {error}"
        ) from error
    height, width = samples["images"].shape[1:3]
    if height != width:
        raise ValueError(
            f"--samples={path} holds images of {height}x{width} pixels; only squares "
            "are compared. Cut them first."
        )
    return samples


def _of_archive(file):
    with np.load(file) as archive:
        only = archive.files[0] if len(archive.files) == 1 else "images"
        samples = {"images": archive["images" if "images" in archive.files else only]}
        if "labels" in archive.files:
            samples["labels"] = archive["labels"]
    return samples


def _of_folder(folder, info):
    from PIL import Image

    root, found = file_tree.under("folder", str(folder))
    sizes = set()
    for parts in found:
        with Image.open(root.joinpath(*parts)) as image:
            sizes.add(image.size)
    if len(sizes) > 1:
        raise ValueError(f"its images have several sizes, {sorted(sizes)[:3]}")
    size = sizes.pop()
    if size[0] != size[1]:
        raise ValueError(
            f"its images have {size} pixels, and only squares are compared"
        )
    reading = {"image_size": size[0], "channels": info.shape[-1]}
    data = with_classes(f"folder:{folder}", info.classes, **reading)
    labels = bool(info.classes) and data.info.classes == info.classes
    split = next(iter(data.info.examples))
    images = data.arrays(split, shuffle=False, labels=labels)
    return dict(
        zip(("images", "labels"), images if labels else (images,), strict=False)
    )
