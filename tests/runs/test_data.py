"""The data of a run."""

import pytest

import pipelines
from tfgan_zoo import recipes
from tfgan_zoo.runs import RunConfig
from tfgan_zoo.runs.data import RunData


def test_who_reads_something_else_is_in_another_job(monkeypatch):
    jobs = []

    def distribute(load, strategy):
        load(replica=0, replicas=2)

    def batches_of(self, parts, batch_size, **options):
        jobs.append(options["data_service_job"])

    monkeypatch.setattr(pipelines, "distribute", distribute)
    monkeypatch.setattr(pipelines.Dataset, "batches_of", batches_of)

    def read(seed=0, image_size=8, step=0, size=4):
        options = {"seed": seed, "image_size": image_size}
        config = RunConfig("gan", dataset="digits", data_service="here:1", **options)
        RunData(config, recipes.get("gan")).batches(size, step, None)

    for options in ({}, {"seed": 1}, {"image_size": 16}, {"step": 1}, {"size": 8}):
        read(**options)
    assert len(set(jobs)) == len(jobs) == 5
    read()
    assert jobs[-1] == jobs[0]


@pytest.mark.parametrize(
    ("options", "name", "shape"),
    [
        ({}, "digits", (16, 16, 1)),
        ({"dataset": "digits"}, "digits", (16, 16, 1)),
        ({"image_size": 20}, "digits", (20, 20, 1)),
        ({"dataset": "mnist_5k"}, "mnist_5k", (28, 28, 1)),
    ],
)
def test_what_a_start_leaves_open_is_as_the_run_began(options, name, shape):
    """A dataset and a size that were defaults of version 0.1.0 need not be named."""
    identity = {"recipe": "wgan", "dataset": "digits", "shape": [16, 16, 1]}
    config, recipe = RunConfig("wgan", **options), recipes.get("wgan")
    data = RunData(config, recipe, {"identity": identity})
    assert (data.name, data.shape) == (name, shape)


@pytest.mark.parametrize(
    "identity",
    [
        {"recipe": "gan", "dataset": "digits", "shape": [16, 16, 1]},
        {"recipe": "wgan", "networks": "shared"},
    ],
)
def test_a_record_that_does_not_say_leaves_the_default(identity):
    data = RunData(RunConfig("wgan"), recipes.get("wgan"), {"identity": identity})
    assert (data.name, data.shape) == ("mnist_5k", (28, 28, 1))


def test_a_recipe_of_ones_own_goes_on_with_its_data(tmp_path):
    file = tmp_path / "mine.py"  # Its function is still called wgan.
    file.write_text(recipes.get("wgan").file.read_text())
    identity = {"recipe": "mine", "dataset": "digits", "shape": [16, 16, 1]}
    recipe = recipes.from_file(file)
    data = RunData(RunConfig(str(file)), recipe, {"identity": identity})
    assert (data.name, data.shape) == ("digits", (16, 16, 1))


def test_sizes_that_no_image_size_gives_stay_as_they_are():
    identity = {"recipe": "gan", "dataset": "ring", "shape": [2]}
    data = RunData(RunConfig("gan"), recipes.get("gan"), {"identity": identity})
    assert (data.name, data.shape) == ("ring", (2,))
