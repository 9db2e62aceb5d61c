import hashlib
import zipfile

import keras
import numpy as np
import pytest
import tensorflow as tf
from numpy.testing import assert_allclose
from scipy.special import softmax

from tfgan_zoo.layers import WeightNormalization
from tfgan_zoo.metrics import extractors, features
from tfgan_zoo.metrics.moments import Moments

IMAGES = np.random.default_rng(0).uniform(-1, 1, size=(10, 8, 8, 1)).astype("float32")


def network(activation=None):
    inputs = keras.Input((8, 8, 1))
    x = keras.layers.Flatten()(inputs)
    x = WeightNormalization(keras.layers.Dense(5, activation="relu"), name="features")(
        x
    )
    outputs = keras.layers.Dense(3, activation=activation)(x)
    return keras.Model(inputs, outputs, name="judge")


def saved(model, path):
    model.save(path)
    return path


def test_python_code_in_a_keras_file_is_not_run(tmp_path):
    inputs = keras.Input((4, 4, 1))
    model = keras.Model(inputs, keras.layers.Lambda(lambda x: x + 1)(inputs))
    path = saved(model, tmp_path / "code.keras")
    with pytest.raises(ValueError, match="Lambda"):
        extractors.keras_file(path)


def test_a_keras_file_gives_its_layer_and_its_classes(tmp_path):
    model = network()
    path = saved(model, tmp_path / "judge.keras")
    extractor = extractors.keras_file(path)
    found, classes = extractor.features_and_probabilities(IMAGES)
    inner = keras.Model(model.inputs[0], model.get_layer("features").output)
    assert_allclose(found, inner(IMAGES), rtol=1e-5, atol=1e-6)
    assert_allclose(classes, softmax(model(IMAGES), axis=1), rtol=1e-4)
    assert extractor.protocol == {
        "extractor": "judge:features",
        "extractor_sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "resize": "to 8x8, bilinear with antialias, half-pixel centres",
    }
    assert extractor.distance_name == "frechet_distance"


def test_probabilities_are_not_put_through_a_softmax_twice(tmp_path):
    model = network("softmax")
    extractor = extractors.keras_file(saved(model, tmp_path / "judge.keras"))
    assert_allclose(
        extractor.features_and_probabilities(IMAGES)[1], model(IMAGES), rtol=1e-4
    )


def test_a_model_without_the_layer_is_features(tmp_path):
    model = network()
    path = saved(model, tmp_path / "judge.keras")
    extractor = extractors.keras_file(path, layer="other", distance_name="mine")
    assert_allclose(extractor(IMAGES), model(IMAGES), rtol=1e-4, atol=1e-6)
    assert extractor.features_and_probabilities(IMAGES)[1] is None
    assert (extractor.name, extractor.distance_name) == ("judge", "mine")


def test_other_sizes_are_resized_and_grey_is_made_three_channels(tmp_path):
    inputs = keras.Input((4, 4, 3))
    model = keras.Model(inputs, keras.layers.Flatten()(inputs))
    extractor = extractors.keras_file(saved(model, tmp_path / "flat.keras"))
    expected = tf.image.resize(IMAGES.repeat(3, -1), (4, 4), antialias=True)
    assert_allclose(extractor(IMAGES), np.reshape(expected, (10, -1)), rtol=1e-6)
    with pytest.raises(ValueError, match=r"takes images of 3 channels.*Received 2"):
        extractor(IMAGES.repeat(2, axis=-1))


def test_a_saved_model_gives_features_and_probabilities(tmp_path):
    module = tf.Module()
    module.weights = tf.Variable(tf.random.normal((64, 5)))

    @tf.function(input_signature=[tf.TensorSpec([None, 8, 8, 1])])
    def judge(images):
        found = tf.reshape(images, (-1, 64)) @ module.weights
        return {"features": found, "probabilities": tf.nn.softmax(found)}

    folder = tmp_path / "judge"
    tf.saved_model.save(module, str(folder), signatures=judge)
    extractor = extractors.saved_model(folder)
    found, classes = extractor.features_and_probabilities(IMAGES)
    expected = IMAGES.reshape(10, -1) @ module.weights.numpy()
    assert_allclose(found, expected, rtol=1e-4, atol=1e-5)
    assert_allclose(classes, softmax(found, axis=1), rtol=1e-4)
    assert extractor.name == "judge"
    with pytest.raises(ValueError, match=r"`signature` must be one of \['serving_def"):
        extractors.saved_model(folder, signature="png")

    before = extractor.hash
    assert extractors.saved_model(folder).hash == before
    module.weights.assign_add(tf.ones((64, 5)))
    tf.saved_model.save(module, str(tmp_path / "other"), signatures=judge)
    assert extractors.saved_model(tmp_path / "other").hash != before


def test_a_saved_model_that_takes_no_images_is_refused(tmp_path):
    module = tf.Module()
    module.double = tf.function(lambda x: {"y": 2 * x})
    vectors = module.double.get_concrete_function(tf.TensorSpec([None, 3]))
    tf.saved_model.save(module, str(tmp_path / "vectors"), signatures=vectors)
    with pytest.raises(ValueError, match=r"take images \[B, H, W, C\]. Received: \(N"):
        extractors.saved_model(tmp_path / "vectors")


def test_many_images_come_in_batches(tmp_path):
    extractor = extractors.keras_file(saved(network(), tmp_path / "judge.keras"))
    expected, probabilities = extractor.features_and_probabilities(IMAGES)
    for images in (IMAGES, tf.data.Dataset.from_tensor_slices(IMAGES).batch(4)):
        found, classes = features.extract(extractor, images, batch_size=3)
        assert_allclose(found, expected, rtol=1e-4, atol=1e-6)
        assert_allclose(classes, probabilities, rtol=1e-4)
    moments = Moments.of_batches(map(extractor, np.split(IMAGES, 5)))
    assert_allclose(moments.mean, expected.mean(axis=0), rtol=1e-4)


@pytest.mark.parametrize("content", [b"", b"garbage", "cut", "zip"])
def test_a_broken_keras_file_is_refused_in_words(content, tmp_path):
    path = saved(network(), tmp_path / "judge.keras")
    if content == "cut":
        path.write_bytes(path.read_bytes()[:-30])
    elif content == "zip":
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("other.txt", "no model")
    else:
        path.write_bytes(content)
    with pytest.raises(ValueError, match=f"{path} cannot be loaded as a Keras model: "):
        extractors.keras_file(path)


def test_errors_are_in_words(tmp_path):
    with pytest.raises(ValueError, match=r"`path` must be a \.keras file"):
        extractors.keras_file(tmp_path)
    with pytest.raises(ValueError, match="a folder with saved_model"):
        extractors.saved_model(tmp_path)
    maps = features.Extractor("maps", "", "none", lambda images: (images, None))
    with pytest.raises(ValueError, match=r"'maps' must return features \[B, d\]"):
        maps(IMAGES)
    with pytest.raises(ValueError, match=r"floats in \[-1, 1\] or uint8"):
        maps(np.int32(IMAGES))
    with pytest.raises(ValueError, match="`images` must hold at least one"):
        features.extract(maps, [])
