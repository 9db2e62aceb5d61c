"""The driver: what it refuses and leaves, and that an evaluation changes nothing."""

import dataclasses
import json
import shutil
import signal

import keras
import numpy as np
import pytest
import tensorflow as tf

import tfgan_zoo as zoo
from tests import toys
from tfgan_zoo import recipes
from tfgan_zoo.callbacks import metrics_log
from tfgan_zoo.runs import (
    RunConfig,
    __main__,
    driver,
    export,
    live_evaluation,
    recipe_file,
    train,
)
from tfgan_zoo.runs import directory as run_directory
from tfgan_zoo.visualization import curves, film, image_grid

SMALL = {
    "dataset": "ring",
    "batch_size": 8,
    "constants": {"width": 8},
    "sample_every": 0,
    "export": False,
}


def points(**fields):
    """A small run on points in the plane."""
    return RunConfig("gan", **{**SMALL, **fields})


def digits(**fields):
    """A small run on images."""
    small = {**SMALL, "dataset": "digits", "constants": {"width": 2}}
    return RunConfig("dcgan", **{**small, "image_size": 16, **fields})


def checkpoint(directory, step):
    """Every tensor of a checkpoint."""
    reader = tf.train.load_checkpoint(str(directory / "checkpoints" / f"step-{step}"))
    names = reader.get_variable_to_shape_map()
    return {n: reader.get_tensor(n) for n in names if "OBJECT_GRAPH" not in n}


def rows(directory):
    """Rows of metrics.csv, without their times."""
    read = metrics_log.read(directory / "metrics.csv")
    return [{k: v for k, v in row.items() if k != "seconds"} for row in read]


@pytest.mark.parametrize(
    ("config", "message"),
    [
        (RunConfig("gna"), "Did you mean 'gan'"),
        (RunConfig("none/mine.py"), "There is no Python file none/mine.py"),
        (RunConfig("wgan", constants={"clop": 1}), "no constant 'clop'"),
        (RunConfig("wgan", constants={"clip": -1.0}), "`clip` is positive"),
        (RunConfig("dcgan", dataset="ring"), "images, and 'ring' holds points"),
        (RunConfig("dcgan", image_size=18), "multiples of 4 from 16 up"),
        (RunConfig("cgan", dataset="photo_edges"), "images, and .* holds pairs"),
        (RunConfig("gan", labels_per_class=3), "`labels_per_class` is not for"),
        (RunConfig("gan", metrics=("fid",)), "--metrics needs --evaluate_every"),
        (RunConfig("gan", evaluate_every=5, metrics=("fidd",)), "must be one of"),
        (RunConfig("pix2pix", evaluate_every=5), "this one translates images"),
        (RunConfig("gan", dataset="swiss_roll", evaluate_every=5), "needs `means`"),
        (
            RunConfig("dcgan", image_size=16, evaluate_every=5, metrics=("cas",)),
            "'cas' needs `fake_labels`",
        ),
        (RunConfig("pix2pix", networks="shared"), "pix2pix does not"),
        (RunConfig("gan", dataset="ring", networks="shared"), "networks make images"),
        (
            RunConfig("wgan", networks="shared", constants={"latent_dim": 16}),
            "Shared networks take 100 latents",
        ),
        (RunConfig("gan", steps=3, steps_per_execution=2), "no multiple of"),
    ],
)
def test_what_cannot_go_on_leaves_no_trace(config, message, tmp_path):
    with pytest.raises(ValueError, match=message):
        train(config, tmp_path / "runs" / "one")
    assert not (tmp_path / "runs").exists()


def test_a_recipe_of_ones_own_writes_over_no_other_file(tmp_path):
    mine, other = tmp_path / "mine.py", tmp_path / "recipe.py"
    mine.write_text(recipe_file.source("gan"))
    other.write_text("of another project")
    with pytest.raises(ValueError, match="would be written over"):
        train(dataclasses.replace(points(steps=1), recipe=str(mine)), tmp_path)
    assert other.read_text() == "of another project"
    assert {file.name for file in tmp_path.iterdir()} == {"mine.py", "recipe.py"}


FOREIGN = ("metrics.csv", "curves.png", "samples.webp", "samples/step_00000000.png")
FOREIGN = (*FOREIGN, "evaluation.csv", "scores.json", "best-step-5.keras")


@pytest.mark.parametrize("name", FOREIGN)
def test_a_file_that_no_run_has_made_is_not_written_over(name, tmp_path):
    file = tmp_path / name
    file.parent.mkdir(exist_ok=True)
    file.write_text("theirs")
    with pytest.raises(ValueError, match=f"no run.json, but {name}, which would be"):
        train(points(steps=1), tmp_path)
    assert file.read_text() == "theirs"
    assert not list(tmp_path.glob("**/.*"))


def test_other_files_and_those_of_temporary_names_stay(tmp_path):
    names = [".writable", ".run.json", "metrics.tmp", ".samples.webp", "samples.png"]
    names += [".best.keras", "notes.txt", "recipe.tmp", ".writing-notes"]
    for name in names:
        (tmp_path / name).write_text("theirs")
    train(points(steps=1, sample_every=1, evaluate_every=1), tmp_path, verbose=False)
    assert {(tmp_path / name).read_text() for name in names} == {"theirs"}


def test_checkpoints_without_a_record_are_not_gone_on_from(tmp_path):
    train(points(steps=2), tmp_path, verbose=False)
    saved = {f: f.read_bytes() for f in (tmp_path / "checkpoints").iterdir()}
    record = (tmp_path / "run.json").read_bytes()
    for name in ("run.json", "metrics.csv"):
        (tmp_path / name).unlink()
    for constants in ({"width": 8}, {"width": 8, "beta_1": 0.9}):
        with pytest.raises(ValueError, match=r"but checkpoints/.*put its run\.json"):
            train(points(steps=4, constants=constants), tmp_path)
    assert {f: f.read_bytes() for f in (tmp_path / "checkpoints").iterdir()} == saved
    (tmp_path / "run.json").write_bytes(record)
    assert int(train(points(steps=4), tmp_path, verbose=False).step.numpy()) == 4


def test_a_workdir_of_any_name_goes_on_and_exports(tmp_path):
    workdir = tmp_path / "lr=[1e-4]" / "seed[1]"
    train(points(steps=1), workdir, verbose=False)
    gan = train(points(steps=2, export=True), workdir, verbose=False)
    loaded = zoo.load(workdir / "export")
    samples = gan.products()["generator"].samples(4, 3)[0]
    np.testing.assert_allclose(loaded(num=4, seed=3), samples, rtol=1e-5)


def test_shared_networks_are_recorded_as_they_are(tmp_path):
    config = digits(steps=1, networks="shared", constants={"width": 2})
    config = dataclasses.replace(config, recipe="wgan_gp", batch_size=4)
    gan = train(config, tmp_path, verbose=False)
    constants = run_directory.read(tmp_path)["identity"]["constants"]
    assert constants["latent_dim"] == gan.latent_dim == 100


def test_a_record_of_a_newer_version_is_refused(tmp_path):
    record = {"format": 4, "identity": {}, "starts": []}
    (tmp_path / "run.json").write_text(json.dumps(record))
    for use in (lambda: train(points(), tmp_path), lambda: export.restored(tmp_path)):
        with pytest.raises(ValueError, match="written by a newer version of tfgan-zoo"):
            use()
    assert [file.name for file in tmp_path.iterdir()] == ["run.json"]


def test_a_run_is_recorded_with_all_constants_and_refuses_others(tmp_path):
    train(points(steps=2), tmp_path, verbose=False)
    record = run_directory.read(tmp_path)
    assert record["format"] == 3
    constants = recipes.get("gan").resolve({"width": 8})
    assert record["identity"]["constants"] == constants
    message = "width was 8 and is now 4; beta_1 was 0.5 and is now 0.9"
    with pytest.raises(ValueError, match=message):
        train(points(constants={"width": 4, "beta_1": 0.9}), tmp_path)
    # A default that is given is the same run.
    given = points(steps=4, constants={"width": 8, "beta_1": 0.5})
    assert int(train(given, tmp_path, verbose=False).step.numpy()) == 4
    assert len(run_directory.read(tmp_path)["starts"]) == 2


def test_a_run_in_which_another_process_trains_is_refused(tmp_path):
    from tfgan_zoo.runs import lock

    train(points(steps=2), tmp_path, verbose=False)
    with lock.locked(tmp_path), pytest.raises(ValueError, match="Another process"):
        train(points(steps=4), tmp_path)
    assert len(run_directory.read(tmp_path)["starts"]) == 1


def test_a_comparison_of_version_0_1_goes_on():
    from tfgan_zoo.runs import identity

    old = {"recipe": "wgan", "seed": 0, "dataset": "digits", "image_size": 16}
    old |= {"width": 4, "batch_size": 8, "steps": 300}
    before = identity.upgraded({"identity": old})
    now = {"recipe": "wgan", "dataset": "digits", "examples": 9, "shape": [16, 16, 1]}
    now |= {"networks": "shared", "batch_size": 8, "seed": 0, "classes": 10}
    now["constants"] = recipes.get("wgan").resolve({"width": 4})
    assert identity.differences(before, now) == []
    other = {**now, "networks": "own"}
    assert identity.differences(before, other) == [
        "networks was 'shared' and is now 'own'"
    ]


class TestARecipeOfOnesOwn:
    @pytest.fixture
    def mine(self, tmp_path):
        source = recipes.get("gan").file.read_text()
        file = tmp_path / "mine.py"
        file.write_text(source.replace("def gan(", "def mine("))
        return file

    def config(self, path, **fields):
        return RunConfig(str(path), **{**SMALL, "steps": 2, **fields})

    def test_it_is_kept_and_run_from_there(self, mine, tmp_path):
        run = tmp_path / "run"
        gan = train(self.config(mine), run, verbose=False)
        assert (run / "recipe.py").read_text() == mine.read_text()
        identity = run_directory.read(run)["identity"]
        assert identity["recipe"] == "mine"
        assert len(identity["recipe_sha256"]) == 64
        mine.unlink()
        again, step = export.restored(run)
        assert step == 2
        for one, other in zip(toys.state(gan), toys.state(again), strict=True):
            np.testing.assert_array_equal(one, other)
        # It goes on without the first file.
        train(self.config(run / "recipe.py", steps=3), run, verbose=False)
        assert len(run_directory.read(run)["starts"]) == 2

    def test_a_changed_file_is_refused_and_says_how_to_go_on(self, mine, tmp_path):
        run = tmp_path / "run"
        train(self.config(mine), run, verbose=False)
        changed = mine.read_text().replace("beta_1: float = 0.5", "beta_1: float = 0.4")
        mine.write_text(changed)
        with pytest.raises(ValueError, match="mine has changed since") as raised:
            train(self.config(mine, steps=3), run)
        assert f"--recipe={run / 'recipe.py'}, or use another --workdir" in str(
            raised.value
        )
        (run / "recipe.py").write_text(mine.read_text())
        with pytest.raises(ValueError, match="is not the recipe that"):
            export.restored(run)

    def test_a_recipe_of_the_zoo_is_another_one(self, mine, tmp_path):
        train(self.config(mine), tmp_path / "run", verbose=False)
        with pytest.raises(ValueError, match="recipe was 'mine' and is now 'gan'"):
            train(points(steps=3), tmp_path / "run")


def test_what_draws_loses_no_step(tmp_path, monkeypatch):
    def fail(*_, **__):
        raise RuntimeError("no space left for a film")

    monkeypatch.setattr(film, "write", fail)
    monkeypatch.setattr(image_grid, "examples", fail)
    monkeypatch.setattr(curves, "plot", fail)
    config = points(steps=7, sample_every=5, log_every=5, export=True)
    with pytest.warns(UserWarning, match="is not drawn: no space left") as caught:
        train(config, tmp_path, verbose=False)
    told = "".join(str(warning.message) for warning in caught)
    for name in ("step_00000000.png", "step_00000005.png", "samples.webp", "curves"):
        assert name in told
    assert (tmp_path / "checkpoints" / "step-7.index").exists()
    assert (tmp_path / "export" / "1" / "saved_model.pb").exists()
    assert rows(tmp_path)[-1]["step"] == 7


def test_ctrl_c_saves_and_gives_signals_back(tmp_path, capsys):
    class Press(keras.callbacks.Callback):
        def on_train_batch_end(self, batch, logs=None):
            if batch == 2:
                signal.raise_signal(signal.SIGINT)

    before = signal.getsignal(signal.SIGINT)
    gan = train(points(steps=9, export=True), tmp_path, callbacks=[Press()])
    assert gan.stop_training
    assert (tmp_path / "checkpoints" / "step-3.index").exists()
    assert not (tmp_path / "export").exists()
    out = capsys.readouterr().out
    assert "Stopped at step 3, and saved. Run the same command again to go on" in out
    assert signal.getsignal(signal.SIGINT) is before


def test_a_failure_gives_signals_back(tmp_path):
    class Fail(keras.callbacks.Callback):
        def on_train_batch_end(self, batch, logs=None):
            raise ArithmeticError

    before = signal.getsignal(signal.SIGINT)
    with pytest.raises(ArithmeticError):
        train(points(steps=9), tmp_path, callbacks=[Fail()], verbose=False)
    assert signal.getsignal(signal.SIGINT) is before


def test_determinism_ends_with_the_run(tmp_path):
    train(points(steps=1, deterministic=True), tmp_path, verbose=False)
    tf.random.uniform([1])  # Without a seed: an error where operations have to be.


@pytest.mark.parametrize(
    ("step", "steps", "every", "expected"),
    [
        (0, 10, None, [(10, 1)]),
        (0, 10, 5, [(5, 2)]),
        (0, 11, 5, [(5, 2), (1, 1)]),
        (3, 11, 5, [(2, 1), (5, 1), (1, 1)]),
        (3, 4, 5, [(1, 1)]),
        (5, 9, 10, [(4, 1)]),
    ],
)
def test_epochs_end_at_multiples_and_at_the_end(step, steps, every, expected):
    assert driver.lengths(step, steps, every) == expected


class TestEvaluation:
    @pytest.fixture(autouse=True)
    def _few(self, monkeypatch):
        monkeypatch.setattr(live_evaluation, "SAMPLES", 60)

    @pytest.mark.parametrize("every", [4, 3])
    def test_it_changes_no_weight_and_no_loss(self, every, tmp_path):
        plain, watched = tmp_path / "plain", tmp_path / "watched"
        train(points(steps=14, log_every=4), plain, verbose=False)
        config = points(steps=14, log_every=4, evaluate_every=every)
        train(config, watched, verbose=False)
        one, other = (checkpoint(folder, 14) for folder in (plain, watched))
        assert set(one) == set(other)
        for name, value in one.items():
            np.testing.assert_array_equal(value, other[name], err_msg=name)
        names = ("step", "generator_loss", "discriminator_loss")
        losses = [{name: row[name] for name in names} for row in rows(watched)]
        assert losses == rows(plain)
        scored = metrics_log.read(watched / "evaluation.csv")
        steps = [*range(every, 15, every), 14]
        assert [row["step"] for row in scored] == steps
        # A row of the same step has the same scores; others have blanks.
        by_step = {row["step"]: row for row in scored}
        for row in rows(watched):
            known = by_step.get(row["step"], {"step": row["step"]})
            assert {k: v for k, v in row.items() if k not in names[1:]} == known
        assert "modes" in rows(watched)[-1]
        assert list(watched.glob("best-step-*.keras"))

    def test_a_stopped_run_goes_on_at_the_same_steps(self, tmp_path):
        whole, parts = tmp_path / "whole", tmp_path / "parts"
        config = {"log_every": 2, "evaluate_every": 4}
        train(points(steps=10, **config), whole, verbose=False)
        train(points(steps=6, log_every=2), parts, verbose=False)
        train(points(steps=10, **config), parts, verbose=False)
        one, other = (checkpoint(folder, 10) for folder in (whole, parts))
        for name, value in one.items():
            np.testing.assert_array_equal(value, other[name], err_msg=name)
        scored = metrics_log.read(parts / "evaluation.csv")
        assert [row["step"] for row in scored] == [8, 10]
        # The columns that the first start had not came with the second.
        assert rows(parts)[-2:] == rows(whole)[-2:]
        assert "modes" not in rows(parts)[0]

    def test_early_stopping_and_history_see_the_scores(self, tmp_path, capsys):
        seen = []

        class See(keras.callbacks.Callback):
            def on_epoch_end(self, epoch, logs=None):
                seen.append(logs["frechet_distance"])

        # None is better by so much: it gives up after the second epoch.
        stop = keras.callbacks.EarlyStopping(
            "frechet_distance", mode="min", min_delta=1e9, patience=1
        )
        config = digits(steps=20, evaluate_every=3, metrics=("fid",), export=True)
        gan = train(config, tmp_path, callbacks=[stop, See()])
        assert int(gan.step.numpy()) == 6
        assert gan.history.history["frechet_distance"] == seen
        scored = metrics_log.read(tmp_path / "evaluation.csv")
        assert [row["frechet_distance"] for row in scored] == seen
        out = capsys.readouterr().out
        assert "frechet_distance: " in out  # The progress bar.
        assert "Stopped at step" not in out
        assert f"Exported the generator of step 6 to {tmp_path / 'export' / '1'}" in out


def test_a_file_trains_as_the_flags_do(tmp_path, capsys):
    values = {**points(steps=2).given(), "directory": str(tmp_path / "run")}
    file = tmp_path / "config.json"
    file.write_text(json.dumps(values))
    assert __main__.main([str(file)]) == 0
    assert (tmp_path / "run" / "checkpoints" / "step-2.index").exists()
    file.write_text(json.dumps({**values, "stepz": 3}))
    assert __main__.main([str(file)]) == 1
    assert "Did you mean 'steps'" in capsys.readouterr().err
    assert __main__.main([]) == 1
    shutil.rmtree(tmp_path / "run")


@pytest.mark.parametrize("every", [4, 3])
def test_replicas_are_evaluated_without_a_change(every, tmp_path, two_replicas):
    plain, watched = tmp_path / "plain", tmp_path / "watched"
    options = {"strategy": two_replicas, "verbose": False}
    train(points(steps=8, log_every=4, strategy="mirrored"), plain, **options)
    config = points(steps=8, log_every=4, strategy="mirrored", evaluate_every=every)
    train(config, watched, **options)
    names = ("step", "generator_loss", "discriminator_loss")
    losses = [{name: row[name] for name in names} for row in rows(watched)]
    assert losses == rows(plain)


def test_intervals_need_not_be_multiples_of_the_steps_at_once(tmp_path):
    intervals = {"log_every": 3, "save_every": 5, "sample_every": 6}
    config = points(steps=12, steps_per_execution=4, **intervals)
    train(config, tmp_path, verbose=False)
    # At the end of the execution in which a multiple is passed, and of the run.
    assert [row["step"] for row in rows(tmp_path)] == [4, 8, 12]
    assert {f.stem for f in (tmp_path / "checkpoints").glob("*.index")} == {
        "step-8",
        "step-12",
    }
    assert {f.stem for f in (tmp_path / "samples").iterdir()} == {
        f"step_{step:08d}" for step in (0, 8, 12)
    }
