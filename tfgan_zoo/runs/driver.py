"""The driver of a run: it joins a recipe, its data and a run directory, and trains."""

import contextlib
import threading
from pathlib import Path

from tfgan_zoo import atomic, private_api
from tfgan_zoo.callbacks import (
    Checkpoints,
    Evaluation,
    FiniteLosses,
    InputStallMonitor,
    MetricsRows,
    ModeCollapseMonitor,
    SampleGrid,
    StopOnSignal,
    metrics_log,
)
from tfgan_zoo.callbacks.one_training import OneTraining, lengths
from tfgan_zoo.runs import (
    accelerator,
    live_evaluation,
    lock,
    recipe_file,
    strategies,
    validation,
)
from tfgan_zoo.runs import directory as run_directory
from tfgan_zoo.runs import export as run_export
from tfgan_zoo.runs import identity as identities
from tfgan_zoo.runs.config import RunConfig
from tfgan_zoo.runs.data import RunData

_CALLBACKS = MetricsRows, Evaluation, Checkpoints, SampleGrid
_WRITES = [name for callback in _CALLBACKS for name in callback.writes]


def train(
    config: RunConfig, directory, *, strategy=None, callbacks=(), verbose: bool = True
):
    """Trains in a run directory, from where it stands to the last step, and exports.

    Nothing is written before it is clear that the run can go on: what the recipe, the
    dataset or the directory refuse, they refuse before. On Ctrl-C or SIGTERM it saves
    and returns; `stop_training` of the model is then true.

    Args:
        config: what the run is.
        directory: of the run, made if needed.
        strategy: of `tf.distribute`, in place of the one that `config` names.
        callbacks: of Keras. They come before those that write and save, so that these
            see what they add to the logs, and after the evaluation, whose scores they
            see.
        verbose: whether there is a progress bar, and a word on what was written.

    Returns:
        The trained `AdversarialModel`.

    Raises:
        ValueError: a constant, the dataset, or what the directory holds does not fit.
        OSError: the directory cannot be written, or is full.
        FloatingPointError: a loss or a weight became infinite or no number.
        ConnectionError: another worker is gone.
    """
    directory = Path(directory).expanduser()
    run_directory.read(directory)
    recipe = recipe_file.find(config.recipe)
    with contextlib.ExitStack() as stack:
        if config.deterministic:
            stack.enter_context(private_api.deterministic_operations())
        strategy = strategy or strategies.make(config.strategy)
        stack.enter_context(strategies.together(strategy))
        run = _Run(config, directory, recipe, strategy)
        if strategies.is_chief(strategy):
            run_directory.make(directory)
            stack.enter_context(lock.locked(directory))
            run.check_nobody_was_here()
        run.files = stack.enter_context(strategies.files_of(strategy, directory))
        run.train(callbacks, verbose)
    return run.gan


class _Run:
    """A run that has been read, and can go on."""

    def __init__(self, config, directory, recipe, strategy):
        self.asked, self.directory, self.strategy = config, directory, strategy
        self.files, self.recipe, self.ready = directory, recipe, None
        record = run_directory.read(directory)
        with strategies.chief_first(strategy):
            self.data = RunData(config, recipe, record)
        self.identity = identities.of(config, recipe, self.data, record, directory)
        run_directory.check(directory, self.identity, _WRITES)
        if strategies.is_chief(strategy):
            lock.check(directory)
            if config.export:
                validation.check_writable("export_dir", self._target(directory))

        with strategy.scope():
            self.gan = identities.build(self.identity, recipe)
        self.checkpoints = Checkpoints(directory / "checkpoints", config.save_every)
        self.saves = self.checkpoints.steps()
        self.step = self.checkpoints.restore(self.gan)
        self.steps = config.steps or recipe.steps
        self.config = config = accelerator.fitted(config, self.step, self.steps)
        self.gan.steps_per_execution = config.steps_per_execution
        self.gan.make_train_function()
        strategies.check_agreement(strategy, self.step, directory)
        run_directory.check_steps(
            directory, self.step, self.steps, config.steps_per_execution
        )
        live_evaluation.check(config, self.gan, self.step)
        if self.step < self.steps:
            with self.data.naming_files():
                self._read()

    def _read(self):
        """Reads what is needed of the data beside the batches."""
        config, minibatch = self.config, self.identity["batch_size"]
        # Made first: while they are there, what reads the same set shares it.
        self.ready = self._batches(self.step)
        if not self.step:
            self.recipe.prepare(self.gan, self.data.first(minibatch))
        self.shown = self.data.shown() if config.sample_every else None
        self.evaluation = None
        if config.evaluate_every is not None:
            # The discriminator is measured in Python, where replicas do not join.
            alone = self.strategy.num_replicas_in_sync == 1
            measured = self.data.first(minibatch) if alone else None
            self.evaluation = live_evaluation.prepared(
                config, self.gan, self.data, measured
            )

    def check_nobody_was_here(self):
        """Raises `ValueError` if the run has gone on since its save was read."""
        run_directory.check(self.directory, self.identity, _WRITES)
        atomic.clear(self.directory)
        atomic.clear(self.directory / "samples")
        if self.checkpoints.steps() != self.saves:
            raise ValueError(
                f"Another process has just trained in {self.directory}. Run the same "
                "command again to go on from there."
            )

    def train(self, callbacks, verbose):
        """Takes the steps that are left, draws and exports."""
        config, gan, step, steps = self.config, self.gan, self.step, self.steps
        say = print if verbose else lambda *words: None
        if step:
            then = "going on from there" if step < steps else "nothing is left to train"
            say(f"{self.directory} holds {step} of {steps} steps; {then}.")
        if step < steps:
            say(accelerator.describe(config, self.strategy.num_replicas_in_sync))
            stopped = self._fit(callbacks, verbose)
            metrics_log.draw(self.files)
            step = int(gan.step.numpy())
            if stopped:
                say(
                    f"Stopped at step {step}, and saved. Run the same command again to "
                    "go on."
                )
                return
            names = (f.name + "/" * f.is_dir() for f in self.files.iterdir())
            names = sorted(name for name in names if not name.startswith("."))
            say(f"Wrote {self.files}: {', '.join(names)}")
        if config.export:
            chief = self.files == self.directory
            target = self._target(self.directory) if chief else self.files / "export"
            run_export.export_run(gan, self.files, target, step, licence=config.licence)
        strategies.check_agreement(self.strategy, step, self.directory)

    def _target(self, directory):
        """Of the export."""
        return Path(self.asked.export_dir or directory / "export").expanduser()

    def _fit(self, callbacks, verbose) -> bool:
        """`fit` under watch; returns whether a signal has ended it."""
        config, files = self.config, self.files
        self._record()
        self.checkpoints.directory = files / "checkpoints"
        grids, evaluation = [], []
        if config.sample_every:
            grids = [
                SampleGrid(
                    files,
                    config.sample_every,
                    num=self.data.kind.drawn,
                    real=self.shown,
                )
            ]
        if self.evaluation is not None:
            evaluation = [self.evaluation(files)]
        # Only the main thread hears of signals.
        main = threading.current_thread() is threading.main_thread()
        stop = StopOnSignal()
        # What a save holds, the rows hold too; what draws can then lose no step.
        watching = [
            *([stop] if main else []),
            FiniteLosses(),
            InputStallMonitor(),  # Before what takes long: it would be counted.
            ModeCollapseMonitor(),
            *evaluation,
            *callbacks,
            MetricsRows(files, config.log_every),
            self.checkpoints,
            *grids,
        ]
        try:
            with atomic.naming(files), self.data.naming_files():
                OneTraining(watching, self.gan, verbose).fit(
                    self._batches, lengths(self.step, self.steps, config.evaluate_every)
                )
        except FloatingPointError as error:
            raise FloatingPointError(f"{error} {self._last_save()}") from error
        finally:
            stop.restore()
        return stop.stopped

    def _batches(self, step):
        if self.ready is not None:
            ready, self.ready = self.ready, None
            return ready
        return self.data.batches(
            self.identity["batch_size"] * self.gan.discriminator_steps,
            step,
            self.strategy,
            run=str(self.directory.resolve()),
        )

    def _record(self):
        """Writes what the run is, before its first step."""
        recipe_file.keep(self.config.recipe, self.files)
        flags = {**self.asked.given(), "workdir": str(self.directory)}
        origin = run_directory.origin(self.data.info)
        run_directory.record_start(self.files, self.identity, origin, flags)

    def _last_save(self):
        if not self.checkpoints.saved:
            return "Nothing had been saved yet."
        good = f"step {self.checkpoints.saved} in {self.checkpoints.directory}"
        return f"The last good save is {good}."
