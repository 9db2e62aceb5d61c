"""The door: a name goes in, a dataset comes out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pipelines import catalogue, sources

if TYPE_CHECKING:
    import tensorflow as tf


def info(
    name: str,
    *,
    data_dir: str | None = None,
    label_file: str | None = None,
    classes: Sequence[str] | None = None,
) -> catalogue.Info:
    """Describes a dataset.

    Args:
        name: as for `load`.
        data_dir: as for `load`.
        label_file: as for `load`.
        classes: as for `load`.

    Returns:
        `Info`.

    Raises:
        ValueError: no dataset has this name; the message lists those that there are.
        ConnectionError: TFDS could not download the dataset, which it must to count it.
    """
    return sources.find(name, data_dir, None, label_file, classes).info


def check(name: str, *, data_dir: str | None = None, label_file: str | None = None):
    """Decodes every file of a folder; other datasets have none to check.

    Args:
        name: as for `load`.
        data_dir: as for `load`.
        label_file: as for `load`.

    Raises:
        ValueError: a file cannot be decoded; the message names it.
    """
    source = sources.find(name, data_dir, label_file=label_file)
    if hasattr(source, "check"):
        source.check()


def examples(
    name: str,
    num: int | None = None,
    *,
    split: str = "train",
    data_dir: str | None = None,
    label_file: str | None = None,
    classes: Sequence[str] | None = None,
    **options,
):
    """The examples of a split, or the first `num` of them, in the memory of NumPy.

    Args:
        name: as for `load`.
        num: how many; by default, and where there are fewer, all.
        split: as for `load`.
        data_dir: as for `load`.
        label_file: as for `load`.
        classes: as for `load`.
        **options: what else `load` takes, as `labels` or `shuffle`.

    Returns:
        What a batch of `load` is, as NumPy arrays.

    Raises:
        ValueError: what `load` raises; no `num` for a law whose examples never end.
        ConnectionError: TFDS could not download the dataset.
    """
    reading = {"split": split, "data_dir": data_dir}
    reading |= {"label_file": label_file, "classes": classes}
    source = sources.find(name, **reading)
    known = source.info.examples
    count = known[split] if split in known else source.count(split)
    if num is None and count is None:
        raise ValueError(
            f"The examples of {name!r} never end; say how many with `num`."
        )
    size = min(n for n in (num, count) if n is not None)
    batches = load(name, batch_size=size, **reading, **options)
    return next(batches.as_numpy_iterator())


def load(
    name: str,
    *,
    batch_size: int,
    split: str = "train",
    image_size: int | None = None,
    channels: int | None = None,
    labels: bool = False,
    label_file: str | None = None,
    classes: Sequence[str] | None = None,
    jitter: bool = False,
    seed: int | None = None,
    shuffle: bool = True,
    repeat: bool = True,
    data_dir: str | None = None,
    start_step: int = 0,
    in_memory: bool | None = None,
    skip_unreadable: bool = False,
    replica: int = 0,
    replicas: int = 1,
    prefetch: int = 2,
    data_service: str | None = None,
    data_service_job: str | None = None,
) -> tf.data.Dataset:
    """A dataset of batches, ready for `fit`.

    ```python
    import pipelines

    data = pipelines.load("digits", batch_size=64, image_size=32, labels=True, seed=0)
    images, labels = next(iter(data))  # [64, 32, 32, 1] and [64]
    ```

    Sets that fit in memory, and folders, are addressed by the step: example i of step
    s comes from a seeded permutation of the pass that it falls in, and starting at a
    later step costs nothing. Larger TFDS sets are read in seeded shard order through a
    shuffle buffer, and starting at a later step reads past the earlier ones, without
    decoding them.

    Pairs of your own are read from "pairs:PATH", where a file holds source and target
    side by side, or two folders, as A and B, hold sources and targets of the same name;
    `pair_layout.pair_up` has all names and the folders of splits. "pairs_ba:PATH" reads
    the same files the other way round, from B to A.

    With `data_service`, the workers of a tf.data service read, decode and resize, and
    this process only receives. The records must lie where the workers can read them,
    under the same path. Each file of records goes to one worker, so that in each pass
    every example comes once; their order is not reproducible, and a stream that starts
    at a later step begins another pass instead. Without `repeat`, each worker drops the
    remainder of its own examples. A set in a single file keeps one worker busy in
    each pass.

    Args:
        name: an embedded dataset, a law in the plane, the name of a TFDS image dataset
            (downloaded at its first use), or "folder:PATH" for PNG, JPEG and other
            files of your own under PATH (`images.EXTENSIONS`); its sub-folders are the
            classes, or splits, as `class_folders.read` has it.
            A TFDS dataset with the image features "source" and "target" holds pairs.
        batch_size: examples of a batch; `drop_remainder` holds always.
        split: "train", "test" or what the dataset has; TFDS slices such as
            "train[:90%]" work for TFDS sets.
        image_size: height and width in pixels; images are cut to their central square
            and resized with antialiasing. By default they stay as they are.
        channels: 1 or 3; by default those of the dataset, and 3 for a folder. Sources
            get as many as targets.
        labels: give (images, labels) instead of images.
        label_file: CSV or JSON that names the class of each image of a folder, as for
            `label_file.read`; by default the sub-folders do.
        classes: of a folder, in the order of their numbers; by default they are in
            natural order, 2 before 10.
        jitter: enlarge pairs, crop them back and mirror them at random, both images
            alike, as pix2pix does in training.
        seed: of the order; by default a new one each time.
        shuffle: permute the examples, differently in every pass.
        repeat: never end; otherwise one pass.
        data_dir: where TFDS keeps prepared datasets.
        start_step: number of batches to leave out at the beginning.
        in_memory: decode all images once and hold them as uint8; by default if they
            take up to a quarter of the machine's memory.
        skip_unreadable: leave out the files of a folder that cannot be decoded, and
            say how many, instead of raising.
        replica: with `replicas`, give only this replica's rows of each batch.
        replicas: number of replicas that share a batch.
        prefetch: batches that are made ahead, while the step is busy; with 0 each is
            made when it is asked for.
        data_service: "grpc://HOST:PORT" of the dispatcher of a tf.data service.
        data_service_job: with several replicas, one name for all of them: each batch of
            the service then goes to one replica.

    Returns:
        `tf.data.Dataset` of images uint8 [B, H, W, C] or points float32 [B, 2], or of
        tuples of these and labels int64 [B]; for pairs, of two images, sources and
        targets, float32 in [-1, 1] where jittered. B is batch_size / replicas.

    Raises:
        ValueError: an unknown name or split, a batch larger than the dataset or not
            divisible by `replicas`, labels where there are none, jitter without pairs,
            images of many sizes and no `image_size`, an empty folder, a file that
            cannot be decoded, a file without its partner or of another size; what a
            tf.data service cannot give: laws, sets in memory, files of your own that
            were not prepared. Where files are read batch by batch, TensorFlow's error
            comes with the batch, and `check` names the file.
        ConnectionError: TFDS could not download the dataset, or no tf.data service
            answers.
    """
    source = sources.find(name, data_dir, split, label_file, classes)
    if labels and not source.info.classes:
        raise ValueError(f"{name!r} has no labels; load it with `labels=False`.")
    if jitter and not source.info.pairs:
        raise ValueError(
            f"`jitter` is for pairs, and {name!r} holds none; load it without."
        )
    from pipelines import pairs, service, stream

    order = stream.Order(
        batch_size=batch_size,
        seed=sources.new_seed() if seed is None else seed,
        shuffle=shuffle,
        repeat=repeat,
        start_step=start_step,
        replica=replica,
        replicas=replicas,
        ahead=prefetch > 0,
    )
    if data_service is not None:
        service.check(data_service, data_service_job, source, order, in_memory)
        in_memory = False
    *_, whole = source.parts(
        split,
        order if data_service is None else order.of_one_reader(),
        image_size=image_size,
        channels=channels,
        in_memory=in_memory,
        skip_unreadable=skip_unreadable,
    ).values()
    dataset = whole()
    if data_service is not None:
        dataset = service.serve(dataset, data_service, name, data_service_job)
    if jitter:
        dataset = pairs.jitter(dataset, order)
    if source.info.pairs:
        dataset = dataset.map(lambda examples, _: pairs.split(examples))
    elif not labels:
        dataset = dataset.map(lambda examples, _: examples)
    return stream.finish(dataset, prefetch)
