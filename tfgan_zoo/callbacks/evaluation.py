"""Scores while training: the best generator is kept, and trouble is said in words."""

import math
import warnings
from pathlib import Path

from tfgan_zoo import atomic, metrics
from tfgan_zoo.callbacks import metrics_log
from tfgan_zoo.callbacks.step_callback import StepCallback
from tfgan_zoo.metrics.evaluation import Samples, evaluate
from tfgan_zoo.sampling import LIKE_REAL, Sampler, labels_like
from tfgan_zoo.training import diagnosis


class Evaluation(StepCallback):
    """Scores samples of the generator, the averaged one if there is one.

    ```python
    import pipelines, tfgan_zoo as zoo
    from tfgan_zoo.metrics import evaluation, extractors

    classifier = extractors.saved_model(zoo.load("digits_classifier").path)
    images = pipelines.examples("digits", image_size=16)
    real = evaluation.Samples(classifier, real_images=images)
    gan = zoo.recipes.dcgan.build((16, 16, 1), seed=0, width=16)
    data = pipelines.load("digits", batch_size=64, image_size=16)
    watch = zoo.Evaluation("runs/watched", real, every=500, best="fid")
    gan.fit(data, steps_per_epoch=1000, shuffle=False, callbacks=[watch])
    ```

    At multiples of `every` and at the end of a training that nothing has stopped:
    `evaluation.csv` has a row for each time, `scores.json` the newest scores with their
    protocol, and `best-step-N.keras` the generator whose score was best so far. A run
    that resumes goes on in the same files; what was not measured before is blank there.
    A fall of coverage, as of a collapsing generator, and a discriminator that has won
    are told in warnings, each with one change to try.

    The scores join the logs of their step, and of an epoch that ends with it, for the
    callbacks after this one: `keras.callbacks.EarlyStopping("frechet_distance",
    mode="min")` stops by them where epochs are `every` steps long.

    Args:
        directory: of the run.
        real: `metrics.evaluation.Samples`, with what the metrics need of real data, and
            `real_labels`, as frequent as which a conditional generator's are drawn.
        names: of metrics, as `metrics.available` has them; by default "fid" and
            "prdc", or "modes" where there is no extractor.
        every: number of steps between two evaluations.
        num: number of generated samples.
        batch: a minibatch of the model's examples; with it, how well the discriminator
            tells and the norm of the generator's gradient are measured too.
        best: name of the metric to keep the best generator by, one of `names`; by
            default the first.
        seed: of the latents, the same each time.
    """

    flag = "evaluate_every"
    writes = ("evaluation.csv", "scores.json", "best-step-*.keras")

    def __init__(
        self,
        directory,
        real: Samples,
        names=None,
        *,
        every: int = 500,
        num: int = 1000,
        batch=None,
        best: str | None = None,
        seed: int = 0,
    ):
        super().__init__(every)
        self.directory = Path(directory).expanduser()
        default = ("fid", "prdc") if real.extractor else ("modes",)
        self.real, self.names, self.num = real, tuple(names or default), num
        self.batch, self.seed = batch, seed
        self.best = best or self.names[0]
        if self.best not in self.names:
            raise ValueError(f"`best` is one of {self.names}. Received: {best!r}")
        self.file = self.directory / "evaluation.csv"
        for name in self.names:
            metrics.get(name)

    def on_train_begin(self, logs=None):
        super().on_train_begin(logs)
        product = self.model.products()["generator"]
        if not isinstance(product, Sampler):
            raise ValueError(
                "`Evaluation` scores generators of latents, and this one translates "
                "images; compare its outputs with their targets instead."
            )
        product.check_labels("Evaluation")
        self.directory.mkdir(parents=True, exist_ok=True)
        self.evaluated, self.scores = None, {}
        self.rows = metrics_log.upto(metrics_log.read(self.file), self.step)

    def act(self, step, logs):
        samples, drawn = self._samples()
        scores = evaluate(self.names, samples, seed=self.seed, **drawn)
        row = {"step": step}
        for score in scores.values():
            row |= score.values
        if self.batch is not None:
            row["separation"] = diagnosis.separation(self.model, self.batch)
            row["generator_gradient_norm"] = diagnosis.generator_gradient_norm(
                self.model, self.batch
            )
        self._write(row)
        self.scores = {name: x for name, x in row.items() if name != "step"}
        logs.update(self.scores)  # For the callbacks that come after this one.
        known = {name: score.as_dict() for name, score in scores.items()}
        atomic.write_json(self.directory / "scores.json", known)
        self._keep_best(step, next(iter(scores[self.best].values)))
        for message in troubles(self.rows):
            warnings.warn(f"Step {step}: {message}", stacklevel=2)
        self.evaluated = step

    def on_epoch_end(self, epoch, logs=None):
        super().on_epoch_end(epoch, logs)
        # Keras made these logs of the metrics: what stood in a batch's is not in them.
        if logs is not None and self.evaluated == self.step:
            logs.update(self.scores)

    def on_train_end(self, logs=None):
        # Who stops a training waits for it to be saved.
        if self.evaluated != self.step and not self.model.stop_training:
            self.act(self.step, logs if logs is not None else {})

    def _samples(self):
        """Samples, and what the protocol says of their labels if there are any."""
        product, labels, drawn = self.model.products()["generator"], None, {}
        if product.conditional:
            known = self.real.get("real_labels")
            labels = None if known is None else labels_like(known, self.num)
            drawn["labels"] = "all alike" if known is None else LIKE_REAL
        examples, labels = product.samples(self.num, self.seed, labels)
        if examples.ndim == 2:
            return self.real.with_fake(fake_points=examples), drawn
        return self.real.with_fake(fake_images=examples, fake_labels=labels), drawn

    def _write(self, row):
        self.rows = [*metrics_log.upto(self.rows, row["step"] - 1), row]
        metrics_log.write(self.file, self.rows)

    def _keep_best(self, step, value):
        values = [row[value] for row in self.rows if value in row]
        better = max if metrics.get(self.best).HIGHER_IS_BETTER else min
        if better(values) != values[-1] or values[-1] in values[:-1]:
            return
        earlier = list(self.directory.glob("best-step-*.keras"))
        file = self.directory / f"best-step-{step}.keras"
        with atomic.writing(file, replace=True) as written:
            self.model.sampler.save(written)
        for old in earlier:
            if old != file:
                old.unlink()


def troubles(rows: list[dict]) -> list[str]:
    """What is wrong at the last of some rows of `evaluation.csv`, in words.

    Args:
        rows: of all evaluations so far, with the columns "coverage", "separation" and
            "generator_gradient_norm" as far as they were measured.
    """
    messages, last = [], rows[-1]
    if "coverage" in last:
        most = max(row["coverage"] for row in rows if "coverage" in row)
        if most > 0.1 and last["coverage"] < most / 2:
            messages.append(
                f"the coverage of the real data fell from {most:.2f} to "
                f"{last['coverage']:.2f}, as when a generator collapses to few kinds "
                "of samples. Put `layers.MinibatchDiscrimination` before the "
                "discriminator's output."
            )
    if "separation" in last:
        norms = [row.get("generator_gradient_norm", math.nan) for row in rows]
        largest = max(filter(math.isfinite, norms), default=0)
        norm = norms[-1]
        if last["separation"] > 0.99 and norm < largest / 10:
            messages.append(
                f"the discriminator has won: it ranks {last['separation']:.1%} of real "
                f"above fake, and the generator's gradient fell from {largest:.2g} to "
                f"{norm:.2g}. Add noise to what it sees, with "
                "`networks.instance_noise.with_instance_noise`."
            )
    return messages
