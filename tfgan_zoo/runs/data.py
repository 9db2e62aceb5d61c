"""The data of a run: what its recipe is fed, from the dataset that was named."""

import contextlib

import pipelines


class RunData:
    """A dataset, as a recipe takes it.

    Args:
        examples: the recipe's `EXAMPLES`.
        name: of the dataset.
        image_size: as for `pipelines.load`.
        seed: of the order, and of the choice of labels.
        labels_per_class: for examples with few labels.
        data_dir: as for `pipelines.load`.
        skip_unreadable: as for `pipelines.load`.
        data_service: as for `pipelines.load`.
    """

    def __init__(
        self,
        examples: str,
        name: str,
        *,
        image_size: int | None,
        seed: int,
        labels_per_class: int | None = None,
        data_dir: str | None = None,
        skip_unreadable: bool = False,
        data_service: str | None = None,
    ):
        self.info = pipelines.info(name, data_dir=data_dir)
        self.name, self.image_size = name, image_size
        self.labels_per_class = labels_per_class
        if (examples == "pairs") != self.info.pairs:
            raise ValueError(
                f"The recipe learns from {examples}, and {name!r} holds "
                f"{'pairs' if self.info.pairs else 'no pairs'}. Choose another dataset "
                "or recipe."
            )
        if examples in ("labelled", "few_labels") and not self.info.classes:
            raise ValueError(
                f"The recipe learns from labels, and {name!r} has none. Choose another "
                "dataset, or a folder whose sub-folders are classes."
            )
        if (examples == "few_labels") != (labels_per_class is not None):
            raise ValueError(
                "`labels_per_class` is for recipes that learn from few labels, and for "
                f"these it is needed. Received: {labels_per_class}, for {examples}"
            )
        if "train" not in self.info.examples:
            raise ValueError(f"{name!r} has no split 'train': {[*self.info.examples]}.")
        if examples == "few_labels" and skip_unreadable:
            raise ValueError("`skip_unreadable` cannot be used with few labels.")
        if examples == "few_labels" and data_service:
            raise ValueError(
                "`data_service` cannot be used with few labels, whose images are held "
                "in memory."
            )
        self._load = pipelines.load
        self._service = data_service
        self._options = {"image_size": image_size, "seed": seed, "data_dir": data_dir}
        if examples == "few_labels":
            self._load = pipelines.semi_supervised
            self._options["labels_per_class"] = labels_per_class
        else:
            self._options["labels"] = examples == "labelled"
            self._options["jitter"] = examples == "pairs"
            self._options["skip_unreadable"] = skip_unreadable

    @classmethod
    def for_recipe(
        cls,
        recipe,
        name: str | None,
        *,
        image_size: int | None = None,
        labels_per_class: int | None = None,
        **options,
    ):
        """What a recipe learns from where nothing else is asked for.

        Args:
            recipe: module.
            name: of the dataset; None for the recipe's own.
            image_size: None for the recipe's own, if the dataset is.
            labels_per_class: None for 10, if it learns from few labels.
            **options: of `RunData`.
        """
        name = name or recipe.DATASET
        if image_size is None and name == recipe.DATASET:
            image_size = recipe.IMAGE_SIZE
        if labels_per_class is None and recipe.EXAMPLES == "few_labels":
            labels_per_class = 10
        return cls(
            recipe.EXAMPLES,
            name,
            image_size=image_size,
            labels_per_class=labels_per_class,
            **options,
        )

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
            return self._load(self.name, **sizes, **self._options, **options, **shard)

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
        """The first batch."""
        return next(iter(self._load(self.name, batch_size=batch_size, **self._options)))

    def shown(self):
        """What to draw beside the samples: points, or pairs; None for images.

        Pairs are of the split "test" or else "val", if there is one.
        """
        if len(self.info.shape) != 1 and not self.info.pairs:
            return None
        splits = ("test", "val", "train")
        split = next(s for s in splits if s in self.info.examples)
        return pipelines.examples(
            self.name,
            8 if self.info.pairs else 512,
            split=split,
            shuffle=False,
            **{k: v for k, v in self._options.items() if k not in ("labels", "jitter")},
        )
