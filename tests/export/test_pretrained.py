"""The models that come with the installation."""

import subprocess
import sys
import venv
from pathlib import Path

import numpy as np
import pytest

import pipelines
import tfgan_zoo as zoo
from tfgan_zoo import pixels
from tfgan_zoo.export import pretrained
from tfgan_zoo.runs.data import RunData

ROOT = Path(__file__).parents[2]
DIGITS = [name for name in pretrained.available() if name.endswith("_mnist_5k")]

every_model = pytest.mark.parametrize("name", pretrained.available())


@every_model
def test_it_is_named_after_the_recipe_and_the_data_that_trained_it(name):
    card = zoo.load(name).card
    if "recipe" in card:
        ending = "_classifier" if card["kind"] == "classifier" else ""
        assert name == f"{card['recipe']}_{card['dataset']}{ending}"


@every_model
def test_it_is_small(name):
    files = [f for f in (ROOT / "saved_models" / name).rglob("*") if f.is_file()]
    assert sum(f.stat().st_size for f in files) < 7_000_000


def test_all_together_are_small():
    files = [f for f in (ROOT / "saved_models").rglob("*") if f.is_file()]
    assert sum(f.stat().st_size for f in files) < 30_000_000


@every_model
def test_its_card_says_how_to_make_it_again(name):
    card = zoo.load(name).card
    assert card["name"] == name
    for key in ("seed", "steps", "command", "date", "versions", "licence", "measured"):
        assert card[key] is not None, key
    assert not card["commit"].endswith("-dirty")
    assert "protocol" in card["measured"]
    how = f"--recipe={card['recipe']}" if "recipe" in card else f"--only {name}"
    assert how in card["command"]
    assert (ROOT / "saved_models" / name / "1" / "model_card.md").exists()


@pytest.mark.parametrize("name", DIGITS)
def test_it_draws(name):
    images = zoo.load(name)(num=20, seed=0)
    assert images.shape[0] == 20
    assert images.std(axis=0).mean() > 20  # They differ from one another.


def test_an_unknown_name_lists_those_there_are():
    with pytest.raises(
        ValueError, match=r"Did you mean 'cdcgan_mnist_5k'\? Known: .*gan"
    ):
        zoo.load("cdcgan_mnist")
    # The name of its recipe, and a part of its name.
    for typed, meant in {"DCGAN": "dcgan", "photo_edges": "pix2pix_photo"}.items():
        with pytest.raises(ValueError, match=f"Did you mean '{meant}_.*'"):
            zoo.load(typed)


def test_a_loaded_model_says_what_it_is():
    first = "<LoadedGenerator 'cdcgan_mnist_5k', version 1: labels (None,), latents "
    how = "; call it as generator(num=4, seed=0, label=0)>"
    assert repr(zoo.load("cdcgan_mnist_5k")).startswith(first)
    assert repr(zoo.load("cdcgan_mnist_5k")).endswith(f"images (None, 28, 28, 1){how}")
    assert "call it as generator(num=4, seed=0)>" in repr(zoo.load("dcgan_mnist_5k"))
    assert "as translator(sources, seed=0)>" in repr(zoo.load("pix2pix_photo_edges"))
    assert "as classifier(images)>" in repr(zoo.load("digits_classifier"))


def test_a_call_without_a_seed_draws_other_samples():
    generator = zoo.load("dcgan_mnist_5k")
    assert generator().shape == (1, 28, 28, 1)
    assert np.any(generator(num=4) != generator(num=4))
    (batch,) = generator.stream(4)
    assert np.any(batch != generator(num=4, seed=0))


def test_the_wheel_brings_them_along(tmp_path):
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps"]
    # From a copy: building leaves folders in the source.
    copy = tmp_path / "source"
    subprocess.run(["git", "clone", "--quiet", ROOT, copy], check=True)
    subprocess.run([*command, "--wheel-dir", tmp_path, copy], check=True)
    (wheel,) = tmp_path.glob("*.whl")

    # An environment of its own, over the libraries of this one, without the checkout.
    venv.create(tmp_path / "env", with_pip=False)
    python = tmp_path / "env" / "bin" / "python"
    code = "import site; print(site.getsitepackages()[0])"
    asked = [[python, "-c", code], [sys.executable, "-c", code]]
    inside, ours = (
        Path(subprocess.run(a, capture_output=True, text=True).stdout.strip())
        for a in asked
    )
    install = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps"]
    subprocess.run([*install, "--target", inside, wheel], check=True)
    (inside / "libraries.pth").write_text(f"{ours}\n")
    code = """
import numpy as np, tfgan_zoo as zoo
images = zoo.load("cdcgan_mnist_5k")(num=4, seed=1, label=7)
print(zoo.__file__, images.shape, images.dtype)
"""
    # Isolated: PYTHONPATH may name the checkout.
    answer = subprocess.run([python, "-I", "-c", code], capture_output=True, text=True)
    assert answer.returncode == 0, answer.stderr
    place, *what = answer.stdout.split(maxsplit=1)
    assert Path(place).is_relative_to(inside)
    assert what == ["(4, 28, 28, 1) uint8\n"]


def test_asked_digits_are_drawn():
    # 1,000 requested digits, judged by a classifier of real ones.
    card = zoo.load("cdcgan_mnist_5k").card
    assert card["measured"]["classified_as_asked"] >= 0.95


@pytest.mark.parametrize("name", DIGITS)
def test_it_is_nearer_to_real_digits_than_noise_is(name):
    scores = zoo.load(name).card["scores"]
    distance, least = (scores[f"frechet_distance{of}"] for of in ("", "_of_test_split"))
    assert least < distance < scores["frechet_distance_of_noise"] / 2


def test_the_cards_tell_what_is_so():
    rebuild = load_rebuild()
    for name in ("cdcgan_mnist_5k", "pix2pix_photo_edges"):
        model = zoo.load(name)
        stated, measured = model.card["measured"], rebuild.measures.measure(model)
        assert stated.keys() == measured.keys()
        for key, value in measured.items():
            if key != "protocol":
                assert value == pytest.approx(stated[key], abs=0.01), key


def test_models_are_rebuilt_on_the_data_of_their_cards():
    for name, config in load_rebuild().MODELS.items():
        card = zoo.load(name).card
        assert card["dataset"] == (config.dataset or "photo_edges")
        if config.dataset in ("mnist", "cifar10"):
            continue  # They would be downloaded.
        data = RunData(config, zoo.recipes.get(config.recipe))
        assert data.name == card["dataset"], name
        assert list(data.shape) == card["output_shape"], name
        # Whatever a recipe learns by default.
        assert f"--dataset={data.name}" in card["command"], name
        assert f"--image_size={data.shape[0]}" in card["command"], name


@pytest.mark.parametrize(
    ("dataset", "name"),
    [
        ("digits", "digits_classifier"),
        ("mnist", "mnist_classifier"),
        ("mnist:3.0.1", "mnist_classifier"),
        ("mnist_5k", "mnist_classifier"),
        ("ring", None),
    ],
)
def test_each_dataset_finds_the_classifier_of_its_images(dataset, name):
    assert pretrained.classifier_of(dataset) == name


@pytest.mark.parametrize(
    ("name", "least"),
    [("mnist_classifier", 0.992), ("semi_supervised_gan_mnist_classifier", 0.98)],
)
def test_the_classifiers_of_mnist_know_digits(name, least):
    assert zoo.load(name).card["measured"]["accuracy"] >= least
    images, labels = pipelines.Dataset("mnist_5k", image_size=28).arrays(
        "test", labels=True
    )
    seen = zoo.load(name)(pixels.to_floats(images))
    assert np.mean(seen == labels) >= 0.98


def load_rebuild():
    import importlib.util

    file = ROOT / "saved_models" / "rebuild.py"
    sys.path.insert(0, str(file.parent))  # As Python does for a script.
    spec = importlib.util.spec_from_file_location("rebuild", file)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_pix2pix_model_follows_its_sources():
    measured = zoo.load("pix2pix_photo_edges").card["measured"]
    agreement = measured["edge_agreement"]
    assert agreement > 1.2 * measured["edge_agreement_with_another_source"]
    assert measured["l1"] < 0.9 * measured["l1_of_the_mean_photograph"]
