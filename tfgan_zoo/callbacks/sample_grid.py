"""The film of a training run."""

import re
from pathlib import Path

import numpy as np
import tensorflow as tf

from tfgan_zoo import atomic, pixels
from tfgan_zoo.callbacks.step_callback import StepCallback
from tfgan_zoo.sampling import Translator
from tfgan_zoo.visualization import failures, film, image_grid


class SampleGrid(StepCallback):
    """Draws the samples of one fixed set of latents as the training goes on.

    `samples/step_N.png` at the first step, every so many steps and at the end, the same
    for TensorBoard, and at the end of training `samples.webp`, the animation of all of
    them. The averaged generator is drawn if there is one. A generator that takes labels
    draws its classes in turn, one to a column; of a translator, each row shows source,
    output and target.

    A run that resumes has the film of one that never stopped: pictures of steps that it
    takes again are removed, and that of the step where it stopped, unless one was due.
    What cannot be drawn is told in a warning, and stops nothing.

    Args:
        directory: of the run.
        every: number of steps between two pictures.
        num: number of samples in a picture.
        seed: of the latents.
        real: examples to see beside: points [N, 2], drawn in grey behind generated
            points, or for a translator what it is to translate, (sources, targets).
    """

    flag = "sample_every"
    writes = ("samples.webp", "samples/step_*.png")

    def __init__(self, directory, every: int = 100, num: int = 64, seed=0, real=None):
        super().__init__(every)
        self.directory = Path(directory).expanduser()
        self.num = num
        self.seed = seed
        self.real = real

    def on_train_begin(self, logs=None):
        super().on_train_begin(logs)
        self.draw = self._drawer(self.model)
        self.film, earlier = self.directory / "samples.webp", self._frames()
        if self.film.exists() and not earlier:
            raise ValueError(
                f"{self.film} has no pictures in {self.directory / 'samples'}, so no "
                "run has made it. Move it away, or use another directory."
            )
        due = self.step == 0 or self.acts_between(
            self.step - self.model.steps_per_execution, self.step
        )
        for step, frame in earlier.items():
            if step > self.step or (step == self.step and not due):
                frame.unlink()
        self.writer = tf.summary.create_file_writer(str(self.directory / "tensorboard"))
        self.drawn = None
        if due:
            self.act(self.step, {})

    def act(self, step, logs):
        frame = self.directory / "samples" / f"step_{step:08d}.png"
        self.drawn = step
        with failures.warned(f"{frame}"):
            image = self.draw()
            with atomic.writing(frame, replace=True) as written:
                image.save(written)
            image = np.asarray(image.convert("RGB"))
            with self.writer.as_default(step=step):
                tf.summary.image("samples", image[np.newaxis])

    def _drawer(self, gan):
        """A function that draws what the generator makes of its fixed inputs."""
        product = gan.products()["generator"]
        if isinstance(product, Translator):
            if not isinstance(self.real, tuple):
                raise ValueError(
                    "`SampleGrid` of a translator needs `real=(sources, targets)`, a "
                    f"few examples to translate. Received: {type(self.real).__name__}"
                )
            sources, targets = (np.asarray(part)[: self.num] for part in self.real)
            inputs = pixels.to_floats(sources)
            return lambda: image_grid.side_by_side(
                sources, product.network(inputs, training=False), targets
            )

        product.check_labels("SampleGrid")
        classes, num = product.num_classes, self.num
        if classes and classes <= num:
            num -= num % classes
        inputs = product.inputs(num, self.seed)
        columns = classes if classes and 4 <= classes <= 16 else None
        return lambda: image_grid.examples(
            product.network(inputs, training=False), self.real, columns
        )

    def on_train_end(self, logs=None):
        if self.drawn != self.step:
            self.act(self.step, {})
        with failures.warned(f"{self.film}"):
            self.writer.close()
            film.write([*self._frames().values()], self.film)

    def _frames(self):
        """Steps to the pictures that there are of them, in order."""
        files = (self.directory / "samples").glob("step_*.png")
        steps = ((re.fullmatch(r"step_(\d{8,})", file.stem), file) for file in files)
        return dict(sorted((int(known[1]), file) for known, file in steps if known))
