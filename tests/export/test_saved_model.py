import json
import subprocess
import sys
from pathlib import Path

import keras
import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from tests import toys
from tfgan_zoo import export, sampling
from tfgan_zoo.networks import dcgan
from tfgan_zoo.objectives import GAN
from tfgan_zoo.training import GeneratorAverage


def image_gan(channels=1, average=None):
    shape = (16, 16, channels)
    gan = GAN(
        dcgan.generator(shape, latent_dim=6, width=4),
        dcgan.discriminator(shape, width=4),
        prior=sampling.Uniform(),
        seed=3,
    )
    gan.compile(
        keras.optimizers.SGD(0.1), keras.optimizers.SGD(0.1), generator_average=average
    )
    # Statistics of batch norm that are not those it starts with.
    gan.generator(np.random.default_rng(0).normal(size=(32, 6)), training=True)
    return gan


@pytest.fixture(scope="module")
def saved(tmp_path_factory):
    gan = image_gan()
    card = {"recipe": "dcgan", "command": "tfgan-train --recipe=dcgan"}
    return gan, export.save(gan, tmp_path_factory.mktemp("m") / "tiny", card=card)


def test_versions_are_never_written_over(tmp_path):
    gan = image_gan()
    first = export.save(gan, tmp_path / "m")
    before = {f: f.read_bytes() for f in Path(first).rglob("*") if f.is_file()}
    (tmp_path / "m" / "7").mkdir()
    second = export.save(gan, tmp_path / "m")
    assert (Path(first).name, Path(second).name) == ("1", "8")
    for file, content in before.items():
        assert file.read_bytes() == content
    assert sorted(p.name for p in (tmp_path / "m").iterdir()) == ["1", "7", "8"]


def test_the_loaded_generator_is_the_saved_one(saved):
    gan, path = saved
    loaded = export.load(path)
    latents = np.random.default_rng(1).uniform(-1, 1, (5, 6)).astype(np.float32)
    expected = gan.generator(latents, training=False)
    assert_allclose(loaded.latents_to_images(latents), expected, atol=1e-6)


def test_the_average_is_what_is_saved(tmp_path):
    gan = image_gan(average=GeneratorAverage(0.9))
    for weight in gan.generator.trainable_variables:
        weight.assign(weight + 1)
    loaded = export.load(export.save(gan, tmp_path / "m"))
    latents = np.ones((2, 6), np.float32)
    expected = gan.generator_average.generator(latents, training=False)
    assert_allclose(loaded.latents_to_images(latents), expected, atol=1e-6)
    assert loaded.card["averaged"]


def test_a_seed_gives_the_same_images(saved):
    _, path = saved
    first, again = export.load(path), export.load(path)
    images = first(num=4, seed=9)
    assert images.dtype == np.uint8
    assert images.shape == (4, 16, 16, 1)
    assert_array_equal(first(num=4, seed=9), images)
    assert_array_equal(again(num=4, seed=9), images)
    assert not np.array_equal(first(num=4, seed=10), images)


def test_samples_are_the_generator_on_latents_of_its_law(saved):
    gan, path = saved
    z = sampling.Uniform().sample((4, 6), (9, 0))
    floats = np.array(gan.generator(z, training=False))
    bytes_ = np.round((floats + 1) * 127.5)
    difference = np.abs(export.load(path)(num=4, seed=9) - bytes_)
    assert difference.max() <= 1


def test_loading_a_model_takes_its_newest_version(tmp_path):
    gan = image_gan()
    for _ in range(2):
        export.save(gan, tmp_path / "m")
    assert export.load(tmp_path / "m").path.endswith("2")


@pytest.mark.parametrize("content", [None, "empty", "file"])
def test_a_path_without_a_model_is_refused(tmp_path, content):
    path = tmp_path / "m"
    if content == "empty":
        path.mkdir()
    elif content == "file":
        path.write_text("no")
    with pytest.raises(ValueError, match="No saved model at"):
        export.load(path)


def test_a_process_with_only_tensorflow_can_serve_it(tmp_path):
    latents = np.linspace(-1, 1, 18).reshape(3, 6).astype(np.float32)
    known = {"latents": latents}
    for channels in (1, 3):
        gan = image_gan(channels)
        export.save(gan, tmp_path / f"m{channels}")
        known[f"of_{channels}"] = np.array(gan.generator(latents, training=False))
    np.savez(tmp_path / "data.npz", **known)
    code = """
import sys
import numpy as np
import tensorflow as tf
data = np.load("data.npz")
num, seed = tf.constant(5, tf.int64), tf.constant(2, tf.int64)
for channels in (1, 3):
    model = tf.saved_model.load(f"m{channels}/1")
    assert sorted(model.signatures) == ["png", "sample", "serving_default"]
    images = model.signatures["serving_default"](latents=tf.constant(data["latents"]))
    assert list(images) == ["images"]
    expected = data[f"of_{channels}"]
    np.testing.assert_allclose(images["images"], expected, atol=1e-6)
    sample = model.signatures["sample"](num=num, seed=seed)["images"]
    assert sample.dtype == tf.uint8 and sample.shape == (5, 16, 16, channels)
    png = model.signatures["png"](num=num, seed=seed)["image_bytes"]
    decoded = tf.stack([tf.io.decode_png(p) for p in png])
    np.testing.assert_array_equal(decoded, sample)
assert not [m for m in sys.modules if m.startswith(("tfgan_zoo", "pipelines"))]
"""
    answer = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=tmp_path
    )
    assert answer.returncode == 0, answer.stderr


def test_saved_model_cli_runs_it(saved, tmp_path):
    _, path = saved
    tool = Path(sys.executable).with_name("saved_model_cli")
    arguments = ["--dir", path, "--tag_set", "serve", "--signature_def"]
    show = subprocess.run(
        [tool, "show", *arguments, "serving_default"], capture_output=True, text=True
    )
    assert "inputs['latents']" in show.stdout
    assert "outputs['images']" in show.stdout
    run = [tool, "run", *arguments, "sample", "--input_exprs", "num=3;seed=1"]
    subprocess.run([*run, "--outdir", tmp_path], check=True, capture_output=True)
    images = np.load(tmp_path / "images.npy")
    assert_array_equal(images, export.load(path)(num=3, seed=1))


def test_variables_are_stored_once(saved):
    gan, path = saved
    files = (Path(path) / "variables").glob("variables.data*")
    stored = sum(file.stat().st_size for file in files)
    weights = sum(v.value.numpy().nbytes for v in gan.generator.variables)
    assert weights <= stored < 1.1 * weights + 4000


def test_generators_of_points_give_points(tmp_path):
    gan = toys.compiled(GAN)
    loaded = export.load(export.save(gan, tmp_path / "ring"))
    points = loaded(num=10, seed=1)
    assert points.shape == (10, 2)
    assert points.dtype == np.float32
    latents = np.ones((3, 4), np.float32)
    assert_allclose(
        loaded.latents_to_images(latents), gan.generator(latents), atol=1e-6
    )


def test_the_card_says_how_to_make_it_again(saved):
    gan, path = saved
    card = json.loads((Path(path) / "model_card.json").read_text())
    assert card["recipe"] == "dcgan"
    assert card["seed"] == 3
    assert card["parameters"] == gan.generator.count_params()
    assert card["output_shape"] == [16, 16, 1]
    assert "licence" not in card  # Whose weights they are, the zoo does not know.
    page = (Path(path) / "model_card.md").read_text()
    assert page.startswith("# tiny\n")
    assert "tfgan-train --recipe=dcgan" in page
    assert export.load(path).card == card


def test_num_is_at_least_one(saved):
    with pytest.raises(ValueError, match="`num` is at least 1"):
        export.load(saved[1])(num=0, seed=1)
