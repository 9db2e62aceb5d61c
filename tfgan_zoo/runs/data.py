"""The data of a run: what its recipe is fed, from the dataset that was named."""

import contextlib
from pathlib import Path

import pipelines
from tfgan_zoo.training.examples import scaled


def with_classes(name: str, classes, **reading) -> pipelines.Dataset:
    """A dataset, with its classes in the order in which something was trained.

    Args:
        name: of the dataset.
        classes: names in that order; None, or those of other data, change nothing.
        **reading: what else `pipelines.Dataset` takes, as `image_size`.
    """
    data = pipelines.Dataset(name, **reading)
    before, now = tuple(classes or ()), data.info.classes
    # Older versions had those of folders in the order of text, 10 before 2.
    if before == now or sorted(before) != sorted(now):
        return data
    return pipelines.Dataset(name, classes=before, **reading)


class RunData:
    """The dataset of a run, as its recipe takes it.

    Args:
        config: `RunConfig`.
        recipe: that it names.
        record: of an earlier start, if there is one. Its classes keep their numbers;
            and what the configuration leaves open is as it was then, since a recipe's
            dataset and image size differ between versions.

    Attributes:
        dataset: `pipelines.Dataset`; if the configuration names none, that of the
            earlier start, or the recipe's own. So is the size of images, which for
            another dataset is its own.
        kind: of the examples, a class of `tfgan_zoo.examples`.
        labels_per_class: None for kinds that do not have this option.

    Raises:
        ValueError: the dataset does not fit the recipe, or an option does not fit the
            examples.
    """

    def __init__(self, config, recipe, record: dict | None = None):
        begun = (record or {}).get("identity", {})
        known = recipe.name, Path(config.recipe).stem  # Of one's own, the file's.
        begun = begun if begun.get("recipe") in known else {}
        name = config.dataset or begun.get("dataset") or recipe.dataset
        image_size = config.image_size
        if image_size is None and name == begun.get("dataset"):
            image_size = _side(begun.get("shape", ()))
        elif image_size is None and name == recipe.dataset:
            image_size = recipe.image_size
        read_as = {"image_size": image_size, "data_dir": config.data_dir}
        read_as["label_file"] = config.labels
        classes = ((record or {}).get("dataset") or {}).get("classes")
        self.dataset = with_classes(name, classes, **read_as)
        self.kind = recipe.kind_of(self.info)
        if "train" not in self.info.examples:
            known = [*self.info.examples]
            raise ValueError(f"{name!r} has no split 'train': {known}.")

        options = self.kind.options
        options = {name: getattr(config, name) or options[name] for name in options}
        self.labels_per_class = options.get("labels_per_class")
        if config.labels_per_class and not options:
            raise ValueError(
                "`labels_per_class` is not for recipes that learn from "
                f"{self.kind.__name__.lower()}; leave it out."
            )
        self._reading = {"seed": config.seed}
        if options:
            for name in ("skip_unreadable", "data_service"):
                if getattr(config, name):
                    raise ValueError(
                        f"`{name}` cannot be used with few labels, whose images are "
                        "held in memory."
                    )
        else:
            options["jitter"] = recipe.jitter and self.info.pairs
            self._reading["skip_unreadable"] = config.skip_unreadable
        self._service, self._options = config.data_service, options
        # Who reads something else, or in another order, is in no job of this one.
        self._job = f"{name} {read_as} {classes} {self._reading} {options}"

    @property
    def name(self) -> str:
        """Of the dataset."""
        return self.dataset.name

    @property
    def info(self) -> pipelines.Info:
        """Of the dataset."""
        return self.dataset.info

    @property
    def shape(self) -> tuple:
        """Of one example, as it is fed."""
        return self.dataset.shape

    def batches(
        self, batch_size: int, start_step: int, strategy, run: str = "", **options
    ):
        """The dataset for `fit`, on the replicas of a strategy.

        Args:
            batch_size: of the global batch.
            start_step: as for `pipelines.Dataset.batches`.
            strategy: of `tf.distribute`.
            run: a name of the run that no other has, the same in all its processes.
            **options: of `pipelines.Dataset.batches`, as `prefetch`.
        """

        def load(**shard):
            if self._service:
                shard["data_service"] = self._service
                # Replicas that read from one job are given different batches.
                if shard.get("replicas", 1) > 1:
                    sizes = f"{batch_size} from step {start_step}"
                    shard["data_service_job"] = f"{run} {self._job} {sizes}"
            return self._batches(batch_size, start_step=start_step, **options, **shard)

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
            self.dataset.check()
            raise

    def first(self, batch_size: int):
        """The first batch, checked to be of its kind, its images in [-1, 1]."""
        batch = next(iter(self._batches(batch_size)))
        self.kind.check(batch)
        return scaled(batch)

    def shown(self):
        """Real examples to draw beside the samples, where the kind asks for some.

        They are of the split "test" or else "val", if there is one.
        """
        if self.kind.beside is None:
            return None
        splits = (s for s in ("test", "val", "train") if s in self.info.examples)
        return self.dataset.arrays(
            next(splits), self.kind.beside, shuffle=False, **self._reading
        )

    def _batches(self, batch_size, **options):
        options |= {**self._reading, **self._options}
        return self.dataset.batches_of(self.kind.parts, batch_size, **options)


def _side(shape):
    """Of square images of a shape [H, W, C]; None of others, and of points."""
    return shape[0] if len(shape) == 3 and shape[0] == shape[1] else None
