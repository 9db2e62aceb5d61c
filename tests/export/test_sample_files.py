"""Samples that are written as they are made."""

import weakref

import numpy as np
import pytest
from PIL import Image

from tests.commands import refused, succeed
from tfgan_zoo import export, recipes
from tfgan_zoo.export import sample_files

IMAGES = np.random.default_rng(0).integers(0, 256, (7, 5, 4, 3)).astype(np.uint8)


def test_an_archive_is_what_numpy_would_have_written(tmp_path):
    file, labels = tmp_path / "samples.npz", np.arange(7) % 3
    sample_files.write_archive(file, [IMAGES[:4], IMAGES[4:]], 7, labels)
    with np.load(file) as archive:
        np.testing.assert_array_equal(archive["images"], IMAGES)
        np.testing.assert_array_equal(archive["labels"], labels)
    points = np.float32([[1, 2], [3, 4]])
    sample_files.write_archive(tmp_path / "points.npz", [points], 2)
    with np.load(tmp_path / "points.npz") as archive:
        assert archive.files == ["images"]
        np.testing.assert_array_equal(archive["images"], points)
    assert sorted(f.name for f in tmp_path.iterdir()) == ["points.npz", "samples.npz"]


@pytest.mark.parametrize("channels", [1, 3])
def test_a_folder_holds_each_image(tmp_path, channels):
    images = IMAGES[..., :channels]
    (tmp_path / ".all").mkdir()
    (tmp_path / ".all" / "99.png").touch()  # What a stopped run left.
    sample_files.write_folder(tmp_path / "all", [images[:4], images[4:]], 7)
    files = sorted((tmp_path / "all").iterdir())
    assert [file.name for file in files] == [f"{i}.png" for i in range(7)]
    for file, image in zip(files, images, strict=True):
        with Image.open(file) as saved:
            pixels = np.asarray(saved).reshape(image.shape)
        np.testing.assert_array_equal(pixels, image)


def test_what_was_not_finished_is_not_there(tmp_path):
    def broken():
        yield IMAGES[:4]
        raise KeyboardInterrupt

    for write, name in (
        (sample_files.write_archive, "samples.npz"),
        (sample_files.write_folder, "samples"),
    ):
        with pytest.raises(KeyboardInterrupt):
            write(tmp_path / name, broken(), 7)
        assert not (tmp_path / name).exists()


@pytest.mark.parametrize(
    "write", [sample_files.write_archive, sample_files.write_folder]
)
def test_what_is_written_is_not_held(write, tmp_path):
    made = []

    def batches():
        for _ in range(8):
            images = IMAGES.copy()
            made.append(weakref.ref(images))
            yield images
            del images
            # The one that is being written, and the first, which told the shape.
            assert sum(ref() is not None for ref in made) <= 2

    write(tmp_path / "samples", batches(), 8 * len(IMAGES))


def test_a_stream_is_what_a_call_gives():
    model = export.load("cdcgan_mnist_5k")
    whole, parts = model(23, seed=5), list(model.stream(23, seed=5, batch_size=10))
    assert [len(part) for part in parts] == [10, 10, 3]
    # Sums of floats differ with the number of rows, and then a byte by one.
    difference = np.abs(np.int16(np.concatenate(parts)) - whole)
    assert difference.max() <= 1
    sevens = np.concatenate(list(model.stream(4, seed=5, label=7)))
    np.testing.assert_array_equal(sevens, model(4, seed=5, label=7))
    assert list(model.labels(12)) == [*range(10), 0, 1]


def test_ten_thousand_samples_of_28_pixels(tmp_path):
    gan = recipes.dcgan.build((28, 28, 1), seed=0, width=4)
    model, archive = export.save(gan, tmp_path / "model"), tmp_path / "all.npz"
    flags = (f"--model={model}", "--num=10000", f"--output={archive}")
    assert "10000 samples" in succeed("sample", *flags)
    with np.load(archive) as arrays:
        assert arrays["images"].shape == (10000, 28, 28, 1)
        assert len(np.unique(arrays["images"], axis=0)) == 10000


def test_many_samples_from_the_command_line(tmp_path):
    archive, folder = tmp_path / "all.npz", tmp_path / "all"
    flags = ("--model=cdcgan_mnist_5k", "--num=1000", "--seed=1")
    assert "1000 samples" in succeed("sample", *flags, f"--output={archive}")
    succeed("sample", *flags, f"--output={folder}/")
    with np.load(archive) as arrays:
        assert arrays["images"].shape == (1000, 28, 28, 1)
        np.testing.assert_array_equal(arrays["labels"], np.arange(1000) % 10)
        with Image.open(folder / "007.png") as image:
            np.testing.assert_array_equal(image, arrays["images"][7, ..., 0])
    assert len(list(folder.iterdir())) == 1000
    assert "exists" in refused("sample", *flags, f"--output={folder}")
    flags = ("--model=pix2pix_photo_edges", f"--output={tmp_path}/p")
    assert "only generators of latents" in refused("sample", *flags)
