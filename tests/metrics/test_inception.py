import tarfile

import numpy as np
import pytest
import tensorflow as tf
from numpy.testing import assert_allclose
from scipy.special import softmax

from tfgan_zoo.metrics import inception

RNG = np.random.default_rng(0)
KERNEL = RNG.normal(size=(3, 3, 3, 5)).astype("float32")
MEAN, VARIANCE = RNG.normal(size=5), RNG.uniform(1, 2, size=5)
WEIGHTS = RNG.normal(size=(5, 4)).astype("float32")
IMAGES = RNG.uniform(-1, 1, size=(7, 32, 24, 3)).astype("float32")


def made_graph():
    """A small graph with the names, the versions and the old operations of the real."""
    graph = tf.compat.v1.GraphDef()
    graph.versions.producer = 8  # Later ones have no BatchNormWithGlobalNormalization.

    def node(name, operation, *inputs, **attributes):
        added = graph.node.add(name=name, op=operation, input=inputs)
        for key, value in attributes.items():
            attribute = added.attr[key]
            if isinstance(value, np.ndarray | np.generic):
                attribute.tensor.CopyFrom(tf.make_tensor_proto(value))
            elif isinstance(value, tf.DType):
                attribute.type = value.as_datatype_enum
            elif isinstance(value, list):
                attribute.list.i.extend(value)
            elif isinstance(value, str):
                attribute.s = value.encode()
            elif isinstance(value, bool):
                attribute.b = value
            else:
                attribute.f = value

    def constant(name, value):
        node(name, "Const", dtype=tf.as_dtype(value.dtype), value=value)

    real = {"T": tf.float32}
    node("Cast", "Placeholder", dtype=tf.float32)
    constant("ExpandDims/dim", np.int32(0))
    node("ExpandDims", "ExpandDims", "Cast", "ExpandDims/dim", **real)
    constant("ResizeBilinear/size", np.int32([299, 299]))
    node(
        "ResizeBilinear", "ResizeBilinear", "ExpandDims", "ResizeBilinear/size", **real
    )
    constant("Sub/y", np.float32(128))
    node("Sub", "Sub", "ResizeBilinear", "Sub/y", **real)
    constant("Mul/y", np.float32(1 / 128))
    node("Mul", "Mul", "Sub", "Mul/y", **real)
    constant("kernel", KERNEL)
    node(
        *("conv", "Conv2D", "Mul", "kernel"),
        T=tf.float32,
        strides=[1, 9, 9, 1],
        padding="VALID",
    )
    constant("mean", np.float32(MEAN))
    constant("variance", np.float32(VARIANCE))
    constant("offset", np.zeros(5, "float32"))
    node(
        *("norm", "BatchNormWithGlobalNormalization"),
        *("conv", "mean", "variance", "offset", "offset"),
        T=tf.float32,
        variance_epsilon=1e-3,
        scale_after_normalization=False,
    )
    node(
        *("pool_3", "AvgPool", "norm"),
        T=tf.float32,
        ksize=[1, 33, 33, 1],
        strides=[1, 1, 1, 1],
        padding="VALID",
    )
    constant("pool_3/_reshape/shape", np.int32([1, 5]))
    node("pool_3/_reshape", "Reshape", "pool_3", "pool_3/_reshape/shape", **real)
    constant("softmax/weights", WEIGHTS)
    node(
        *("softmax/logits/MatMul", "MatMul", "pool_3/_reshape", "softmax/weights"),
        **real,
    )
    return graph.SerializeToString()


def restated(images):
    pixels = np.round((images + 1) * 127.5)
    resized = tf.compat.v1.image.resize_bilinear(
        pixels, (299, 299), align_corners=False, half_pixel_centers=False
    )
    maps = tf.nn.conv2d((resized - 128) / 128, KERNEL, strides=9, padding="VALID")
    return np.mean((maps - MEAN) / np.sqrt(VARIANCE + 1e-3), axis=(1, 2))


@pytest.fixture
def path(tmp_path):
    (tmp_path / inception.FILE).write_bytes(made_graph())
    return tmp_path / inception.FILE


def test_features_and_probabilities_are_those_of_the_graph(path):
    extractor = inception.load(path)
    found, classes = extractor.features_and_probabilities(IMAGES)
    assert_allclose(found, restated(IMAGES), rtol=1e-4, atol=1e-4)
    # Without the bias of the classifier, as the authors' code.
    assert_allclose(classes, softmax(found @ WEIGHTS, axis=1), rtol=1e-4)
    assert found.dtype == np.float32


def test_half_pixel_centres_would_give_other_features(path):
    resized = tf.image.resize(np.round((IMAGES + 1) * 127.5), (299, 299)) / 127.5 - 1
    modern = inception.load(path)(np.array(resized))
    assert np.abs(modern - inception.load(path)(IMAGES)).max() > 1e-3


def test_grey_images_enter_as_three_channels(path):
    extractor = inception.load(path)
    grey = IMAGES[..., :1]
    assert_allclose(extractor(grey), extractor(grey.repeat(3, -1)), rtol=1e-6)


def test_the_hash_is_printed_and_checked(path):
    extractor = inception.load(path.parent)
    assert extractor.name == "inception"
    assert extractor.distance_name == "fid"
    assert len(extractor.protocol["extractor_sha256"]) == 64
    assert inception.load(path, expected_hash=extractor.hash).hash == extractor.hash
    with pytest.raises(
        ValueError, match=f"must have the SHA-256 beef.*{extractor.hash}"
    ):
        inception.load(path, expected_hash="beef")


def test_another_file_is_refused(path):
    with pytest.raises(ValueError, match=r"`path` must be the frozen graph.*download"):
        inception.load(path.with_name("missing.pb"))
    path.write_bytes(b"<html>not found</html>")
    with pytest.raises(ValueError, match="must be the frozen Inception graph of 2015"):
        inception.load(path)
    path.write_bytes(tf.compat.v1.GraphDef().SerializeToString())
    with pytest.raises(ValueError, match="must be the frozen Inception graph of 2015"):
        inception.load(path)


def test_it_is_fetched_once(path, tmp_path):
    archive = tmp_path / "archive.tgz"
    with tarfile.open(archive, "w:gz") as opened:
        opened.add(path, inception.FILE)
    folder = tmp_path / "fetched"
    found = inception.download(folder, address=archive.as_uri())
    assert found.read_bytes() == path.read_bytes()
    assert [file.name for file in folder.iterdir()] == [inception.FILE]
    assert inception.download(folder, address="file:///nowhere") == found


def test_without_a_network_the_error_says_what_to_do(tmp_path):
    with pytest.raises(ConnectionError, match=r"does not answer.*pass its path"):
        inception.download(tmp_path, address="file:///nowhere/archive.tgz")
    assert not list(tmp_path.iterdir())
