"""Saving everything, and going on from it bit by bit."""

import json
import re
from pathlib import Path

import tensorflow as tf

from tfgan_zoo import atomic, literal_paths
from tfgan_zoo.callbacks.step_callback import StepCallback
from tfgan_zoo.training import meters

_INDEX, _SUMS = ".index", ".metrics.json"
# Not "step-9 (copy).index": what else lies there is nobody's checkpoint.
_NAME = re.compile(r"step-(\d+)(\.index|\.data-\d+-of-\d+|\.metrics\.json)")


class Checkpoints(StepCallback):
    """Saves all state of a model every so many steps and at the end of training.

    Both players, both optimizers, the generator's average and the step; noise and the
    order of the data follow from the step. Call `restore` before `fit`, and start the
    data at the step that it returns:

    ```python
    import pipelines, tfgan_zoo as zoo

    gan = zoo.recipes.gan.build((2,), seed=0)
    checkpoints = zoo.Checkpoints("runs/ring/checkpoints", every=500)
    step = checkpoints.restore(gan)
    data = pipelines.load("ring", batch_size=100, seed=0, start_step=step)
    gan.fit(data, steps_per_epoch=1000, shuffle=False, callbacks=[checkpoints])
    ```

    Beside them it saves what the metrics have summed up since the last row that a
    `MetricsRows` before it wrote, so that a resumed run has the rows of one that never
    stopped.

    Args:
        directory: of the files `step-N.index`, `step-N.data-*` and
            `step-N.metrics.json`.
        every: number of steps between two saves.
        keep: number of newest saves that are kept.
    """

    flag = "save_every"
    writes = ("checkpoints/step-*",)

    def __init__(self, directory, every: int = 500, keep: int = 3):
        super().__init__(every)
        self.directory = Path(directory).expanduser()
        self.keep = keep
        self.saved = None
        self.damaged = set()
        self._sums = None

    def restore(self, model) -> int:
        """Restores the newest whole checkpoint; returns its step, 0 without any.

        Raises:
            ValueError: there are checkpoints and none of them is whole, or the newest
                whole one is of another model, or of another step; or the directory is
                a file.
        """
        if self.directory.exists() and not self.directory.is_dir():
            raise ValueError(
                f"{self.directory} is a file, where the folder of checkpoints belongs. "
                "Move it away, and put the folder back if there was one."
            )
        steps = self.steps()
        for step in reversed(steps):
            with literal_paths.readable(self.directory) as folder:
                path = f"{folder}/step-{step}"
                if _is_whole(path):
                    self._read(model, path, step)
                    self._read_sums(model, step)
                    self.saved = step
                    return step
            # A disk that was full, or a copy that was broken off, left half a file.
            self.damaged.add(step)
            print(
                f"The checkpoint of step {step} in {self.directory} is damaged; "
                "trying the one before it."
            )
        if steps:
            raise ValueError(
                f"None of the checkpoints in {self.directory} can be read (steps "
                f"{steps}): each needs its .index and its .data file, whole. Put them "
                "back, or move them away to start again."
            )
        return 0

    def steps(self) -> list[int]:
        """Steps of the checkpoints in the directory, oldest first.

        One of which a file is missing is among them, unless its move to the directory
        was broken off.
        """
        known = {int(step) for step, end in self._files() if end != _SUMS}
        return sorted(known - self._unfinished())

    def on_train_begin(self, logs=None):
        super().on_train_begin(logs)
        later = {step for step in self.steps() if step > self.step} - self.damaged
        if later:
            raise ValueError(
                f"{self.directory} holds saves of steps {sorted(later)}, and the model "
                f"is at step {self.step}. Call `restore` before `fit` to go on from "
                "them, or use another directory."
            )
        self._sums = None
        for step in self._unfinished():
            self._remove(step)
        atomic.clear(self.directory)

    def act(self, step, logs):
        """Saves now, unless a weight is not finite."""
        for weight in self.model.weights:
            value = tf.convert_to_tensor(weight)
            if value.dtype.is_floating and not tf.reduce_all(tf.math.is_finite(value)):
                raise FloatingPointError(
                    f"{weight.path} is not finite at step {step}, so it was not saved. "
                    "Lower the learning rate."
                )
        try:
            self._write(step)
        except (OSError, tf.errors.OpError) as error:
            # As it is, Keras would take some of them for the end of the data.
            kind = type(error) if isinstance(error, OSError) else OSError
            why = str(error)
            if not isinstance(error, atomic.FullDiskError):
                why = f"{self.directory} cannot be written: {error}. Mend that."
            raise kind(
                f"The checkpoint of step {step} is not saved. {why} Started again, the "
                f"training goes on from step {self.saved or 0}."
            ) from error
        self.saved = step
        self.damaged.discard(step)
        earlier = [old for old in self.steps() if old < step]
        for old in earlier[: len(earlier) - self.keep + 1]:
            self._remove(old)

    def on_train_end(self, logs=None):
        if self.saved != self.step:
            self.act(self.step, logs)

    def _write(self, step):
        self.directory.mkdir(parents=True, exist_ok=True)
        with atomic.temporary(self.directory) as folder:
            if self.model.last_row is not None:
                self._sums = self._sums or meters.reader(self.model)
                sums = {"since": self.model.last_row, "replicas": self._sums()}
                atomic.write_json(folder / f"step-{step}{_SUMS}", sums)
            tf.train.Checkpoint(model=self.model).write(str(folder / f"step-{step}"))
            # The index last: with it the checkpoint is there.
            for file in sorted(folder.iterdir(), key=lambda f: f.suffix == _INDEX):
                atomic.publish(file, self.directory / file.name, replace=True)

    def _files(self):
        """Each file of a checkpoint, by its step and the rest of its name."""
        names = (_NAME.fullmatch(file.name) for file in self.directory.glob("step-*"))
        return {name.groups(): self.directory / name[0] for name in names if name}

    def _unfinished(self):
        """Steps of which a killed process has moved some files, but not the index."""
        left = self.directory.glob(f"{atomic.PREFIX}*/step-*{_INDEX}")
        steps = {int(name[1]) for file in left if (name := _NAME.fullmatch(file.name))}
        return {step for step in steps if (str(step), _INDEX) not in self._files()}

    def _remove(self, step):
        for (of, _), file in self._files().items():
            if int(of) == step:
                file.unlink()

    def _read(self, model, path, step):
        try:
            status = tf.train.Checkpoint(model=model).read(path)
            status.assert_existing_objects_matched()
        except (AssertionError, ValueError, tf.errors.OpError) as error:
            raise ValueError(
                f"The checkpoint of step {step} in {self.directory} is of another "
                "model; use another directory."
            ) from error
        stored = int(model.step.numpy())
        if stored != step:
            raise ValueError(
                f"The checkpoint of step {step} in {self.directory} is one of step "
                f"{stored}. Give its files their own name again: step-{stored}."
            )

    def _read_sums(self, model, step):
        """Reads what the metrics had summed up; of old checkpoints nothing is known."""
        file = self.directory / f"step-{step}{_SUMS}"
        try:
            known = json.loads(file.read_text("utf-8"))
            meters.assign(model, known["replicas"])
            model.last_row = int(known["since"])
        except (OSError, ValueError, TypeError, LookupError):
            model.last_row = None


def _is_whole(path) -> bool:
    """Whether every tensor of a checkpoint can be read and has its checksum."""
    try:
        reader = tf.train.load_checkpoint(path)
        for name in reader.get_variable_to_shape_map():
            reader.get_tensor(name)
    except (tf.errors.OpError, IndexError, RuntimeError, ValueError):
        return False
    return True
