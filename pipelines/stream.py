"""The order of examples: which make up the batch of a step, and their way to it."""

import dataclasses
import math
import os

import tensorflow as tf

_FOREVER = 2**48


@dataclasses.dataclass(frozen=True)
class BatchOrder:
    """The order of a stream, as `Dataset.batches` describes it.

    With `ahead`, batches may be made before they are asked for.
    """

    batch_size: int
    seed: int
    shuffle: bool = True
    repeat: bool = True
    start_step: int = 0
    replica: int = 0
    replicas: int = 1
    ahead: bool = True

    def __post_init__(self):
        if self.batch_size < 1:
            raise ValueError(
                f"A batch holds at least 1 example. Received: {self.batch_size}"
            )
        if not -(2**63) <= self.seed < 2**63:
            raise ValueError(f"`seed` is a number of 64 bits. Received: {self.seed}")
        if self.batch_size % self.replicas:
            raise ValueError(
                f"{self.replicas} replicas cannot share a batch of {self.batch_size}; "
                f"make `batch_size` a multiple of {self.replicas}."
            )

    @property
    def share(self) -> int:
        """Number of examples of a batch that this replica gets."""
        return self.batch_size // self.replicas

    def rows(self, batch):
        """This replica's rows of a global batch."""
        return batch[self.replica * self.share : (self.replica + 1) * self.share]

    def of_one_reader(self) -> "BatchOrder":
        """An order of batches of this replica's size, that no other divides.

        It begins a pass of its own where this one starts at a later step.
        """
        seed = self.seed + self.start_step
        return BatchOrder(self.share, seed, self.shuffle, self.repeat, ahead=self.ahead)

    def check_fits(self, count: int):
        """Raises `ValueError` if a batch is larger than a dataset of `count`."""
        if self.batch_size > count:
            raise ValueError(
                f"A batch of {self.batch_size} is larger than the dataset of {count} "
                "examples; choose a smaller batch size."
            )

    def steps(self, count: int | None = None):
        """The dataset of step numbers; `count` is that of examples, if they end."""
        if count is not None:
            self.check_fits(count)
        last = _FOREVER if self.repeat or count is None else count // self.batch_size
        return tf.data.Dataset.range(self.start_step, last)

    def map(self, function, steps):
        """Maps a function over a dataset of steps or batches, two at once."""
        # A map of several at once makes some of them ahead.
        return mapped(steps, function, num_parallel_calls=2 if self.ahead else None)

    def indices(self, count: int):
        """Dataset of this replica's indices of each step, int64 [B]."""
        return mapped(self.steps(count), lambda step: self.at(step, count))

    def at(self, step, count: int, tag: int = 0):
        """This replica's indices of one step, int64 [B].

        Where the batch is larger than `count`, its rows go on into the next passes.
        Streams of different tags are permuted independently.
        """
        position = step * self.batch_size + tf.range(self.batch_size, dtype="int64")
        position = self.rows(position)
        if not self.shuffle:
            return position % count
        # One permutation for each pass over the data: its number is in the seed.
        turn = position // count
        seed = tf.fill(turn.shape, tf.constant(self.seed, "int64"))
        return tf.raw_ops.RandomIndexShuffle(
            index=position % count,
            seed=tf.stack([seed, turn, tf.fill(turn.shape, tf.cast(tag, "int64"))], 1),
            max_index=tf.constant(count - 1, "int64"),
            rounds=4,
        )


def gather_partly_labelled(few, labels, unlabelled, order: BatchOrder):
    """Batches of ((few, labels), unlabelled) out of arrays.

    Args:
        few: uint8 images [M, H, W, C]; M may be smaller than the batch.
        labels: of the few, [M].
        unlabelled: uint8 images [N, H, W, C].
        order: of both parts.
    """
    few, labels, unlabelled = on_host(few, labels, unlabelled)

    def batch(step):
        i = order.at(step, len(few), tag=1)
        j = order.at(step, len(unlabelled))
        labelled = tf.gather(few, i), tf.gather(labels, i)
        return labelled, tf.gather(unlabelled, j)

    return order.map(batch, order.steps(len(unlabelled)))


def on_host(*arrays):
    """Tensors in the memory of the host: data sets do not go to a GPU as a whole."""
    with tf.device("CPU:0"):
        return [tf.constant(array) for array in arrays]


def mapped(dataset, function, **options):
    """`dataset.map`, of a function of TensorFlow's operations alone.

    AutoGraph would rewrite its code, which takes as long as all else of a first batch.
    """
    return dataset.map(tf.autograph.experimental.do_not_convert(function), **options)


def parallel(dataset, function, size: int = 1, threads: int | None = None):
    """Maps a function over a dataset on all cores, in order.

    Args:
        dataset: of what the function takes.
        function: of an element.
        size: examples of an element, which a call works on side by side. So few calls
            run at once that what is on its way takes little memory.
        threads: of the iterator alone, for a function that waits for files. Those of
            all iterators are as many as there are cores.
    """
    calls = 1 + math.ceil((threads or os.cpu_count()) / size)
    dataset = mapped(dataset, function, num_parallel_calls=calls, deterministic=True)
    if not threads:
        return dataset
    options = tf.data.Options()
    options.threading.private_threadpool_size = threads
    return dataset.with_options(options)


def finish(dataset, prefetch: int = 2):
    """Makes batches ahead, and turns tf.data's tuner off.

    The tuner's thread can hold up the end of an iterator by many seconds, whatever the
    buffer sizes.
    """
    options = tf.data.Options()
    options.autotune.enabled = False
    options.deterministic = True
    return (dataset.prefetch(prefetch) if prefetch else dataset).with_options(options)
