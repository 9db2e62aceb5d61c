"""Saved models in ONNX and LiteRT, run by runtimes that know nothing of TensorFlow."""

import sys

import keras
import numpy as np
import onnxruntime
import pytest
import tensorflow as tf
from ai_edge_litert.interpreter import Interpreter
from numpy.testing import assert_allclose

import tfgan_zoo as zoo
from tfgan_zoo import export
from tfgan_zoo.export import constant_noise, formats, pretrained, saved_model
from tfgan_zoo.networks import mlp
from tfgan_zoo.objectives import GAN

# One of each kind of network: convolutions, with labels and without; weight
# normalisation; a classifier; a U-Net with noise.
MODELS = (
    "cdcgan_mnist_5k",
    "dcgan_mnist_5k",
    "semi_supervised_gan_mnist",
    "semi_supervised_gan_mnist_classifier",
    "textures_classifier",
    "pix2pix_photo_edges",
)
# And of what no pretrained model has: fully connected layers, with labels and without;
# virtual batch norm.
RECIPES = ("gan", "cgan", "improved_gan")


def run_onnx(file, inputs):
    session = onnxruntime.InferenceSession(file)
    names = [output.name for output in session.get_outputs()]
    return dict(zip(names, session.run(names, inputs), strict=True))


def run_litert(file, inputs):
    return Interpreter(file).get_signature_runner()(**inputs)


RUNTIMES = {".onnx": run_onnx, ".tflite": run_litert}


def signature_of(name):
    model = tf.saved_model.load(str(saved_model.newest(pretrained.find(name))))
    return model, model.signatures["serving_default"]


def examples(signature, count):
    random = np.random.default_rng(7)
    return {
        name: random.integers(0, 10, count)
        if spec.dtype.is_integer
        else random.uniform(-1, 1, (count, *spec.shape[1:])).astype(np.float32)
        for name, spec in signature.structured_input_signature[1].items()
    }


@pytest.mark.parametrize("ending", RUNTIMES)
@pytest.mark.parametrize("name", MODELS)
def test_another_runtime_computes_the_same(name, ending, tmp_path):
    file = export.convert(name, tmp_path / f"model{ending}")
    assert [path.name for path in tmp_path.iterdir()] == [f"model{ending}"]
    _model, signature = signature_of(name)
    for count in (1,) if name == "pix2pix_photo_edges" else (1, 5):
        inputs = examples(signature, count)
        outputs = RUNTIMES[ending](file, inputs)
        expected = signature(**{k: tf.constant(v) for k, v in inputs.items()})
        assert outputs.keys() == expected.keys()
        for key, value in expected.items():
            assert_allclose(outputs[key], value, atol=1e-4)


@pytest.mark.parametrize("name", ["cdcgan_mnist_5k", "digits_classifier"])
def test_the_first_axis_of_onnx_is_the_batch(name, tmp_path):
    session = onnxruntime.InferenceSession(export.convert(name, tmp_path / "m.onnx"))
    values = [*session.get_inputs(), *session.get_outputs()]
    assert {value.shape[0] for value in values} == {"batch"}


@pytest.mark.parametrize("ending", RUNTIMES)
@pytest.mark.parametrize("name", RECIPES)
def test_what_is_exported_today_converts_too(name, ending, tmp_path):
    gan = getattr(zoo.recipes, name).build((16, 16, 1), 10, seed=0, width=16)
    file = export.convert(
        export.save(gan, tmp_path / "model"), tmp_path / f"model{ending}"
    )
    product = gan.products()["generator"]
    labels = np.arange(5) if product.conditional else None
    inputs = product.inputs(5, 0, labels)
    named = dict(zip(("latents", "labels"), tf.nest.flatten(inputs), strict=False))
    images = RUNTIMES[ending](file, {k: np.array(v) for k, v in named.items()})
    assert_allclose(images["images"], gan.sampler(inputs, training=False), atol=1e-4)


def test_nothing_is_written_over(tmp_path):
    file = tmp_path / "model.onnx"
    file.write_text("mine")
    with pytest.raises(FileExistsError, match="name another"):
        export.convert("dcgan_mnist_5k", file)
    assert file.read_text() == "mine"


def test_an_unknown_ending(tmp_path):
    with pytest.raises(ValueError, match=r"\.onnx, \.tflite"):
        export.convert("dcgan_mnist_5k", tmp_path / "model.pt")


def test_an_unknown_model(tmp_path):
    with pytest.raises(ValueError, match="Did you mean 'dcgan_mnist_5k'"):
        export.convert("dcgan_mnist", tmp_path / "model.onnx")
    assert not list(tmp_path.iterdir())


def test_a_missing_converter_is_named_with_its_extra(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "tf2onnx", None)
    with pytest.raises(ModuleNotFoundError, match="pip install tf2onnx onnx"):
        export.convert("dcgan_mnist_5k", tmp_path / "model.onnx")


def test_an_export_for_servers_is_refused(tmp_path):
    gan = GAN(mlp.generator((4, 4, 1), latent_dim=3), mlp.discriminator((4, 4, 1)))
    gan.compile(keras.optimizers.SGD(0.1), keras.optimizers.SGD(0.1))
    export.save(gan, tmp_path / "batched", batching=True)
    with pytest.raises(ValueError, match="exported with `batching`"):
        export.convert(tmp_path / "batched", tmp_path / "model.onnx")


@pytest.mark.parametrize("wrong", [0.01, np.nan])
def test_what_computes_something_else_is_not_kept(tmp_path, monkeypatch, wrong):
    needed, write, run = formats._FORMATS[".onnx"]

    def badly(function, model, file):
        worse = tf.function(
            lambda x: {name: y + wrong for name, y in function(x).items()},
            input_signature=function.input_signature,
        )
        write(worse, model, file)

    monkeypatch.setitem(formats._FORMATS, ".onnx", (needed, badly, run))
    with pytest.raises(FloatingPointError, match=r"at most 0\.0001 was expected"):
        export.convert("dcgan_mnist_5k", tmp_path / "model.onnx")
    assert not list(tmp_path.iterdir())


def test_what_no_runtime_knows_is_said(tmp_path):
    class Module(tf.Module):
        @tf.function(input_signature=[tf.TensorSpec((None, 3), name="latents")])
        def generate(self, latents):
            return {"images": tf.py_function(np.sin, [latents], tf.float32)}

    module = Module()
    tf.saved_model.save(
        module, str(tmp_path / "odd"), signatures={"serving_default": module.generate}
    )
    with pytest.raises(ValueError, match=r"cannot be converted to \.onnx"):
        export.convert(tmp_path / "odd", tmp_path / "odd.onnx")
    assert not (tmp_path / "odd.onnx").exists()


def test_noise_becomes_a_constant():
    spec = tf.TensorSpec((2, 3), tf.float32, name="x")

    @tf.function
    def noisy(x):
        noise = tf.random.stateless_normal(tf.shape(x), seed=(1, 2))
        return {"y": x + noise, "again": x * noise}

    assert constant_noise.draws(noisy.get_concrete_function(spec).graph)
    quiet = constant_noise.fixed(noisy, [spec])
    assert not constant_noise.draws(quiet.get_concrete_function().graph)
    x = tf.constant(np.random.default_rng(0).normal(size=(2, 3)), tf.float32)
    for name, value in noisy(x).items():
        assert_allclose(quiet(x)[name], value, atol=1e-6)


@pytest.mark.parametrize("name", zoo.recipes.available())
def test_a_keras_file_gives_the_generator_back(name, tmp_path):
    recipe = getattr(zoo.recipes, name)
    gan = recipe.build((32, 32, 3), num_classes=10, width=4, seed=0)
    file = export.save_keras(gan, tmp_path / "generator.keras")
    loaded = keras.saving.load_model(file)
    random = np.random.default_rng(0)
    inputs = [
        random.normal(size=(2, *node.shape[1:])).astype(np.float32)
        if node.dtype.startswith("float")
        else np.array([1, 3])
        for node in loaded.inputs
    ]
    inputs = inputs[0] if len(inputs) == 1 else inputs
    outputs = loaded(inputs, training=False)
    assert_allclose(outputs, gan.sampler(inputs, training=False), atol=1e-6)
    with pytest.raises(FileExistsError):
        export.save_keras(gan, file)
    with pytest.raises(ValueError, match=r"\.keras"):
        export.save_keras(gan, tmp_path / "generator.h5")
