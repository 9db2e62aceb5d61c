"""The film of a training run."""

from pathlib import Path

import numpy as np
import tensorflow as tf

from tfgan_zoo.training import latents, picture
from tfgan_zoo.training.callbacks.step_callback import StepCallback


class SampleGrid(StepCallback):
    """Draws the samples of one fixed set of latents as the training goes on.

    `samples/step_N.png` at the first step, every so many steps and at the end, the same
    for TensorBoard, and at the end of training `samples.webp`, the animation of all of
    them. The averaged generator is drawn if there is one.

    Args:
        directory: of the run.
        every: number of steps between two pictures.
        num: number of samples in a picture.
        seed: of the latents.
        real: points [N, 2] to draw in grey behind generated points.
    """

    def __init__(self, directory, every: int = 100, num: int = 64, seed=0, real=None):
        super().__init__(every)
        self.directory = Path(directory).expanduser()
        self.num = num
        self.seed = seed
        self.real = real

    def on_train_begin(self, logs=None):
        super().on_train_begin(logs)
        (self.directory / "samples").mkdir(parents=True, exist_ok=True)
        self.writer = tf.summary.create_file_writer(str(self.directory / "tensorboard"))
        self.drawn = None
        gan = self.model
        self.latents = latents.sample(
            self.num, gan.latent_dim, law=gan.latent_law, seed=(self.seed, 0)
        )
        self.act(self.step, {})

    def act(self, step, logs):
        samples = self.model.sampler(self.latents, training=False).numpy()
        image = picture.examples(samples, self.real)
        image.save(self._frame(step))
        with self.writer.as_default(step=step):
            tf.summary.image("samples", np.asarray(image.convert("RGB"))[np.newaxis])
        self.drawn = step

    def on_train_end(self, logs=None):
        if self.drawn != self.step:
            self.act(self.step, {})
        self.writer.close()
        # Frames of earlier starts of this run belong to its film, later ones do not.
        frames = sorted((self.directory / "samples").glob("step_*.png"))
        frames = [frame for frame in frames if frame <= self._frame(self.step)]
        picture.film(frames, self.directory / "samples.webp")

    def _frame(self, step):
        return self.directory / "samples" / f"step_{step:08d}.png"
