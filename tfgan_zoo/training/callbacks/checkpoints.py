"""Saving everything, and going on from it bit by bit."""

from pathlib import Path

import tensorflow as tf

from tfgan_zoo.training.callbacks.step_callback import StepCallback


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

    Args:
        directory: of the files `step-N.index` and `step-N.data-*`.
        every: number of steps between two saves.
        keep: number of newest saves that are kept.
    """

    flag = "save_every"

    def __init__(self, directory, every: int = 500, keep: int = 3):
        super().__init__(every)
        self.directory = Path(directory).expanduser()
        self.keep = keep
        self.saved = None
        self.damaged = set()

    def restore(self, model) -> int:
        """Restores the newest whole checkpoint; returns its step, 0 without any.

        Raises:
            ValueError: there are checkpoints and none of them is whole, or the newest
                whole one is of another model.
        """
        steps = self.steps()
        for step in reversed(steps):
            path = str(self._path(step))
            if not _is_whole(path):
                # A process that was killed while it wrote left half a file.
                self.damaged.add(step)
                print(
                    f"The checkpoint of step {step} in {self.directory} is damaged; "
                    "trying the one before it."
                )
                continue
            try:
                status = tf.train.Checkpoint(model=model).read(path)
                status.assert_existing_objects_matched()
            except (AssertionError, ValueError, tf.errors.OpError) as error:
                raise ValueError(
                    f"The checkpoint of step {step} in {self.directory} is of another "
                    "model; use another directory."
                ) from error
            self.saved = step
            return step
        if steps:
            raise ValueError(
                f"None of the checkpoints in {self.directory} can be read (steps "
                f"{steps}). Move them away to start again."
            )
        return 0

    def steps(self) -> list[int]:
        """Steps of the checkpoints in the directory, oldest first."""
        return sorted(
            int(index.stem.removeprefix("step-"))
            for index in self.directory.glob("step-*.index")
        )

    def on_train_begin(self, logs=None):
        super().on_train_begin(logs)
        later = {step for step in self.steps() if step > self.step} - self.damaged
        if later:
            raise ValueError(
                f"{self.directory} holds saves of steps {sorted(later)}, and the model "
                f"is at step {self.step}. Call `restore` before `fit` to go on from "
                "them, or use another directory."
            )

    def act(self, step, logs):
        """Saves now, unless a weight is not finite."""
        for weight in self.model.weights:
            value = tf.convert_to_tensor(weight)
            if value.dtype.is_floating and not tf.reduce_all(tf.math.is_finite(value)):
                raise FloatingPointError(
                    f"{weight.path} is not finite at step {step}, so it was not saved. "
                    "Lower the learning rate."
                )
        self.directory.mkdir(parents=True, exist_ok=True)
        tf.train.Checkpoint(model=self.model).write(str(self._path(step)))
        self.saved = step
        self.damaged.discard(step)
        earlier = [old for old in self.steps() if old < step]
        for old in earlier[: len(earlier) - self.keep + 1]:
            for file in self.directory.glob(f"step-{old}.*"):
                file.unlink()

    def on_train_end(self, logs=None):
        if self.saved != self.step:
            self.act(self.step, logs)

    def _path(self, step):
        return self.directory / f"step-{step}"


def _is_whole(path) -> bool:
    """Whether every tensor of a checkpoint can be read and has its checksum."""
    try:
        reader = tf.train.load_checkpoint(path)
        for name in reader.get_variable_to_shape_map():
            reader.get_tensor(name)
    except (tf.errors.OpError, IndexError, RuntimeError, ValueError):
        return False
    return True
