"""A dataset by its name: what it holds, and its examples as batches or arrays."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pipelines import partly_labelled, profiling, sources
from pipelines import parts as part_names

if TYPE_CHECKING:
    import tensorflow as tf


class Dataset:
    """A dataset, and the form in which its examples are read.

    ```python
    import pipelines

    data = pipelines.Dataset("digits", image_size=32)
    print(data.shape, data.info.examples)  # (32, 32, 1) {'train': 1442, 'test': 355}
    batches = data.batches(64, labels=True, seed=0)  # for `fit`
    images, labels = next(iter(batches))  # [64, 32, 32, 1] and [64]
    held_out = data.arrays("test", 100, seed=0)  # NumPy, [100, 32, 32, 1]
    ```

    The files of a folder are listed once, when the dataset is made.

    Pairs of your own are read from "pairs:PATH", where a file holds source and target
    side by side, or two folders, as A and B, hold sources and targets of the same name;
    `pair_layout.pair_up` has all names and the folders of splits. "pairs_ba:PATH" reads
    the same files the other way round, from B to A.

    Args:
        name: an embedded dataset, a distribution in the plane, the name of a TFDS image
            dataset (downloaded at its first use), or "folder:PATH" for PNG, JPEG and
            other files of your own under PATH (`images.EXTENSIONS`); its sub-folders
            are the classes, or splits, as `class_folders.read` has it.
            A TFDS dataset with the image features "source" and "target" holds pairs.
        image_size: height and width in pixels; images are cut to their central square
            and resized with antialiasing. By default they stay as they are.
        channels: 1 or 3; by default those of the dataset, and 3 for a folder. Sources
            get as many as targets.
        data_dir: where TFDS keeps prepared datasets.
        label_file: CSV or JSON that names the class of each image of a folder, as for
            `label_file.read`; by default the sub-folders do.
        classes: of a folder, in the order of their numbers; by default they are in
            natural order, 2 before 10.

    Attributes:
        info: what the dataset holds, as `Info`.

    Raises:
        ValueError: no dataset has this name, and the message lists those that there
            are; a folder is empty, or a file lies without its partner; the dataset has
            no such classes.
        ConnectionError: TFDS could not download the dataset.
    """

    def __init__(
        self,
        name: str,
        *,
        image_size: int | None = None,
        channels: int | None = None,
        data_dir: str | None = None,
        label_file: str | None = None,
        classes: Sequence[str] | None = None,
    ):
        self._source = sources.find(name, data_dir, label_file, classes)
        self.name, self.info = name, self._source.info
        self.image_size, self.channels = image_size, channels
        self._size = {"image_size": image_size, "channels": channels}

    @property
    def shape(self) -> tuple[int, ...]:
        """Shape of an example, (H, W, C) or (2,); raises as `Info.shape_at` does."""
        return self.info.shape_at(self.image_size, self.channels)

    def check(self):
        """Decodes every file of a folder; other datasets have none to check.

        Raises:
            ValueError: a file cannot be decoded; the message names it.
        """
        self._source.check()

    def contents(self) -> dict | None:
        """What a folder of images holds, to know it again under another path.

        It is as `folders.contents.of` has it; None for what is no folder.
        """
        return self._source.contents()

    def batches(
        self,
        batch_size: int,
        *,
        split: str = "train",
        labels: bool = False,
        jitter: bool = False,
        seed: int | None = None,
        shuffle: bool = True,
        repeat: bool = True,
        start_step: int = 0,
        in_memory: bool | None = None,
        skip_unreadable: bool = False,
        replica: int = 0,
        replicas: int = 1,
        prefetch: int = 2,
        data_service: str | None = None,
        data_service_job: str | None = None,
    ) -> tf.data.Dataset:
        """Batches, ready for `fit`.

        Sets that fit in memory, and folders, are addressed by the step: example i of
        step s comes from a seeded permutation of the pass that it falls in, and
        starting at a later step costs nothing. Larger TFDS sets are read in seeded
        shard order through a shuffle buffer, and starting at a later step reads past
        the earlier ones, without decoding them.

        With `data_service` their order is not reproducible, as `service` has it.

        Args:
            batch_size: examples of a batch; `drop_remainder` holds always.
            split: "train", "test" or what the dataset has; TFDS slices such as
                "train[:90%]" work for TFDS sets.
            labels: give (images, labels) instead of images.
            jitter: enlarge pairs, crop them back and mirror them at random, both images
                alike, as pix2pix does in training.
            seed: of the order; by default a new one each time.
            shuffle: permute the examples, differently in every pass.
            repeat: never end; otherwise one pass.
            start_step: number of batches to leave out at the beginning.
            in_memory: decode all images once and hold them as uint8; by default if they
                take up to a quarter of the machine's memory.
            skip_unreadable: leave out the files of a folder that cannot be decoded, and
                say how many, instead of raising.
            replica: with `replicas`, give only this replica's rows of each batch.
            replicas: number of replicas that share a batch.
            prefetch: batches that are made ahead, while the step is busy; with 0 each
                is made when it is asked for.
            data_service: "grpc://HOST:PORT" of the dispatcher of a tf.data service.
            data_service_job: with several replicas, one name for all of them: each
                batch of the service then goes to one replica.

        Returns:
            `tf.data.Dataset` of images uint8 [B, H, W, C] or points float32 [B, 2], or
            of tuples of these and labels int64 [B]; for pairs, of two images, sources
            and targets, float32 in [-1, 1] where jittered. B is batch_size / replicas.

        Raises:
            ValueError: an unknown split, a batch larger than the dataset or not
                divisible by `replicas`, labels where there are none, jitter without
                pairs, images of many sizes and no `image_size`, a file that cannot be
                decoded or is of another size than its partner; what a tf.data service
                cannot give: distributions, sets in memory, files of your own that were
                not prepared. Where files are read batch by batch, TensorFlow's error
                comes with the batch, and `check` names the file.
            ConnectionError: no tf.data service answers.
        """
        from pipelines import batches, stream

        seed = sources.new_seed() if seed is None else seed
        place = (start_step, replica, replicas, prefetch > 0)
        order = stream.BatchOrder(batch_size, seed, shuffle, repeat, *place)
        asked = {"labels": labels, "jitter": jitter, "prefetch": prefetch}
        asked |= {"in_memory": in_memory, "skip_unreadable": skip_unreadable}
        asked |= {"data_service": data_service, "data_service_job": data_service_job}
        return batches.read(self._source, split, order, **asked, **self._size)

    def arrays(self, split: str = "train", num: int | None = None, **options):
        """The examples of a split, or the first `num` of them, as NumPy arrays.

        Args:
            split: as for `batches`.
            num: how many; by default, and where there are fewer, all.
            **options: what else `batches` takes, as `labels`, `seed` or `shuffle`.

        Returns:
            What a batch is.

        Raises:
            ValueError: what `batches` raises; no `num` where examples never end.
        """
        sources.check_split(self._source, split)
        count = self._source.count(split)
        if num is None and count is None:
            raise ValueError(
                f"The examples of {self.name!r} never end; say how many with `num`."
            )
        size = min(n for n in (num, count) if n is not None)
        batches = self.batches(size, split=split, **options)
        return next(batches.as_numpy_iterator())

    def partly_labelled(self, batch_size: int, *, labels_per_class: int, **options):
        """Batches of which one part has labels, as of `partly_labelled.batches`.

        Args:
            batch_size: examples of each of the two parts.
            labels_per_class: number of examples of each class that keep their label.
            **options: `split`, `seed`, `start_step`, `replica`, `replicas` and
                `prefetch`, as for `batches`.
        """
        few = {"labels_per_class": labels_per_class, **self._size, **options}
        return partly_labelled.batches(self._source, batch_size, **few)

    def batches_of(self, parts, batch_size: int, **options) -> tf.data.Dataset:
        """Batches that have the parts that are asked for.

        Args:
            parts: names of the parts of an example, as nested as a batch is to be:
                "images", "points", ("images", "labels"), ("sources", "targets") or
                (("images", "labels"), "unlabelled").
            batch_size: as for `batches`.
            **options: of `batches`, or for the last of these of `partly_labelled`.
        """
        part_names.check(parts)
        if "unlabelled" in parts:
            return self.partly_labelled(batch_size, **options)
        return self.batches(batch_size, labels="labels" in parts, **options)

    def few_labels(self, labels_per_class: int, *, seed: int, split: str = "train"):
        """The examples whose labels `partly_labelled` keeps, for a baseline.

        For one seed, a choice of fewer labels is part of a choice of more.

        Args:
            labels_per_class: as for `partly_labelled`.
            seed: as for `partly_labelled`.
            split: as for `batches`.

        Returns:
            Images uint8 [N, H, W, C] and labels int64 [N], class by class.
        """
        images, labels, _ = partly_labelled.chosen(
            self._source, labels_per_class, seed, split, **self._size
        )
        return images, labels

    def profile(self, batch_size: int, **options) -> dict[str, float]:
        """Seconds that each part of the pipeline takes for one example.

        Args:
            batch_size: as for `batches`.
            **options: as for `profiling.profile`.
        """
        return profiling.profile(self._source, batch_size, **self._size, **options)
