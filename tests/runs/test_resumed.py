"""A run that is stopped or killed amid its intervals, and one that never was."""

import keras
import pytest

from tests.runs import saves
from tfgan_zoo.runs import RunConfig, live_evaluation, train


class Stop(keras.callbacks.Callback):
    """Ends a training at a step: politely, or as a kill does."""

    def __init__(self, step, killed):
        super().__init__()
        self.step, self.killed = step, killed

    def on_train_batch_end(self, batch, logs=None):
        if int(self.model.step.numpy()) >= self.step:
            self.model.stop_training = True
            if self.killed:
                raise ArithmeticError


def files(directory) -> dict:
    """The text of the rows without their seconds, and the bytes of the pictures."""
    lines = (directory / "metrics.csv").read_text().splitlines()
    rows = [line.split(",")[:1] + line.split(",")[2:] for line in lines]
    pictures = [*directory.glob("samples/*"), *directory.glob("samples.webp")]
    return {"rows": rows, **{p.name: p.read_bytes() for p in pictures}}


@pytest.mark.parametrize(
    ("at_once", "evaluate_every", "stops"),
    [(1, None, (2, 7, 13)), (4, None, (4, 12)), (1, 9, (5, 11))],
)
def test_rows_and_film_are_those_of_a_run_that_never_stopped(
    at_once, evaluate_every, stops, tmp_path, monkeypatch
):
    monkeypatch.setattr(live_evaluation, "SAMPLES", 60)
    config = RunConfig(
        "gan",
        dataset="ring",
        batch_size=8,
        constants={"width": 8},
        steps=20,
        export=False,
        steps_per_execution=at_once,
        evaluate_every=evaluate_every,
        log_every=6,
        sample_every=5,
        save_every=4,
    )
    train(config, tmp_path / "whole", verbose=False)
    expected = files(tmp_path / "whole")
    assert [row[0] for row in expected["rows"]][-2:] == [
        "18" if at_once == 1 else "12",
        "20",
    ]
    stopped, killed = tmp_path / "stopped", tmp_path / "killed"
    for step in stops:
        train(config, stopped, callbacks=[Stop(step, False)], verbose=False)
        with pytest.raises(ArithmeticError):
            train(config, killed, callbacks=[Stop(step, True)], verbose=False)
    for directory in (stopped, killed):
        train(config, directory, verbose=False)
        assert files(directory) == expected
        saves.assert_equal(tmp_path / "whole", directory, 20)


def test_a_run_that_grows_has_the_rows_of_one_that_was_as_long_from_the_start(tmp_path):
    whole, grown = tmp_path / "whole", tmp_path / "grown"
    small = {"dataset": "ring", "batch_size": 8, "constants": {"width": 8}}
    small |= {"export": False, "log_every": 4, "sample_every": 3}
    for steps, directory in ((5, grown), (7, grown), (9, grown), (9, whole)):
        train(RunConfig("gan", steps=steps, **small), directory, verbose=False)
    assert files(grown) == files(whole)


@pytest.mark.parametrize("content", [None, "", "{}", '{"since": 0, "replicas": [[1]]}'])
def test_a_save_without_sums_restores_as_before(content, tmp_path):
    small = {"dataset": "ring", "batch_size": 8, "constants": {"width": 8}}
    small |= {"export": False, "log_every": 4, "sample_every": 0}
    train(RunConfig("gan", steps=5, **small), tmp_path, verbose=False)
    sums = tmp_path / "checkpoints" / "step-5.metrics.json"
    if content is None:
        sums.unlink()
    else:
        sums.write_text(content)
    train(RunConfig("gan", steps=8, **small), tmp_path, verbose=False)
    assert [row[0] for row in files(tmp_path)["rows"]] == ["step", "4", "5", "8"]


def test_replicas_go_on_with_their_own_sums(two_replicas, tmp_path):
    whole, stopped = tmp_path / "whole", tmp_path / "stopped"
    config = RunConfig(
        "gan",
        dataset="ring",
        batch_size=8,
        constants={"width": 8},
        steps=6,
        export=False,
        strategy="mirrored",
        log_every=4,
        sample_every=5,
    )
    options = {"strategy": two_replicas, "verbose": False}
    train(config, whole, **options)
    train(config, stopped, callbacks=[Stop(3, False)], **options)
    train(config, stopped, **options)
    assert files(stopped) == files(whole)
