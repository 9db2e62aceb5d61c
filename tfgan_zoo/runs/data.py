"""The data of a run: what its recipe is fed, from the dataset that was named."""

import contextlib

import pipelines


class RunData:
    """A dataset, as a recipe takes it.

    Args:
        kind: of the examples, a class of `tfgan_zoo.examples`.
        name: of the dataset.
        image_size: as for `pipelines.load`.
        seed: of the order, and of the choice of labels.
        jitter: whether pairs are enlarged, cropped and mirrored at random.
        labels_per_class: for kinds that have this option.
        data_dir: as for `pipelines.load`.
        skip_unreadable: as for `pipelines.load`.
        data_service: as for `pipelines.load`.
    """

    def __init__(
        self,
        kind,
        name: str,
        *,
        image_size: int | None,
        seed: int,
        jitter: bool = False,
        labels_per_class: int | None = None,
        data_dir: str | None = None,
        skip_unreadable: bool = False,
        data_service: str | None = None,
    ):
        self.info = pipelines.info(name, data_dir=data_dir)
        kind.check_dataset(self.info)
        self.kind, self.name, self.image_size = kind, name, image_size
        if "train" not in self.info.examples:
            raise ValueError(f"{name!r} has no split 'train': {[*self.info.examples]}.")
        given = {"labels_per_class": labels_per_class}
        given = {option: x for option, x in given.items() if x is not None}
        for option in given:
            if option not in kind.options:
                raise ValueError(
                    f"`{option}` is not for recipes that learn from "
                    f"{kind.__name__.lower()}; leave it out."
                )
        own = {**kind.options, **given}
        self.labels_per_class = own.get("labels_per_class")
        self._service = data_service
        self._options = {"image_size": image_size, "seed": seed, "data_dir": data_dir}
        self._options |= own
        reading = {"skip_unreadable": skip_unreadable, "data_service": data_service}
        for option in filter(reading.get, reading if own else ()):
            raise ValueError(
                f"`{option}` cannot be used with few labels, whose images are held in "
                "memory."
            )
        if not own:
            self._options |= {"jitter": jitter, "skip_unreadable": skip_unreadable}

    @classmethod
    def for_recipe(
        cls,
        recipe,
        name: str | None,
        *,
        image_size: int | None = None,
        data_dir: str | None = None,
        **options,
    ):
        """What a recipe learns from where nothing else is asked for.

        Args:
            recipe: of `recipes`.
            name: of the dataset; None for the recipe's own.
            image_size: None for the recipe's own, if the dataset is.
            data_dir: as for `pipelines.load`.
            **options: of `RunData`.
        """
        name = name or recipe.dataset
        if image_size is None and name == recipe.dataset:
            image_size = recipe.image_size
        info = pipelines.info(name, data_dir=data_dir)
        return cls(
            recipe.kind_of(info),
            name,
            image_size=image_size,
            jitter=recipe.jitter and info.pairs,
            data_dir=data_dir,
            **options,
        )

    @classmethod
    def of(cls, config, recipe):
        """What a `RunConfig` says of the data."""
        names = ("image_size", "seed", "labels_per_class", "data_dir")
        names = (*names, "skip_unreadable", "data_service")
        options = {name: getattr(config, name) for name in names}
        return cls.for_recipe(recipe, config.dataset, **options)

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
            pipelines.check(self.name, data_dir=self._options["data_dir"])
            raise

    def first(self, batch_size: int):
        """The first batch, which is checked to be of its kind."""
        batch = next(iter(self._load(batch_size=batch_size)))
        self.kind.check(batch)
        return batch

    def shown(self):
        """Real examples to draw beside the samples, where the kind asks for some.

        They are of the split "test" or else "val", if there is one.
        """
        if self.kind.beside is None:
            return None
        splits = ("test", "val", "train")
        left_out = {"jitter", *self.kind.options}
        return pipelines.examples(
            self.name,
            self.kind.beside,
            split=next(s for s in splits if s in self.info.examples),
            shuffle=False,
            **{k: v for k, v in self._options.items() if k not in left_out},
        )

    def _load(self, **options):
        return pipelines.load_parts(
            self.name, self.kind.parts, **self._options, **options
        )
