"""Recipes side by side: the runs, the numbers, and the page."""

import csv
import dataclasses
import json
import os
import re
import shutil
import signal
from html.parser import HTMLParser

import keras
import numpy as np
import pytest
from PIL import Image

from tests.commands import refused, run, start, succeed, wait_for
from tfgan_zoo import recipes
from tfgan_zoo.experiments import page as pages
from tfgan_zoo.experiments.comparison import comparison, evaluator, report
from tfgan_zoo.experiments.comparison.candidate import Candidate
from tfgan_zoo.experiments.comparison.run import COLUMNS, FAILURE, Run
from tfgan_zoo.experiments.comparison.settings import Settings
from tfgan_zoo.runs import directory as run_directory
from tfgan_zoo.runs import shared_networks
from tfgan_zoo.runs.process import STOPPED

SMALL = ("--steps=4", "--seeds=1", "--width=4", "--batch_size=8", "--samples=20")
PNG_BEGINS = "iVBORw0KGgo"
VOID = {"img", "meta"}


class Page(HTMLParser):
    """Checks that elements close in order, and keeps what a test asks for."""

    def __init__(self, file):
        super().__init__()
        self.open, self.sources, self.text = [], [], []
        self.ids, self.links = [], []
        self.feed(file.read_text(encoding="utf-8"))
        assert not self.open
        assert self.links == [f"#{anchor}" for anchor in self.ids]  # The contents.

    def handle_starttag(self, tag, attrs):
        assert tag not in ("script", "link", "iframe")
        given = dict(attrs)
        self.sources += [given["src"]] if "src" in given else []
        self.links += [given["href"]] if "href" in given else []
        self.ids += [given["id"]] if "id" in given else []
        if tag == "img":
            assert given["alt"]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text.append(data)

    def __contains__(self, words):
        return words in " ".join(self.text)


def faked(directory, recipe, seed, distances, coverages, steps=10):
    """A run as if it had been measured."""
    run = Run(recipe, seed, directory / "runs" / recipe / str(seed), steps)
    run.directory.mkdir(parents=True)
    (run.directory / "samples").mkdir()
    points = []
    taken = np.linspace(0, steps, len(distances)).astype(int).tolist()
    for step, distance, coverage in zip(taken, distances, coverages, strict=True):
        points.append(
            {
                "step": step,
                "seconds": step * 0.5,
                "timed_steps": step,
                "first_seconds": 2.0,
                "other_seconds": 1.0,
                "frechet_distance": distance,
                "coverage": coverage,
                "warnings": [],
                **dict.fromkeys(("density", "precision", "recall"), 0.5),
                **dict.fromkeys(("separation", "gradient_norm"), 0.75),
            }
        )
        Image.new("L", (8, 8)).save(run.samples_file(step))
    record = {"points": points, "memory_mib": 700.0, "memory_before_mib": 600.0}
    (run.directory / "measurements.json").write_text(json.dumps(record))
    rows = [[step, 0.0, 1.0 / step, 2.0 / step] for step in range(1, steps + 1)]
    with (run.directory / "metrics.csv").open("w", newline="") as file:
        names = ["step", "seconds", "generator_loss", "discriminator_loss"]
        csv.writer(file).writerows([names, *rows])
    return run


def begun(directory, **flags):
    """A comparison's directory as it stands before its first run."""
    identity = {"dataset": "digits", "image_size": 16, "steps": 10, "width": 4}
    identity |= {"batch_size": 8, "extractor_sha256": "0"}
    directory = run_directory.open_run(directory, identity)
    origin = {"name": "digits", "licence": "CC BY 4.0", "source": "somewhere"}
    run_directory.record_start(directory, identity, origin, flags)
    return directory


def test_means_and_deviations_are_those_of_the_seeds_at_the_end(tmp_path):
    runs = [
        faked(tmp_path, "gan", 0, [50, 20, 30], [0.1, 0.5, 0.4]),
        faked(tmp_path, "gan", 1, [50, 40, 10], [0.1, 0.2, 0.6]),
        faked(tmp_path, "gan", 2, [1], [1.0]),  # Has not reached its end.
    ]
    gan = report.summary(runs)["gan"]
    assert gan["seeds"] == [0, 1]
    last, best = gan["last"]["frechet_distance"], gan["best"]["frechet_distance"]
    assert (last["mean"], best["mean"]) == (20, 15)
    np.testing.assert_allclose(last["deviation"], 20 / 2**0.5)
    assert best["steps"] == [5, 10]
    np.testing.assert_allclose(gan["best"]["coverage"]["mean"], 0.55)
    assert gan["seconds_per_step"]["mean"] == 0.5
    assert report.statistics([3.0])["deviation"] is None


def test_copies_of_runs_are_not_runs(tmp_path):
    run = faked(tmp_path, "gan", 3, [3, 2, 1], [0.1, 0.2, 0.3])
    shutil.copytree(run.directory, run.directory.with_name("3 (copy)"))
    planned = comparison.plan(tmp_path, ["gan"], 1, run.steps)
    assert [other.seed for other in comparison.others(tmp_path, planned)] == [3]


def test_losses_of_a_point_are_means_since_the_one_before(tmp_path):
    run = faked(tmp_path, "gan", 0, [3, 2, 1], [0.1, 0.2, 0.3])
    rows = run.rows()
    assert rows[0]["generator_loss"] is None  # Nothing is trained yet.
    expected = np.mean([1 / step for step in range(6, 11)])
    np.testing.assert_allclose(rows[2]["generator_loss"], expected)
    assert rows[2]["wasserstein_estimate"] is None


def test_numbers_have_as_many_digits_as_their_deviation_is_given():
    value = report.statistics([12.0, 14.0])
    assert report.spread(value) == "13.0 ± 1.4"
    close = report.statistics([665.0, 665.5])
    assert report.spread(close) == "665.2 ± 0.4"
    assert report.spread(value, 1000) == "13000 ± 1414"
    assert report.spread(report.statistics([0.5])) == "0.500"


def test_what_comes_from_outside_is_escaped(tmp_path):
    evil = "<script>alert('&')</script>"
    rendered = pages.render("theory.html.j2", sections=[], command=evil)
    assert "<script" not in rendered
    directory = begun(tmp_path, recipes=["gan"], output=evil)
    runs = [faked(directory, "gan", 0, [3, 2], [0.1, 0.2])]
    failed = Run(evil.replace("/", "|"), 0, directory / "failed", 10)
    failed.directory.mkdir()
    failure = {"status": 1, "message": evil, "last_measured_step": None}
    (failed.directory / FAILURE).write_text(json.dumps(failure))
    report.write(directory, [*runs, failed])
    page = Page(directory / "index.html")
    assert evil in page
    assert "1 of 2 runs failed: see below" in page


def test_a_page_of_nothing_says_that_there_is_nothing_yet(tmp_path):
    directory = begun(tmp_path, recipes=["gan", "wgan"])
    runs = comparison.plan(directory, ["gan", "wgan"], 2, 10)
    assert [(run.seed, run.recipe) for run in runs] == [
        (0, "gan"),
        (0, "wgan"),
        (1, "gan"),
        (1, "wgan"),
    ]
    report.write(directory, runs)
    page = Page(directory / "index.html")
    assert "4 of 4 runs are not finished" in page
    assert "gan, seed 0: not begun" in page


def test_pictures_and_results_come_first_with_every_seed_at_hand(tmp_path):
    directory = begun(tmp_path, recipes=["gan"])
    runs = [faked(directory, "gan", seed, [3, 2], [0.1, 0.2]) for seed in range(2)]
    report.write(directory, runs)
    page = Page(directory / "index.html")
    results = ["samples", "results", "curves", "time-and-memory"]
    assert page.ids == [*results, "what-was-compared", "how-it-was-measured"]
    assert {"precision", "recall"} <= set(page.text)
    assert "seed 0, step 10" in page
    assert "seed 1, step 10" in page


def test_recipes_share_their_first_weights_and_the_prior():
    built = {}
    for name in ("gan", "wgan_gp", "improved_gan"):
        recipe = recipes.get(name)
        # As `Settings` has it: networks of its own are as wide as in its paper.
        width = {} if recipe.own_networks else {"width": 4}
        built[name] = shared_networks.build(recipe, (16, 16, 1), None, 3, **width)
    one, other, own = built.values()
    for player in ("generator", "discriminator"):
        for x, y in zip(
            getattr(one, player).get_weights(),
            getattr(other, player).get_weights(),
            strict=True,
        ):
            np.testing.assert_array_equal(x, y)
    assert one.latent_law == other.latent_law == "normal"
    assert own.generator.count_params() > one.generator.count_params()
    assert evaluator.describe(own)["constants"] == ("saturating false, real label 0.9")
    described = evaluator.describe(other)
    assert described["objective"] == "WGANGP"
    assert described["constants"] == "penalty weight 10.0"
    assert described["generator_optimizer"] == "Adam, rate 0.0001, beta1 0, beta2 0.9"
    assert evaluator.describe(own)["historical_average"] == "weight 0.0001"


def test_recipes_that_cannot_share_say_why():
    reasons = {name: recipes.get(name).own_networks for name in recipes.available()}
    kept = {name for name, reason in reasons.items() if reason}
    assert kept == {"cgan", "cdcgan", "improved_gan", "semi_supervised_gan"}


def scores_of(directory):
    return json.loads((directory / "scores.json").read_text())


def test_a_comparison_with_a_run_that_fails(tmp_path):
    output = tmp_path / "report"
    flags = (*SMALL, "--labels_per_class=1000", f"--output={output}")
    several = ("--recipes=lsgan,semi_supervised_gan,wgan", *flags)
    status, out, err = run("compare", *several)
    assert status == 1
    assert "1 of 3 runs failed: semi_supervised_gan of seed 0" in err
    assert "wgan, seed 0 (3 of 3)" in out

    # The others are whole, and all is on the page.
    page = Page(output / "index.html")
    assert page.sources
    for source in page.sources:
        assert source.startswith(f"data:image/png;base64,{PNG_BEGINS}")
    assert not re.search(r"url\(|@import", (output / "index.html").read_text())
    assert "semi_supervised_gan, seed 0: failed before its first point" in page
    assert "labels" in page
    assert "the discriminator has a logit for each class" not in page  # Never built.
    assert "RMSprop, rate 5e-05" in page
    with (output / "results.csv").open(newline="") as text:
        rows = list(csv.DictReader(text))
    assert set(rows[0]) == set(COLUMNS)
    assert [row["step"] for row in rows if row["recipe"] == "wgan"] == [*"01234"]
    assert {row["recipe"] for row in rows} == {"lsgan", "wgan"}
    written = scores_of(output)
    assert written["recipes"]["semi_supervised_gan"] == {"seeds": []}
    assert written["recipes"]["wgan"]["last"]["frechet_distance"]["mean"] > 0
    assert written["protocol"]["generated_images"] == 20
    assert len(written["protocol"]["extractor_sha256"]) == 64
    assert written["recipes"]["wgan"]["memory_mib"]["mean"] > 100
    (failure,) = written["failed"]
    assert failure["message"].startswith("run.py: Class '0' has")

    # Same networks, same latents: the same pictures before the first step.
    folders = [output / "runs" / name / "0" / "samples" for name in ("lsgan", "wgan")]
    one, other = ((f / "step_00000000.png").read_bytes() for f in folders)
    assert one == other
    one, other = ((f / "step_00000004.png").read_bytes() for f in folders)
    assert one != other

    # Again: what is whole stays, what failed is tried again.
    _, out, err = run("compare", *several)
    assert "1 of 3 runs failed" in err
    assert "lsgan" not in out
    assert "semi_supervised_gan, seed 0 (2 of 3)" in out
    # Recipes may come and go; anything else is another comparison.
    out = succeed("compare", "--recipes=wgan", *flags)
    assert "wgan, seed" not in out
    assert {"wgan", "lsgan"} <= set(scores_of(output)["recipes"])  # Nothing is lost.
    message = refused("compare", "--recipes=wgan", *flags, "--samples=30")
    assert "samples was 20 and is now 30" in message


def test_a_comparison_that_is_killed_and_stopped_goes_on(tmp_path, capfd):
    directory = tmp_path / "runs" / "dcgan" / "0"
    flags = ("--recipes=dcgan", *SMALL[1:], "--steps=100", f"--output={tmp_path}")

    # Killed: the run notices, saves and ends.
    process = start("compare", *flags)
    wait_for(directory / "samples" / "step_00000010.png", process)
    process.kill()
    process.communicate(timeout=120)  # The run shares its output: it has ended too.
    saves = (directory / "checkpoints").glob("step-*.index")
    saved = max(int(file.stem.removeprefix("step-")) for file in saves)
    assert 10 <= saved < 100

    # Stopped: it passes that on, waits for the save, and writes what there is.
    process = start("compare", *flags)
    later = saved // 10 * 10 + 10
    wait_for(directory / "samples" / f"step_{later:08d}.png", process)
    process.send_signal(signal.SIGTERM)
    out, _ = process.communicate(timeout=120)
    assert process.returncode == STOPPED
    assert "Stopped, and saved" in out
    assert "dcgan, seed 0: at step" in Page(tmp_path / "index.html")

    succeed("compare", *flags)
    said = capfd.readouterr().out  # Of the run, whose process prints here.
    assert "step    100" in said
    assert "step      0" not in said
    points = json.loads((directory / "measurements.json").read_text())["points"]
    assert [point["step"] for point in points] == list(range(0, 101, 10))
    seconds = [point["seconds"] for point in points]
    assert seconds == sorted(seconds)
    # All but the first step of each start.
    assert points[-1]["timed_steps"] == 100 - 3
    assert points[-1]["first_seconds"] > 0
    assert "not finished" not in Page(tmp_path / "index.html")


def test_a_candidate_has_one_name():
    text = "wgan+optimizer=adam+clip=0.10"
    one = Candidate.of(text)
    assert dict(one.constants) == {"clip": 0.1, "optimizer": "adam"}
    assert str(one) == "wgan+clip=0.1+optimizer=adam"
    assert Candidate.of(str(one)) == one
    assert str(Candidate.of("dcgan+pooling=TRUE")) == "dcgan+pooling=true"
    assert str(Candidate.of("gan")) == "gan"


def test_the_width_of_a_candidate():
    common = {"steps": 4, "batch_size": 8, "samples": 20, "split": "train"}
    common |= {"dataset": "digits", "image_size": 16, "labels_per_class": 10}
    shared = Settings(width=4, **common)
    assert shared.config("wgan", 0).constants == {"width": 4}
    assert shared.config("wgan+width=8", 0).constants == {"width": 8}
    assert shared.config("improved_gan", 0).constants == {}
    own = Settings(width=4, networks="own", **common)
    assert own.config("improved_gan", 0).constants == {"width": 4}
    papers = Settings(width=None, networks="own", **common)
    assert papers.config("wgan+clip=0.1", 0).constants == {"clip": 0.1}
    # A comparison of before goes on: it had no such entry.
    before = {k: v for k, v in dataclasses.asdict(shared).items() if k != "networks"}
    del before["extractor"], before["data_dir"]
    assert shared.identity("0") == {**before, "extractor_sha256": "0"}
    assert own.identity("0") != shared.identity("0")


def test_variants_on_networks_of_their_own(tmp_path):
    output = tmp_path / "report"
    variants = ["dcgan", "dcgan+batch_norm=false+width=8"]
    recipes_ = f"--recipes={','.join(variants)}"
    flags = (recipes_, *SMALL, "--networks=own", f"--output={output}")
    succeed("compare", *flags)
    assert list(scores_of(output)["recipes"]) == variants
    with (output / "results.csv").open(newline="") as text:
        assert {row["recipe"] for row in csv.DictReader(text)} == set(variants)
    page = Page(output / "index.html")
    assert "Each recipe plays with networks of its own, 4 channels wide" in page
    assert "The same two networks for each recipe" not in page
    records = [
        json.loads((output / "runs" / name / "0" / "measurements.json").read_text())
        for name in variants
    ]
    plain, other = (record["players"]["discriminator"] for record in records)
    assert plain != other
    with Image.open(output / "samples.png") as image:
        assert image.width > image.height

    # Nothing is trained twice; the variant stays when it is not asked for.
    assert "seed 0" not in succeed("compare", *flags)
    succeed("compare", "--recipes=dcgan", *flags[1:])
    assert list(scores_of(output)["recipes"]) == variants
    message = refused("compare", recipes_, *SMALL, f"--output={output}")
    assert "own_networks was True and is now None" in message


@pytest.fixture
def folder(tmp_path):
    """The flag of a data set of a few images, which has no pretrained extractor."""
    os.mkdir(tmp_path / "images")
    for i in range(8):
        Image.new("RGB", (20, 20), (i, 0, 0)).save(tmp_path / "images" / f"{i}.png")
    return f"--dataset=folder:{tmp_path / 'images'}"


def test_without_an_extractor_there_is_all_but_scores(tmp_path, folder):
    output = tmp_path / "report"
    flags = ("--recipes=gan", folder, *SMALL, f"--output={output}")
    out = succeed("compare", *flags)
    assert "samples have no scores. --extractor gives them" in out
    page = Page(output / "index.html")
    assert "There is no Fréchet distance, coverage, density, precision" in page
    assert 'model.save("classifier.keras")' in page
    curves = {"Separation of real and fake", "Gradient norm of the generator", "Losses"}
    assert curves <= set(page.text)
    assert "Coverage" not in page.text
    with (output / "results.csv").open(newline="") as text:
        last = list(csv.DictReader(text))[-1]
    assert (last["step"], last["frechet_distance"]) == ("4", "")
    assert float(last["generator_loss"]) > 0
    gan = scores_of(output)["recipes"]["gan"]
    assert set(gan["last"]) == {"separation", "gradient_norm"}
    assert gan["best"] == {}
    assert scores_of(output)["extractor"] is None

    assert "gan, seed" not in succeed("compare", *flags)  # All is there.
    layers = [keras.Input((16, 16, 3)), keras.layers.Flatten(), keras.layers.Dense(4)]
    keras.Sequential(layers).save(tmp_path / "mine.keras")
    message = refused("compare", *flags, f"--extractor={tmp_path / 'mine.keras'}")
    assert "extractor_sha256 was None and is now" in message


def test_what_cannot_be_compared_is_refused(tmp_path, folder):
    output = f"--output={tmp_path / 'report'}"
    message = refused("compare", "--recipes=gan,wgna", output)
    assert "Did you mean 'wgan'? Known: " in message
    assert ", ".join(recipes.available()) in message
    assert "names gan twice" in refused("compare", "--recipes=gan,gan", output)
    twice = "--recipes=wgan+clip=0.1,wgan+clip=0.10"
    assert "names wgan+clip=0.1 twice" in refused("compare", twice, output)
    message = refused("compare", "--recipes=wgan+clp=0.1", output)
    assert "clp" in message
    assert "clip" in message
    message = refused("compare", "--recipes=wgan+clip", output)
    assert "A constant is set by NAME=VALUE. Received: 'clip'" in message
    message = refused("compare", "--recipes=wgan+optimizer=adm", output)
    assert "adam" in message
    assert "--recipes is required" in refused("compare", output)
    message = refused("compare", "--recipes=gan,pix2pix", output)
    assert "pix2pix learns from pairs" in message
    message = refused("compare", "--recipes=gan,cgan", folder, output)
    assert "has no classes, which cgan needs" in message
    missing = f"--extractor={tmp_path / 'missing.keras'}"
    message = refused("compare", "--recipes=gan", folder, missing, output)
    assert "must be a .keras file" in message
