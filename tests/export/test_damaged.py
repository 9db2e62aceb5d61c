"""Models and cards that are cut off, foreign, or of another kind."""

import json
import shutil

import numpy as np
import pytest
import tensorflow as tf

import tfgan_zoo as zoo
from tfgan_zoo.export import model_card, pretrained

CARD = "model_card.json"


@pytest.fixture
def model(tmp_path):
    return shutil.copytree(
        pretrained.directory() / "dcgan_mnist_5k" / "1", tmp_path / "m" / "1"
    )


def cut(file):
    content = file.read_bytes()
    file.write_bytes(content[: len(content) // 2])


DAMAGES = {
    "cut variables": lambda m: cut(next(m.glob("variables/*.data*"))),
    "cut index": lambda m: cut(m / "variables" / "variables.index"),
    "no variables": lambda m: shutil.rmtree(m / "variables"),
    "a cut graph": lambda m: cut(m / "saved_model.pb"),
    "an empty graph": lambda m: (m / "saved_model.pb").write_bytes(b""),
    "a foreign graph": lambda m: (m / "saved_model.pb").write_bytes(b"\x12" * 99),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_model_is_refused_in_words(model, damage):
    DAMAGES[damage](model)
    with pytest.raises(
        ValueError, match=r"m/1 holds no whole SavedModel .*copy it again"
    ):
        zoo.load(model.parent)


class Foreign(tf.Module):
    @tf.function(input_signature=[tf.TensorSpec([None, 2])])
    def predict(self, x):
        return {"y": x}


@pytest.mark.parametrize("signatures", [{}, {"serving_default": Foreign().predict}])
def test_a_foreign_model_is_refused_in_words(tmp_path, signatures):
    tf.saved_model.save(Foreign(), str(tmp_path / "1"), signatures)
    received = "x" if signatures else "None"
    with pytest.raises(ValueError, match=rf"1 is no model of.*Received: {received}$"):
        zoo.load(tmp_path)


class Keras(tf.Module):
    @tf.function(input_signature=[tf.TensorSpec([None, 2], name="latents")])
    def generate(self, latents):
        return {"output_0": latents}

    @tf.function(input_signature=[tf.TensorSpec([None, 8, 8, 1], name="images")])
    def judge(self, images):
        return {"output_0": images}


def test_what_a_foreign_model_lacks_is_named_when_it_is_asked_for(tmp_path):
    # As `keras.Model.export` writes them: its inputs are named, its outputs are not.
    keras = Keras()
    tf.saved_model.save(keras, str(tmp_path / "g"), keras.generate)
    tf.saved_model.save(keras, str(tmp_path / "c"), keras.judge)
    with pytest.raises(ValueError, match=r"g has no signature 'sample'. .*: serving_"):
        zoo.load(tmp_path / "g")(num=2)
    with pytest.raises(ValueError, match=r"c has no output 'labels'. .*: output_0\."):
        zoo.load(tmp_path / "c")(np.zeros((1, 8, 8, 1), "float32"))


CARDS = {
    "[]": "it holds a list",
    "null": "it holds a NoneType",
    '{"name": "cut': "Unterminated string",
    "": "Expecting value",
    '{"output_shape": 3}': "its 'output_shape' is 3",
    '{"output_shape": [null]}': r"its 'output_shape' is \[None\]",
    '{"scores": [1]}': r"its 'scores' is \[1\]",
    '{"latent_dim": "100"}': "its 'latent_dim' is '100'",
    '{"latent_dim": 0}': "its 'latent_dim' is 0",
    '{"num_classes": -1}': "its 'num_classes' is -1",
    '{"latent_law": "normal"}': "it has no 'latent_dim'",
    '{"latent_law": "cauchy", "latent_dim": 2}': "A prior is one of .*'cauchy'",
    "[" * 100_000: "recursion",
}


@pytest.mark.parametrize("content", CARDS, ids=CARDS.values())
def test_a_broken_card_is_refused_in_words(model, content):
    (model / CARD).write_text(content)
    words = rf"{CARD} is no model card: .*{CARDS[content]}.*Export the model again"
    for read in (model_card.read, zoo.load):
        with pytest.raises(ValueError, match=words):
            read(model)


def test_a_card_that_is_no_text_is_refused_in_words(model):
    (model / CARD).write_bytes(b"\xff\xfe{}")
    with pytest.raises(ValueError, match="is no model card"):
        model_card.read(model)


def test_the_card_of_another_kind_is_refused_in_words(model):
    card = json.loads((model / CARD).read_text())
    (model / CARD).write_text(json.dumps(card | {"kind": "translator"}))
    with pytest.raises(ValueError, match="holds a generator, and the model card of"):
        zoo.load(model)


def test_every_pretrained_card_is_read():
    cards = [
        model_card.read(pretrained.find(name) / "1") for name in pretrained.available()
    ]
    assert np.all([card["name"] for card in cards])
