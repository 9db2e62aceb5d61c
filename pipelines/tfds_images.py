"""Image datasets of TFDS by name; the embedded ones are TFDS builders too."""

import importlib

import numpy as np
import requests
import tensorflow as tf
import tensorflow_datasets as tfds

from pipelines import catalogue, images, stream

_FAILURES = (
    tfds.download.DownloadError,
    tfds.download.download_manager.NonMatchingChecksumError,
    tfds.download.extractor.ExtractError,
)
SHUFFLE_BUFFER = 16_384  # Encoded examples.


class Source:
    """A TFDS dataset with an image feature."""

    def __init__(self, name: str, data_dir: str | None = None):
        self.builder = _builder(name, data_dir)
        meta, features = self.builder.info, self.builder.info.features
        self.image = _feature(features, tfds.features.Image, "image")
        self.label = _feature(features, tfds.features.ClassLabel, "label")
        if self.image is None:
            raise ValueError(
                f"The TFDS dataset {name!r} has no image among its features "
                f"{sorted(features)}; choose another."
            )
        prepare(self.builder)
        self.info = catalogue.Info(
            name=name,
            shape=tuple(features[self.image].shape),
            classes=tuple(features[self.label].names) if self.label else (),
            examples={key: split.num_examples for key, split in meta.splits.items()},
            licence=meta.redistribution_info.license or "see the source",
            source=meta.homepage,
        )

    def slices(self, split: str) -> bool:
        """Whether this is a slice, as "train[:90%]", or a sum of known splits."""
        parts = [part.split("[")[0] for part in split.split("+")]
        return all(part in self.info.examples for part in parts)

    def batches(
        self, split, order, *, image_size, channels, in_memory, skip_unreadable
    ):
        """Dataset of (images, labels) batches."""
        shape = self.info.shape_at(image_size, channels)
        count = self.count(split)
        if in_memory is None:
            in_memory = images.belongs_in_memory(count, shape)
        if in_memory:
            arrays = self.arrays(split, image_size=image_size, channels=channels)
            return stream.gather(*arrays, order)

        order.check_fits(count)
        encoded = self.builder.as_dataset(
            split=split,
            read_config=_read_config(shuffle_seed=order.seed),
            shuffle_files=order.shuffle,
            decoders={self.image: tfds.decode.SkipDecoding()},
        )
        if order.shuffle:
            encoded = encoded.shuffle(SHUFFLE_BUFFER, seed=order.seed)
        if order.repeat:
            encoded = encoded.repeat()
        keys = encoded.batch(order.batch_size, drop_remainder=True)
        keys = keys.skip(order.start_step)
        keys = keys.map(lambda features: tf.nest.map_structure(order.rows, features))
        decoder = self.builder.info.features[self.image]

        def decode_one(features):
            image = decoder.decode_example(features[self.image])
            return self._example(features, image, image_size, shape[-1])

        return stream.decode(keys, decode_one, order)

    def arrays(self, split, *, image_size, channels):
        """All images of a split, uint8 [N, H, W, C], and their labels, int64 [N]."""
        channels = self.info.shape_at(image_size, channels)[-1]
        dataset = self.builder.as_dataset(split=split, read_config=_read_config())
        dataset = dataset.map(
            lambda f: self._example(f, f[self.image], image_size, channels), 2
        )
        batches = stream.finish(dataset.batch(1024)).as_numpy_iterator()
        pixels, labels = zip(*batches, strict=True)
        return np.concatenate(pixels), np.concatenate(labels)

    def _example(self, features, image, image_size, channels):
        label = features[self.label] if self.label else tf.constant(0, tf.int64)
        return images.fit(image, image_size, channels), label

    def count(self, split) -> int:
        """Number of examples of a split or slice."""
        try:
            return self.builder.info.splits[split].num_examples
        except (KeyError, ValueError) as error:
            raise ValueError(
                f"TFDS cannot read the split {split!r} of {self.info.name!r}: {error}"
            ) from error


def prepare(builder):
    """Downloads and prepares a dataset unless that was done before.

    Raises:
        ConnectionError: it cannot be downloaded.
    """
    if builder.is_prepared():
        return
    try:
        urls = builder.url_infos or ()
        addresses = [url for url in urls if url.startswith("http")]
        if addresses:
            # TFDS tries for minutes before it gives up; this fails at once.
            requests.head(addresses[0], timeout=20)
        if builder.name in catalogue.embedded():
            tfds.disable_progress_bar()  # It takes half a second.
        builder.download_and_prepare()
    except (OSError, AssertionError, *_FAILURES) as error:
        raise ConnectionError(
            f"TFDS could not download and prepare {builder.name!r} in "
            f"{builder.data_dir}: {error}. Check the network and that the folder can "
            "be written, or use a dataset that needs neither download nor account: "
            f"{', '.join([*catalogue.embedded(), *catalogue.points()])}."
        ) from error
    finally:
        tfds.enable_progress_bar()


def _builder(name, data_dir):
    if name in catalogue.embedded():
        module = importlib.import_module(f"pipelines.embedded.{name}")
        return module.Builder(data_dir=data_dir)
    try:
        return tfds.builder(name, data_dir=data_dir, try_gcs=False)
    except tfds.core.DatasetNotFoundError as error:
        raise catalogue.unknown("dataset", name, catalogue.available()) from error
    except (AssertionError, ValueError) as error:  # As of a version there is not.
        raise ValueError(f"TFDS does not know the dataset {name!r}: {error}") from error


def _read_config(**kwargs):
    """Reads in one order, without the buffers that TFDS would add."""
    return tfds.ReadConfig(
        try_autocache=False, skip_prefetch=True, interleave_cycle_length=1, **kwargs
    )


def _feature(features, kind, preferred):
    """Name of the feature of a kind: the preferred one, or the first, or None."""
    names = [key for key, feature in features.items() if isinstance(feature, kind)]
    return preferred if preferred in names else next(iter(names), None)
