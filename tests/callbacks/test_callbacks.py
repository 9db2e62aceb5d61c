import re
import signal
import types
import warnings

import keras
import numpy as np
import pytest
import tensorflow as tf
from numpy.testing import assert_array_equal
from PIL import Image
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

from tests import toys
from tests.full_disk import full_disk
from tfgan_zoo import (
    Checkpoints,
    FiniteLosses,
    MetricsLog,
    MetricsRows,
    SampleGrid,
    StopOnSignal,
    kernels,
    pixels,
    sampling,
)
from tfgan_zoo.callbacks import metrics_log, step_callback
from tfgan_zoo.callbacks.step_callback import StepCallback
from tfgan_zoo.networks import dcgan, patchgan, unet
from tfgan_zoo.objectives import GAN, WGAN, Pix2Pix


class Recorder(StepCallback):
    def __init__(self, every):
        super().__init__(every)
        self.acted = []

    def act(self, step, logs):
        self.acted.append((step, sorted(logs)))


def fit(gan, steps, *callbacks, data=None, **kwargs):
    data = data if data is not None else toys.point_data(8)
    return toys.fit(gan, data, steps, callbacks=list(callbacks), **kwargs)


def test_steps_are_counted_across_epochs_and_restarts():
    gan, recorder = toys.compiled(GAN), Recorder(3)
    names = ["discriminator_loss", "generator_loss"]
    gan.fit(
        toys.point_data(8),
        steps_per_epoch=2,
        epochs=4,
        verbose=0,
        shuffle=False,
        callbacks=[recorder],
    )
    fit(gan, 2, recorder)
    assert recorder.acted == [(3, names), (6, names), (9, names)]


def test_multiples_are_seen_when_several_steps_are_taken_at_once():
    gan, recorder = toys.compiled(GAN), Recorder(3)
    gan.steps_per_execution = 4
    fit(gan, 12, recorder)
    assert [step for step, _ in recorder.acted] == [4, 8, 12]


class Slow(StepCallback):
    """Acts in 10 seconds, in the first time in 100, between steps of one."""

    flag = "sample_every"

    def __init__(self, every, clock):
        super().__init__(every)
        self.clock = clock

    def on_train_batch_begin(self, batch, logs=None):
        self.clock.now += self.model.steps_per_execution

    def act(self, step, logs):
        self.clock.now += 100 if step == self.every else 10


@pytest.mark.parametrize(
    ("every", "gpu", "warned"),
    [
        (20, True, ["Step 40: Slow takes 33% .* --sample_every=200 "]),
        (190, True, []),
        (20, False, []),
    ],
)
def test_a_gpu_that_is_kept_from_its_steps_is_told_of_once(
    every, gpu, warned, monkeypatch
):
    clock = types.SimpleNamespace(now=0.0)
    monkeypatch.setattr(step_callback.time, "perf_counter", lambda: clock.now)
    monkeypatch.setattr(kernels, "on_processor", lambda: not gpu)
    step = types.SimpleNamespace(numpy=lambda: 0)
    model = types.SimpleNamespace(steps_per_execution=1, step=step)
    slow = Slow(every, clock)
    slow.set_model(model)
    slow.on_train_begin()
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        for batch in range(4 * every):
            slow.on_train_batch_begin(batch)
            slow.on_train_batch_end(batch)
    messages = [str(warning.message) for warning in caught]
    assert len(messages) == len(warned)
    assert all(map(re.match, warned, messages))


class TestSampleGrid:
    def test_pictures_at_the_start_at_multiples_and_at_the_end(self, tmp_path):
        fit(toys.compiled(GAN), 5, SampleGrid(tmp_path, every=2, num=9))
        names = sorted(f.name for f in (tmp_path / "samples").iterdir())
        assert names == [f"step_{step:08d}.png" for step in (0, 2, 4, 5)]
        with Image.open(tmp_path / "samples.webp") as film:
            assert film.n_frames >= 3

    def test_a_resumed_run_has_one_film(self, tmp_path):
        gan = toys.compiled(GAN)
        fit(gan, 4, SampleGrid(tmp_path, every=2))
        before = (tmp_path / "samples" / "step_00000002.png").read_bytes()
        fit(gan, 2, SampleGrid(tmp_path, every=2))
        names = sorted(f.name for f in (tmp_path / "samples").iterdir())
        assert names == [f"step_{step:08d}.png" for step in (0, 2, 4, 6)]
        assert (tmp_path / "samples" / "step_00000002.png").read_bytes() == before

    def test_the_latents_are_fixed_by_the_seed(self, tmp_path):
        gan = toys.compiled(GAN)
        for folder, seed in (("a", 1), ("b", 1), ("c", 2)):
            fit(gan, 1, SampleGrid(tmp_path / folder, seed=seed))
            gan.generator_optimizer.learning_rate = 0.0  # From here on it stands.

        def last(folder):
            return sorted((tmp_path / folder / "samples").iterdir())[-1].read_bytes()

        assert last("a") == last("b") != last("c")

    def test_classes_have_a_column_each(self, tmp_path):
        shape, sizes = (16, 16, 1), {"num_classes": 5, "width": 2}
        gan = GAN(
            dcgan.generator(shape, latent_dim=3, **sizes),
            dcgan.discriminator(shape, **sizes),
            seed=1,
        )
        gan.compile(keras.optimizers.SGD(0.1), keras.optimizers.SGD(0.1))
        grid = SampleGrid(tmp_path, num=12)
        grid.set_model(gan)
        image = np.asarray(grid._drawer(gan)())
        scale = 512 // (5 * 17 - 1) + 1
        assert image.shape == ((2 * 17 - 1) * scale, (5 * 17 - 1) * scale)
        z = sampling.Normal().sample((10, 3), (0, 0))
        expected = gan.generator((z, tf.range(10) % 5), training=False)
        corner = pixels.to_bytes(expected)[6, :, :, 0]  # Second row, second column.
        assert_array_equal(image[::scale, ::scale][17:33, 17:33], corner)

    def test_a_translator_is_shown_between_source_and_target(self, tmp_path):
        gan = Pix2Pix(
            unet.generator((16, 16, 3), width=2),
            patchgan.discriminator(receptive_field=16, width=2),
        )
        gan.compile(keras.optimizers.SGD(0.1), keras.optimizers.SGD(0.1))
        pairs = np.ones((3, 16, 16, 3), np.float32), -np.ones((3, 16, 16, 3), "float32")
        data = tf.data.Dataset.from_tensors(pairs).repeat()
        grid = SampleGrid(tmp_path, every=1, real=pairs)
        toys.fit(gan, data, 1, callbacks=[grid])
        with Image.open(tmp_path / "samples" / "step_00000001.png") as image:
            pixels = np.asarray(image)
        assert pixels.shape[0] == pixels.shape[1]  # Three rows of three.
        assert pixels[:10, :10].min() == 255  # The source is white,
        assert pixels[:10, -10:].max() == 0  # and the target black.
        with pytest.raises(ValueError, match=r"needs `real=\(sources, targets\)`"):
            toys.fit(gan, data, 1, callbacks=[SampleGrid(tmp_path)])

    def test_tensorboard_has_the_pictures(self, tmp_path):
        fit(toys.compiled(GAN), 2, SampleGrid(tmp_path, every=1))
        events = EventAccumulator(str(tmp_path / "tensorboard"), size_guidance={})
        events.Reload()
        steps = [e.step for e in events.Tensors("samples")]
        assert steps == [0, 1, 2]

    def test_a_bad_frame_is_named_and_left_out(self, tmp_path):
        gan, samples = toys.compiled(GAN), tmp_path / "samples"
        fit(gan, 4, SampleGrid(tmp_path, every=2))
        cut = samples / "step_00000002.png"
        cut.write_bytes(cut.read_bytes()[:500])
        Image.new("L", (9, 9)).save(samples / "step_00000003.png")
        for name in ("step_last.png", "step_2 (copy).png", "notes.txt"):
            (samples / name).write_text("theirs")
        with pytest.warns(UserWarning, match="is left out of the film") as caught:
            fit(gan, 2, SampleGrid(tmp_path, every=2))
        told = [str(warning.message) for warning in caught]
        assert [str(cut) in told[0], "step_00000003" in told[1]] == [True, True]
        assert "9 pixels" in told[1] or "(9, 9)" in told[1]
        with Image.open(tmp_path / "samples.webp") as film:
            assert film.n_frames == 3
        assert (samples / "step_last.png").read_text() == "theirs"

    def test_a_film_without_pictures_is_not_ours(self, tmp_path):
        (tmp_path / "samples.webp").write_text("theirs")
        with pytest.raises(ValueError, match=r"no run has made it\. Move it away"):
            fit(toys.compiled(GAN), 2, SampleGrid(tmp_path))
        assert (tmp_path / "samples.webp").read_text() == "theirs"


class TestMetricsLog:
    def test_rows_are_means_over_their_own_steps(self, tmp_path):
        gan = toys.compiled(WGAN)
        singles = []

        class Each(keras.callbacks.Callback):
            def on_train_batch_end(self, batch, logs=None):
                singles.append(logs)

        fit(gan, 5, Each(), MetricsLog(tmp_path, every=2), data=toys.point_data(20))
        rows = metrics_log.read(tmp_path / "metrics.csv")
        assert [row["step"] for row in rows] == [2, 4, 5]
        # Logs are running means: after a reset the second is the mean of two.
        for row, log in zip(rows, (singles[1], singles[3], singles[4]), strict=True):
            for name, value in log.items():
                assert row[name] == value
        assert list(rows[0])[:2] == ["step", "seconds"]
        assert "wasserstein_estimate" in rows[0]
        assert (tmp_path / "curves.png").stat().st_size > 5000

    def test_a_resumed_run_goes_on_in_the_file(self, tmp_path):
        gan = toys.compiled(GAN)
        fit(gan, 4, MetricsLog(tmp_path, every=1))
        whole = metrics_log.read(tmp_path / "metrics.csv")
        gan.step.assign(2)  # As restored from the save of step 2.
        fit(gan, 3, MetricsLog(tmp_path, every=1))
        rows = metrics_log.read(tmp_path / "metrics.csv")
        assert [row["step"] for row in rows] == [1, 2, 3, 4, 5]
        assert rows[:2] == whole[:2]
        seconds = [row["seconds"] for row in rows]
        assert seconds == sorted(seconds)

    def test_tensorboard_has_the_same_numbers(self, tmp_path):
        fit(toys.compiled(GAN), 4, MetricsLog(tmp_path, every=2))
        events = EventAccumulator(str(tmp_path / "tensorboard"), size_guidance={})
        events.Reload()
        rows = metrics_log.read(tmp_path / "metrics.csv")
        for name in ("generator_loss", "discriminator_loss"):
            logged = [
                (e.step, tf.make_ndarray(e.tensor_proto)) for e in events.Tensors(name)
            ]
            expected = [(row["step"], np.float32(row[name])) for row in rows]
            assert logged == expected

    def test_rows_do_not_depend_on_epochs(self, tmp_path):
        folders = tmp_path / "one", tmp_path / "several"
        for folder, epochs in zip(folders, (1, 3), strict=True):
            gan, data = toys.compiled(WGAN), toys.point_data(20)
            length = {"steps_per_epoch": 9 // epochs, "epochs": epochs}
            log = MetricsRows(folder, every=2)
            gan.fit(data, **length, shuffle=False, verbose=0, callbacks=[log])
        one, several = (metrics_log.read(f / "metrics.csv") for f in folders)
        assert [row["step"] for row in one] == [2, 4, 6, 8, 9]
        for row in (*one, *several):
            del row["seconds"]
        assert several == one

    def test_what_others_add_to_the_logs_has_columns_of_its_own(self, tmp_path):
        class Score(keras.callbacks.Callback):
            def on_train_batch_end(self, batch, logs=None):
                if batch == 3:
                    logs["score"] = 0.25

        gan = toys.compiled(GAN)
        fit(gan, 3, MetricsLog(tmp_path, every=1))  # Knows of no score.
        fit(gan, 6, Score(), MetricsLog(tmp_path, every=2))
        rows = metrics_log.read(tmp_path / "metrics.csv")
        assert [row["step"] for row in rows] == [1, 2, 3, 4, 6, 8, 9]
        # At the fourth batch, step 7, there is no row; TensorBoard has it.
        assert all("score" not in row for row in rows)
        events = EventAccumulator(str(tmp_path / "tensorboard"), size_guidance={})
        events.Reload()
        assert [event.step for event in events.Tensors("score")] == [7]
        gan = toys.compiled(GAN)
        fit(gan, 5, Score(), MetricsLog(tmp_path / "new", every=1))
        rows = metrics_log.read(tmp_path / "new" / "metrics.csv")
        assert [row.get("score") for row in rows] == [None, None, None, 0.25, None]
        text = (tmp_path / "new" / "metrics.csv").read_text().splitlines()
        assert [line.count(",") for line in text] == [text[0].count(",")] * 6

    def test_half_a_row_of_a_killed_run_is_dropped(self, tmp_path):
        gan = toys.compiled(GAN)
        fit(gan, 2, MetricsLog(tmp_path, every=1))
        with (tmp_path / "metrics.csv").open("a") as file:
            file.write("3,0.")
        fit(gan, 1, MetricsLog(tmp_path, every=1))
        rows = metrics_log.read(tmp_path / "metrics.csv")
        assert [row["step"] for row in rows] == [1, 2, 3]

    @pytest.mark.parametrize("text", ["a,b\n1,2\n", "a\n", "note", "step\nx\n"])
    def test_a_table_of_something_else_is_refused(self, text, tmp_path):
        (tmp_path / "metrics.csv").write_text(text)
        with pytest.raises(ValueError, match=r"no table of a run.* Move it away"):
            fit(toys.compiled(GAN), 1, MetricsLog(tmp_path))
        assert (tmp_path / "metrics.csv").read_text() == text


class TestFiniteLosses:
    def test_training_stops_at_the_step_and_keeps_the_last_good_save(self, tmp_path):
        gan = toys.compiled(GAN)
        saves = Checkpoints(tmp_path, every=1)

        def poisoned():
            for step in range(10):
                yield np.full((8, 2), np.nan if step == 3 else 0.5, np.float32)

        spec = tf.TensorSpec((8, 2))
        data = tf.data.Dataset.from_generator(poisoned, output_signature=spec)
        with pytest.raises(
            FloatingPointError, match=r"discriminator_loss .* nan at step 4"
        ):
            fit(gan, 8, FiniteLosses(), saves, data=data)
        assert saves.steps() == [1, 2, 3]


class TestCheckpoints:
    @pytest.mark.parametrize("name", ["lr=[1e-4]", "seed[1]", "a*b?", "{a,b}", "a\\b"])
    def test_a_folder_of_any_name_is_read(self, name, tmp_path):
        gan = toys.compiled(GAN)
        fit(gan, 2, Checkpoints(tmp_path / name))
        other = toys.compiled(GAN)
        assert Checkpoints(tmp_path / name).restore(other) == 2
        for one, restored in zip(toys.state(gan), toys.state(other), strict=True):
            assert_array_equal(restored, one)

    @pytest.mark.parametrize("part", ["data-00000-of-00001", "index"])
    def test_half_a_checkpoint_is_refused_and_not_trained_over(self, part, tmp_path):
        fit(toys.compiled(GAN), 2, Checkpoints(tmp_path))
        (tmp_path / f"step-2.{part}").unlink()
        with pytest.raises(ValueError, match=r"can be read \(steps \[2\]\).* back, or"):
            Checkpoints(tmp_path).restore(toys.compiled(GAN))
        with pytest.raises(ValueError, match="Call `restore`"):
            fit(toys.compiled(GAN), 1, Checkpoints(tmp_path))

    def test_a_full_disk_is_told_and_leaves_what_was_there(self, tmp_path):
        gan, saves = toys.compiled(GAN), Checkpoints(tmp_path, every=1)
        fit(gan, 1, saves)
        before = {f: f.read_bytes() for f in tmp_path.iterdir()}
        with full_disk(2000), pytest.raises(OSError, match="of step 2 is not") as e:
            fit(gan, 3, saves)
        why = f"{tmp_path} cannot be written: File too large. Make room there"
        assert f"The checkpoint of step 2 is not saved. {why}" in str(e.value)
        assert "Started again, the training goes on from step 1." in str(e.value)
        assert {f: f.read_bytes() for f in tmp_path.iterdir()} == before

    def test_a_checkpoint_that_was_renamed_is_refused(self, tmp_path):
        fit(toys.compiled(GAN), 2, Checkpoints(tmp_path))
        for file in tmp_path.glob("step-2*"):
            file.rename(tmp_path / file.name.replace("step-2", "step-900"))
        (tmp_path / "step-last.index").touch()  # None of a run's.
        with pytest.raises(ValueError, match=r"of step 900 .* is one of step 2"):
            Checkpoints(tmp_path).restore(toys.compiled(GAN))

    def test_one_that_was_killed_as_it_was_moved_is_no_checkpoint(self, tmp_path):
        gan = toys.compiled(GAN)
        fit(gan, 3, Checkpoints(tmp_path, every=1))
        (left := tmp_path / ".writing-killed").mkdir()
        (tmp_path / "step-3.index").rename(left / "step-3.index")
        saves, other = Checkpoints(tmp_path), toys.compiled(GAN)
        assert saves.steps() == [1, 2]
        assert saves.restore(other) == 2
        fit(other, 2, saves)
        assert sorted(f.name for f in tmp_path.glob("*3*")) == []
        assert not left.exists()
        assert saves.steps() == [1, 2, 4]

    def test_the_newest_are_kept(self, tmp_path):
        saves = Checkpoints(tmp_path, every=2, keep=2)
        fit(toys.compiled(GAN), 7, saves)
        assert saves.steps() == [6, 7]

    def test_without_a_checkpoint_training_starts_at_zero(self, tmp_path):
        assert Checkpoints(tmp_path / "none").restore(toys.compiled(GAN)) == 0

    @pytest.mark.parametrize("part", ["data-00000-of-00001", "index"])
    @pytest.mark.parametrize("kept", [0.0, 0.3, 0.99])
    def test_a_truncated_checkpoint_falls_back_to_the_one_before(
        self, tmp_path, part, kept, capsys
    ):
        gan = toys.compiled(GAN, optimizer=keras.optimizers.Adam)
        fit(gan, 2, Checkpoints(tmp_path, every=2))
        expected = toys.state(gan)
        fit(gan, 2, Checkpoints(tmp_path, every=2))
        file = tmp_path / f"step-4.{part}"
        file.write_bytes(file.read_bytes()[: int(file.stat().st_size * kept)])

        other = toys.compiled(GAN, optimizer=keras.optimizers.Adam)
        assert Checkpoints(tmp_path).restore(other) == 2
        assert "checkpoint of step 4" in capsys.readouterr().out
        for value, restored in zip(expected, toys.state(other), strict=True):
            assert_array_equal(restored, value)

    def test_a_flipped_bit_is_noticed(self, tmp_path):
        fit(toys.compiled(GAN), 2, Checkpoints(tmp_path, every=1))
        file = tmp_path / "step-2.data-00000-of-00001"
        content = bytearray(file.read_bytes())
        content[len(content) // 2] ^= 1
        file.write_bytes(content)
        assert Checkpoints(tmp_path).restore(toys.compiled(GAN)) == 1

    def test_nothing_but_damaged_checkpoints_is_an_error(self, tmp_path):
        fit(toys.compiled(GAN), 1, Checkpoints(tmp_path))
        for file in tmp_path.glob("step-1.data*"):
            file.write_bytes(b"")
        with pytest.raises(ValueError, match=r"None of the checkpoints .*\[1\]"):
            Checkpoints(tmp_path).restore(toys.compiled(GAN))

    def test_saves_of_another_run_are_neither_joined_nor_deleted(self, tmp_path):
        fit(toys.compiled(GAN), 5, Checkpoints(tmp_path, every=1))
        with pytest.raises(ValueError, match=r"\[3, 4, 5\].*Call `restore`"):
            fit(toys.compiled(GAN), 2, Checkpoints(tmp_path, every=1))
        assert Checkpoints(tmp_path).steps() == [3, 4, 5]

    def test_damaged_newer_saves_do_not_cost_the_new_one(self, tmp_path):
        gan = toys.compiled(GAN)
        fit(gan, 3, Checkpoints(tmp_path, every=1, keep=3))
        for step in (2, 3):
            (tmp_path / f"step-{step}.index").write_bytes(b"")
        saves = Checkpoints(tmp_path, every=5, keep=1)
        other = toys.compiled(GAN)
        assert saves.restore(other) == 1
        fit(other, 1, saves)
        assert 2 in saves.steps()
        assert Checkpoints(tmp_path).restore(toys.compiled(GAN)) == 2

    def test_a_checkpoint_of_another_model_is_refused(self, tmp_path):
        fit(toys.compiled(GAN), 1, Checkpoints(tmp_path))
        latents = keras.Input((4,))
        wider = keras.Model(latents, keras.layers.Dense(2)(latents))
        gan = GAN(wider, toys.point_networks()[1])
        gan.compile(keras.optimizers.Adam(), keras.optimizers.Adam())
        with pytest.raises(ValueError, match="of another model"):
            Checkpoints(tmp_path).restore(gan)

    def test_weights_that_are_not_finite_are_not_saved(self, tmp_path):
        gan = toys.compiled(GAN)
        saves = Checkpoints(tmp_path, every=1)
        fit(gan, 1, saves)
        kernel = gan.generator.trainable_variables[0]
        kernel.assign(np.full(kernel.shape, np.inf))
        with pytest.raises(FloatingPointError, match="kernel is not finite at step 2"):
            fit(gan, 1, saves)
        assert saves.steps() == [1]


class TestStopOnSignal:
    def test_ctrl_c_ends_after_the_step_and_saves(self, tmp_path):
        class Press(keras.callbacks.Callback):
            def on_train_batch_end(self, batch, logs=None):
                if batch == 2:
                    signal.raise_signal(signal.SIGINT)

        before = signal.getsignal(signal.SIGINT)
        gan, saves = toys.compiled(GAN), Checkpoints(tmp_path)
        fit(gan, 10, StopOnSignal(), saves, Press())
        assert int(gan.step.numpy()) == 3
        assert saves.steps() == [3]
        assert signal.getsignal(signal.SIGINT) is before
