"""The data of a run: what its recipe is fed, from the dataset that was named."""

import contextlib
import dataclasses

import pipelines
from tfgan_zoo.training.examples import scaled


def described(name: str, classes, *, data_dir=None, label_file=None) -> tuple:
    """A dataset, with its classes in the order in which something was trained.

    Args:
        name: of the dataset.
        classes: names in that order; None, or those of other data, change nothing.
        data_dir: as for `pipelines.load`.
        label_file: as for `pipelines.load`.

    Returns:
        `pipelines.Info`, and options of `pipelines.load` for the same labels.
    """
    options = {} if label_file is None else {"label_file": label_file}
    info = pipelines.info(name, data_dir=data_dir, **options)
    before = tuple(classes or ())
    # Older versions had those of folders in the order of text, 10 before 2.
    if before != info.classes and sorted(before) == sorted(info.classes):
        info = dataclasses.replace(info, classes=before)
        options["classes"] = before
    return info, options


class RunData:
    """The dataset of a run, as its recipe takes it.

    Args:
        config: `RunConfig`.
        recipe: that it names.
        record: of an earlier start, if there is one. Its classes keep their numbers.

    Attributes:
        name: of the dataset, the recipe's own if the configuration names none.
        info: of the dataset, of `pipelines.info`.
        labelling: options of `pipelines.load`, of which class has which number.
        kind: of the examples, a class of `tfgan_zoo.examples`.
        image_size: None for that of the images; the recipe's own if the dataset is.
        labels_per_class: None for kinds that do not have this option.

    Raises:
        ValueError: the dataset does not fit the recipe, or an option does not fit the
            examples.
    """

    def __init__(self, config, recipe, record: dict | None = None):
        self.name = config.dataset or recipe.dataset
        self.info, self.labelling = described(
            self.name,
            ((record or {}).get("dataset") or {}).get("classes"),
            data_dir=config.data_dir,
            label_file=config.labels,
        )
        self.kind = recipe.kind_of(self.info)
        if "train" not in self.info.examples:
            known = [*self.info.examples]
            raise ValueError(f"{self.name!r} has no split 'train': {known}.")
        self.image_size = config.image_size
        if self.image_size is None and self.name == recipe.dataset:
            self.image_size = recipe.image_size

        options = self.kind.options
        options = {name: getattr(config, name) or options[name] for name in options}
        self.labels_per_class = options.get("labels_per_class")
        if config.labels_per_class and not options:
            raise ValueError(
                "`labels_per_class` is not for recipes that learn from "
                f"{self.kind.__name__.lower()}; leave it out."
            )
        reading = {"image_size": self.image_size, "seed": config.seed}
        reading |= {"data_dir": config.data_dir, **self.labelling}
        if options:
            for name in ("skip_unreadable", "data_service"):
                if getattr(config, name):
                    raise ValueError(
                        f"`{name}` cannot be used with few labels, whose images are "
                        "held in memory."
                    )
        else:
            options["jitter"] = recipe.jitter and self.info.pairs
            reading["skip_unreadable"] = config.skip_unreadable
        self._service, self._reading = config.data_service, reading
        self._options = {**reading, **options}

    @property
    def shape(self) -> tuple:
        """Of one example, as it is fed."""
        return self.info.shape_at(self.image_size)

    def batches(
        self, batch_size: int, start_step: int, strategy, run: str = "", **options
    ):
        """The dataset for `fit`, on the replicas of a strategy.

        Args:
            batch_size: of the global batch.
            start_step: as for `pipelines.load`.
            strategy: of `tf.distribute`.
            run: a name of the run that no other has, the same in all its processes.
            **options: of `pipelines.load`, as `prefetch`.
        """

        def load(**shard):
            sizes = {"batch_size": batch_size, "start_step": start_step}
            if self._service:
                shard["data_service"] = self._service
                # Replicas that read from one job are given different batches.
                if shard.get("replicas", 1) > 1:
                    shard["data_service_job"] = (
                        f"{run} {self.name} {sizes} {self._options}"
                    )
            return self._load(**sizes, **options, **shard)

        return pipelines.distribute(load, strategy)

    @contextlib.contextmanager
    def naming_files(self):
        """Where reading fails, raises `ValueError` with the name of the file.

        TensorFlow's own error does not say which one it could not decode.
        """
        import tensorflow as tf

        try:
            yield
        except tf.errors.InvalidArgumentError:
            reading = {k: self._reading.get(k) for k in ("data_dir", "label_file")}
            pipelines.check(self.name, **reading)
            raise

    def first(self, batch_size: int):
        """The first batch, checked to be of its kind, its images in [-1, 1]."""
        batch = next(iter(self._load(batch_size=batch_size)))
        self.kind.check(batch)
        return scaled(batch)

    def shown(self):
        """Real examples to draw beside the samples, where the kind asks for some.

        They are of the split "test" or else "val", if there is one.
        """
        if self.kind.beside is None:
            return None
        splits = (s for s in ("test", "val", "train") if s in self.info.examples)
        return pipelines.examples(
            self.name,
            self.kind.beside,
            split=next(splits),
            shuffle=False,
            **self._reading,
        )

    def _load(self, **options):
        return pipelines.load_parts(
            self.name, self.kind.parts, **self._options, **options
        )
