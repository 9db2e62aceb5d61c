"""Image datasets of TFDS by name; the embedded ones are TFDS builders too."""

import numpy as np
import tensorflow as tf
import tensorflow_datasets as tfds

from pipelines import (
    array_cache,
    catalogue,
    memory,
    pipeline,
    sources,
    stream,
    tfds_builders,
)
from pipelines.transforms import images, pairs

SHUFFLE_BUFFER = 16_384  # Encoded examples, and
SHUFFLE_BYTES = 2**28  # as many bytes of them, at most.
SHARDS_AT_ONCE = 16


class Source(sources.Source):
    """A TFDS dataset with an image feature, or with a pair of them."""

    def __init__(self, name: str, data_dir: str | None = None, **_):
        self.builder = tfds_builders.find(name, data_dir)
        meta, features = self.builder.info, self.builder.info.features
        self.image_keys = _image_keys(name, features)
        self.label = _feature(features, tfds.features.ClassLabel, "label")
        if self.image_keys == pairs.KEYS:
            self.label = None
        sizes = {features[key].shape[:2] for key in self.image_keys}
        size = sizes.pop() if len(sizes) == 1 else (None, None)
        tfds_builders.prepare(self.builder)
        self.info = catalogue.Info(
            name=name,
            shape=(*size, features[self.image_keys[-1]].shape[-1]),
            classes=tuple(features[self.label].names) if self.label else (),
            examples={key: split.num_examples for key, split in meta.splits.items()},
            licence=meta.redistribution_info.license or "see the source",
            source=meta.homepage,
            pairs=self.image_keys == pairs.KEYS,
        )

    def has(self, split):
        """Whether it is a split, a slice as "train[:90%]", or a sum of these."""
        parts = [part.split("[")[0] for part in split.split("+")]
        return all(part in self.info.examples for part in parts)

    def pipeline(self, split, order, *, image_size, channels=None, in_memory=None, **_):
        """Gathered from memory; or read, shuffled, decoded, resized and batched."""
        shape = self.info.shape_at(image_size, channels)
        count = self.count(split)
        if in_memory is None:
            in_memory = memory.belongs_in_memory(count * (1 + self.info.pairs), shape)
        if in_memory:
            sizes = {"image_size": image_size, "channels": channels}
            key = (str(self.builder.data_path), split, count, *sizes.values())
            arrays = array_cache.get(key, lambda: self.arrays(split, **sizes))
            return pipeline.gather(arrays, order)

        order.check_fits(count)
        records = self.builder.as_dataset(
            split=split,
            read_config=_read_config(order.seed, order.shuffle),
            shuffle_files=order.shuffle,
            decoders={key: tfds.decode.SkipDecoding() for key in self.image_keys},
        )
        keys = records
        if order.shuffle:
            keys = keys.shuffle(self._shuffle_buffer(), seed=order.seed)
        if order.repeat:
            keys = keys.repeat()
        keys = keys.batch(order.batch_size, drop_remainder=True)
        keys = keys.skip(order.start_step)
        keys = stream.mapped(keys, lambda x: tf.nest.map_structure(order.rows, x))

        def resize(features):
            return self._example(self._decoded(features), image_size, shape[-1])

        return pipeline.Pipeline(
            order,
            {"read": records.repeat().batch(order.share), "shuffle": keys},
            {"decode": self._decoded, "resize": resize},
        )

    def _decoded(self, features):
        kinds = self.builder.info.features
        decoded = {k: kinds[k].decode_example(features[k]) for k in self.image_keys}
        return {**features, **decoded}

    def _shuffle_buffer(self):
        """Number of examples, of which the mean size is known."""
        splits = self.builder.info.splits.values()
        examples = sum(split.num_examples for split in splits)
        size = sum(split.num_bytes for split in splits) / examples
        return min(SHUFFLE_BUFFER, max(1, int(SHUFFLE_BYTES / max(size, 1))))

    def arrays(self, split, *, image_size, channels):
        """All images of a split, uint8 [N, H, W, C], and their labels, int64 [N]."""
        channels = self.info.shape_at(image_size, channels)[-1]
        dataset = self.builder.as_dataset(split=split, read_config=_read_config())
        dataset = stream.mapped(
            dataset,
            lambda x: self._example(x, image_size, channels),
            num_parallel_calls=2,
        )
        batches = stream.finish(dataset.batch(1024)).as_numpy_iterator()
        pixels, labels = zip(*batches, strict=True)
        return np.concatenate(pixels), np.concatenate(labels)

    def _example(self, features, image_size, channels):
        label = features[self.label] if self.label else tf.constant(0, tf.int64)
        fitted = [
            images.fit(features[key], image_size, channels) for key in self.image_keys
        ]
        return fitted[0] if len(fitted) == 1 else pairs.join(*fitted), label

    def count(self, split) -> int:
        """Number of examples of a split or slice."""
        try:
            return self.builder.info.splits[split].num_examples
        except (KeyError, ValueError) as error:
            raise ValueError(
                f"TFDS cannot read the split {split!r} of {self.info.name!r}: {error}"
            ) from error


def _image_keys(name, features):
    """Names of the features that make up an example: one image, or two of a pair."""
    found = {k for k, v in features.items() if isinstance(v, tfds.features.Image)}
    if found.issuperset(pairs.KEYS):
        return pairs.KEYS
    key = _feature(features, tfds.features.Image, "image")
    if key is None:
        raise ValueError(
            f"The TFDS dataset {name!r} has no image among its features "
            f"{sorted(features)}; choose another."
        )
    return (key,)


def _read_config(seed=None, shuffle=False):
    """Reads in one order, without the buffers that TFDS would add.

    It does not count: each worker of a tf.data service reads a part only.
    """
    return tfds.ReadConfig(
        try_autocache=False,
        skip_prefetch=True,
        shuffle_seed=seed,
        interleave_cycle_length=SHARDS_AT_ONCE if shuffle else 1,
        num_parallel_calls_for_interleave_files=2 if shuffle else 1,
        num_parallel_calls_for_decode=2,
        assert_cardinality=False,
    )


def _feature(features, kind, preferred):
    """Name of the feature of a kind: the preferred one, or the first, or None."""
    names = [key for key, feature in features.items() if isinstance(feature, kind)]
    return preferred if preferred in names else next(iter(names), None)
