"""Recipes are functions whose keyword arguments are the constants."""

import ast
import copy
import importlib
import inspect
import warnings

import numpy as np
import pytest

from tfgan_zoo import objectives, recipes, sampling
from tfgan_zoo.training import AdversarialModel

every_recipe = pytest.mark.parametrize("name", recipes.available())

MINE = '''
"""A GAN of my own. https://arxiv.org/abs/1406.2661

Departures: all.
"""

import keras

from tfgan_zoo import networks
from tfgan_zoo.objectives import GAN
from tfgan_zoo.recipes import Setting, recipe


@recipe(dataset="digits", image_size=16, batch_size=8, steps=3)
def mine(
    shape, classes, *, width: int = 4, rate: float = 1e-3, saturating: bool = False
):
    return Setting(
        GAN,
        generator=lambda: networks.dcgan.generator(shape, latent_dim=7, width=width),
        discriminator=lambda: networks.dcgan.discriminator(shape, width=width),
        constants={"saturating": saturating},
        generator_optimizer=lambda: keras.optimizers.SGD(rate),
        discriminator_optimizer=lambda: keras.optimizers.SGD(2 * rate),
    )
'''


def build(name, **constants):
    recipe = recipes.get(name)
    shape = (16, 16, 3) if name == "pix2pix" else (16, 16, 1)
    return recipe.build(shape, 3, seed=0, **{"width": 5, **constants})


@every_recipe
def test_every_constant_has_a_plain_type_and_is_used(name):
    recipe = recipes.get(name)
    assert "width" in recipe.constants
    recipe = recipe.like or recipe
    tree = ast.parse(inspect.getsource(recipe.function))
    (function,) = tree.body
    nodes = [node for part in function.body for node in ast.walk(part)]
    used = {node.id for node in nodes if isinstance(node, ast.Name)}
    for constant in recipe.constants.values():
        assert constant.type in (int, float, bool, str)
        assert constant.default is None or type(constant.default) is constant.type
        assert constant.name in used


@every_recipe
def test_a_constant_changes_the_model(name):
    gan = build(name, learning_rate=0.5)
    plain = build(name)
    for player in ("generator_optimizer", "discriminator_optimizer"):
        rates = [float(getattr(g, player).learning_rate) for g in (gan, plain)]
        assert rates[0] > 10 * rates[1]


def test_constants_reach_the_objective():
    assert build("wgan", clip=0.02, discriminator_steps=2).clip == 0.02
    assert build("wgan", discriminator_steps=2).discriminator_steps == 2
    assert build("wgan_gp", penalty_weight=1.0).penalty_weight == 1
    assert build("gan", saturating=True).saturating
    assert build("pix2pix", l1_weight=0.0).l1_weight == 0
    names = [layer.name for layer in build("pix2pix", skips=False).generator.layers]
    assert not any("concatenate" in name for name in names)
    assert build("improved_gan", historical_weight=0.5).historical_average.weight == 0.5


@every_recipe
def test_a_misspelt_constant_is_refused_by_name(name):
    with pytest.raises(ValueError, match=r"no constant 'widht'. Did you mean 'width'"):
        build(name, widht=4)


@every_recipe
def test_plumbing_is_there_for_every_recipe(name):
    gan = build(name, steps_per_execution=3, jit_compile=True)
    assert (gan.steps_per_execution, gan.jit_compile) == (3, True)
    if isinstance(gan.products()["generator"], sampling.Sampler):
        prior = sampling.Truncated(1.0)
        assert build(name, prior=prior).products()["generator"].prior is prior
    with pytest.raises(ValueError, match="'half'"):
        build(name, mixed_precision="half")


def test_a_recipe_like_another_has_its_setting_but_for_what_it_changes():
    plain, matching = build("dcgan"), build("feature_matching_gan", average_decay=0.5)
    assert type(matching) is objectives.FeatureMatchingGAN
    assert matching.prior == plain.prior
    assert matching.generator_average.decay == 0.5
    for one, other in zip(plain.get_weights(), matching.get_weights(), strict=False):
        np.testing.assert_array_equal(one, other)


def test_given_values_are_checked_by_the_objective():
    with pytest.raises(ValueError, match="`clip` is positive"):
        build("wgan", clip=-1.0)


@pytest.mark.parametrize(
    ("constant", "message"),
    [
        ({"width": 0}, "width is at least 1, and None by default. Received: 0"),
        ({"latent_dim": -4}, "latent_dim is at least 1"),
        ({"learning_rate": float("nan")}, "learning_rate is no finite number: nan"),
        ({"beta_1": float("inf")}, "beta_1 is no finite number: inf"),
        ({"learning_rate": -0.1}, "A learning rate is finite, and at least 0"),
    ],
)
def test_numbers_that_no_training_can_have_are_refused(constant, message):
    with pytest.raises(ValueError, match=message):
        recipes.gan.build((8, 8, 1), seed=0, **constant)


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["clip=0.02"], {"clip": 0.02}),
        (["clip=2e-2", "width=8"], {"clip": 0.02, "width": 8}),
        ([], {}),
    ],
)
def test_constants_are_parsed_by_their_type(texts, expected):
    parsed = recipes.wgan.parse(texts)
    assert parsed == expected
    assert [type(v) for v in parsed.values()] == [type(v) for v in expected.values()]
    assert recipes.gan.parse(["saturating=True"]) == {"saturating": True}
    assert recipes.gan.parse(["width=8"]) == {"width": 8}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("clip", "NAME=VALUE. Received: 'clip'"),
        ("clp=1", "no constant 'clp'. Did you mean 'clip'"),
        ("clip=much", r"clip is a number, 0.01 by default. Received: 'much'"),
        ("width=1.5", "width is a whole number, 64 by default. Received: '1.5'"),
    ],
)
def test_what_cannot_be_parsed_says_so(text, message):
    with pytest.raises(ValueError, match=message):
        recipes.wgan.parse([text])
    with pytest.raises(ValueError, match="true or false"):
        recipes.gan.parse(["saturating=yes"])


@pytest.mark.parametrize(
    ("constants", "kind", "momentum"),
    [
        ({}, "RMSprop", 0.0),
        ({"optimizer": "rmsprop", "momentum": 0.9}, "RMSprop", 0.9),
        ({"optimizer": "adam"}, "Adam", 0.5),
        ({"optimizer": "adam", "momentum": 0.0}, "Adam", 0.0),
        ({"optimizer": "sgd"}, "SGD", 0.0),
        ({"optimizer": "sgd", "momentum": 0.9}, "SGD", 0.9),
    ],
)
def test_the_optimizers_of_wgan(constants, kind, momentum):
    gan = build("wgan", **constants)
    for optimizer in (gan.generator_optimizer, gan.discriminator_optimizer):
        assert type(optimizer).__name__ == kind
        config = optimizer.get_config()
        assert config["beta_1" if kind == "Adam" else "momentum"] == momentum
        assert float(optimizer.learning_rate) == pytest.approx(5e-5)


@pytest.mark.parametrize("momentum", [-0.1, 1.0])
def test_a_momentum_that_is_none_is_refused(momentum):
    with pytest.raises(ValueError, match="momentum is at least 0 and below 1"):
        build("wgan", momentum=momentum)


def test_an_unknown_word_is_refused_with_those_known():
    message = (
        r"optimizer is one of rmsprop, adam, sgd. Did you mean 'adam'\? Received: 'adm"
    )
    with pytest.raises(ValueError, match=message):
        recipes.wgan.parse(["optimizer=adm"])
    with pytest.raises(ValueError, match=message):
        build("wgan", optimizer="adm")
    with pytest.raises(ValueError, match=r"optimizer is one of .* Received: 3"):
        build("wgan", optimizer=3)
    assert recipes.wgan.parse(["optimizer=sgd"]) == {"optimizer": "sgd"}
    assert recipes.wgan.constants["optimizer"].choices == ("rmsprop", "adam", "sgd")


def test_the_gan_descends_as_its_authors_did():
    gan = build("gan", optimizer="sgd")
    for optimizer in (gan.generator_optimizer, gan.discriminator_optimizer):
        for steps in (0, 1, 500, 125_000, 1_000_000):
            optimizer.iterations.assign(steps)
            rate, momentum = 0.1 / 1.000004**steps, 0.5 + 0.2 * min(steps / 124_500, 1)
            assert float(optimizer.learning_rate) == pytest.approx(rate, rel=1e-4)
            at = float(optimizer.momentum(optimizer.iterations))
            assert at == pytest.approx(momentum, rel=1e-5)
    other = build("gan", optimizer="sgd", learning_rate=0.02, beta_1=0.2)
    assert float(other.generator_optimizer.learning_rate) == pytest.approx(0.02)
    assert float(other.generator_optimizer.momentum(0)) == pytest.approx(0.2)


def test_the_patches_of_pix2pix():
    # Sides of the map of scores; images of 16 pixels have patches of 16 by default.
    for receptive_field, side in {None: 6, 1: 16, 16: 6, 34: 2}.items():
        gan = build("pix2pix", receptive_field=receptive_field)
        pair = [np.zeros((1, 16, 16, 3), "float32")] * 2
        assert gan.discriminator(pair).shape[1:3] == (side, side)
    message = "receptive_field=70 needs images of at least 24 pixels.*Received: 16"
    with pytest.raises(ValueError, match=message):
        build("pix2pix", receptive_field=70)
    with pytest.raises(ValueError, match=r"`receptive_field` is one of \[1, 16, 34"):
        build("pix2pix", receptive_field=64)


def test_pix2pix_without_noise_and_with_l2():
    gan = build("pix2pix", dropout=False, l1_weight=0.0, l2_weight=100.0)
    assert (gan.l1_weight, gan.l2_weight) == (0, 100)
    assert not [w for w in gan.generator.weights if w.name == "calls"]
    assert [w for w in build("pix2pix").generator.weights if w.name == "calls"]


@pytest.mark.parametrize("channels", [1, 3])
def test_minibatch_discrimination_in_place_of_feature_matching(channels):
    recipe = recipes.semi_supervised_gan
    one, other = (
        recipe.build((16, 16, channels), 3, seed=0, width=20, feature_matching=matching)
        for matching in (True, False)
    )
    assert (one.feature_matching, other.feature_matching) == (True, False)
    kinds = [type(layer).__name__ for layer in other.discriminator.layers]
    assert kinds.count("MinibatchDiscrimination") == 1
    before, after = (g.discriminator.get_layer("features").output for g in (one, other))
    assert after.shape[-1] == before.shape[-1] + 100
    # The sum over features of the other loss is what its epsilon makes up for.
    ratio = one.generator_optimizer.epsilon / other.generator_optimizer.epsilon
    assert ratio == pytest.approx(5 if channels == 1 else 1)


def test_a_file_of_your_own_is_a_recipe(tmp_path):
    file = tmp_path / "mine.py"
    file.write_text(MINE)
    recipe = recipes.from_file(file)
    assert recipe.name == "mine"
    assert recipe.file == file
    assert recipe.doc.startswith("A GAN of my own")
    gan = recipe.build((16, 16, 1), seed=0, rate=0.1)
    assert isinstance(gan, AdversarialModel)
    rates = (
        gan.generator_optimizer.learning_rate,
        gan.discriminator_optimizer.learning_rate,
    )
    np.testing.assert_allclose([float(rate) for rate in rates], [0.1, 0.2])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("import nothing_of_this_name", "cannot be imported: ModuleNotFoundError"),
        ("raise KeyError('x')", "cannot be imported: KeyError"),
        ("def f(:", "cannot be imported: SyntaxError"),
        ("x = 1", "Found: none"),
        (MINE + MINE.replace("def mine", "def other"), "Found: mine, other"),
    ],
)
def test_files_that_hold_no_recipe_say_so(tmp_path, text, message):
    file = tmp_path / "mine.py"
    file.write_text(text)
    with pytest.raises(ValueError, match=message):
        recipes.from_file(file)
    with pytest.raises(ValueError, match="no Python file"):
        recipes.from_file(tmp_path / "other.py")


def test_an_unknown_name_lists_those_there_are():
    with pytest.raises(ValueError, match=r"Did you mean 'wgan'\? Known: .*pix2pix"):
        recipes.get("wgna")


def test_a_module_answers_as_its_recipe():
    module = importlib.import_module("tfgan_zoo.recipes.lsgan")
    assert module.build is not None
    assert module.batch_size == recipes.get("lsgan").batch_size
    assert isinstance(recipes.get("lsgan"), recipes.Recipe)
    assert copy.deepcopy(recipes.wgan) == recipes.wgan
    with pytest.raises(AttributeError, match="'colour'"):
        _ = module.colour


@pytest.mark.parametrize(
    "constant",
    ["width", "width: tuple = (1, 2)", "width: int | float = 1", "width=None"],
)
def test_constants_that_no_text_can_give_are_refused(tmp_path, constant):
    file = tmp_path / "mine.py"
    file.write_text(MINE.replace("width: int = 4", constant))
    with pytest.raises(ValueError, match="constant width of a recipe needs a default"):
        _ = recipes.from_file(file).constants


def test_a_file_may_hold_dataclasses_with_late_annotations(tmp_path):
    file = tmp_path / "mine.py"
    late = "from __future__ import annotations\nimport dataclasses\n"
    late += "@dataclasses.dataclass\nclass Sizes:\n    width: int = 4\n"
    file.write_text(MINE.replace("import keras\n", f"{late}import keras\n", 1))
    assert recipes.from_file(file).constants["width"].type is int


def test_names_of_version_0_1_are_taken_with_a_warning():
    with pytest.warns(DeprecationWarning, match="`batch_size`"):
        assert recipes.wgan.BATCH_SIZE == 64
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert recipes.pix2pix.EXAMPLES == "pairs"
        assert recipes.gan.DATASET == "mnist_5k"
    with pytest.raises(AttributeError, match="'colour'"):
        _ = recipes.wgan.colour
