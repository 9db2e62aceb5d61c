"""The film of a training run."""

from pathlib import Path

import numpy as np
import tensorflow as tf

from tfgan_zoo import pixels
from tfgan_zoo.sampling import Translator
from tfgan_zoo.training import picture
from tfgan_zoo.training.callbacks.step_callback import StepCallback


class SampleGrid(StepCallback):
    """Draws the samples of one fixed set of latents as the training goes on.

    `samples/step_N.png` at the first step, every so many steps and at the end, the same
    for TensorBoard, and at the end of training `samples.webp`, the animation of all of
    them. The averaged generator is drawn if there is one. A generator that takes labels
    draws its classes in turn, one to a column; of a translator, each row shows source,
    output and target.

    Args:
        directory: of the run.
        every: number of steps between two pictures.
        num: number of samples in a picture.
        seed: of the latents.
        real: examples to see beside: points [N, 2], drawn in grey behind generated
            points, or for a translator what it is to translate, (sources, targets).
    """

    def __init__(self, directory, every: int = 100, num: int = 64, seed=0, real=None):
        super().__init__(every)
        self.directory = Path(directory).expanduser()
        self.num = num
        self.seed = seed
        self.real = real

    def on_train_begin(self, logs=None):
        super().on_train_begin(logs)
        self.draw = self._drawer(self.model)
        (self.directory / "samples").mkdir(parents=True, exist_ok=True)
        self.writer = tf.summary.create_file_writer(str(self.directory / "tensorboard"))
        self.drawn = None
        self.act(self.step, {})

    def act(self, step, logs):
        image = self.draw()
        image.save(self._frame(step))
        with self.writer.as_default(step=step):
            tf.summary.image("samples", np.asarray(image.convert("RGB"))[np.newaxis])
        self.drawn = step

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
            return lambda: picture.side_by_side(
                sources, product.network(inputs, training=False), targets
            )

        product.check_labels("SampleGrid")
        classes, num = product.num_classes, self.num
        if classes and classes <= num:
            num -= num % classes
        inputs = product.inputs(num, self.seed)
        columns = classes if classes and 4 <= classes <= 16 else None
        return lambda: picture.examples(
            product.network(inputs, training=False), self.real, columns
        )

    def on_train_end(self, logs=None):
        if self.drawn != self.step:
            self.act(self.step, {})
        self.writer.close()
        # Frames of earlier starts of this run belong to its film, later ones do not.
        frames = sorted((self.directory / "samples").glob("step_*.png"))
        frames = [frame for frame in frames if frame <= self._frame(self.step)]
        written = self.directory / ".samples.webp"
        picture.film(frames, written)
        written.replace(self.directory / "samples.webp")  # Whole, for who looks now.

    def _frame(self, step):
        return self.directory / "samples" / f"step_{step:08d}.png"
