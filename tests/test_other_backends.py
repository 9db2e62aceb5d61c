"""Layers and networks on JAX, in an environment without TensorFlow."""

import json
import os
import subprocess
import sys
from pathlib import Path

import keras
import numpy as np
import pytest
from numpy.testing import assert_allclose

from tfgan_zoo import layers, networks

ROOT = Path(__file__).parents[1]
DRAW = """
import importlib, json, pkgutil, sys
import keras, numpy as np
from tfgan_zoo import layers, losses, metrics, networks

for room in (layers, losses, metrics, networks):
    for module in pkgutil.iter_modules(room.__path__):
        importlib.import_module(f"{room.__name__}.{module.name}")
generator = networks.dcgan.generator((32, 32, 1), latent_dim=8, width=8)
given = np.load(sys.argv[1])
generator.set_weights([given[f"{i}"] for i in range(len(generator.weights))])
images = {str(t): generator(given["latents"], training=t) for t in (False, True)}
critic = layers.SpectralNormalization(keras.layers.Dense(3))
critic.build((None, 8))
critic.set_weights([given[f"critic {i}"] for i in range(len(critic.weights))])
images["critic"] = critic(given["latents"], training=True)
images["u"] = critic.u
np.savez(sys.argv[2], **{t: np.asarray(image) for t, image in images.items()})
print(json.dumps([keras.backend.backend(), "tensorflow" in sys.modules]))
"""


@pytest.fixture(scope="module")
def without_tensorflow(tmp_path_factory):
    """The Python of an environment with JAX in the place of TensorFlow."""
    place = tmp_path_factory.mktemp("jax")
    subprocess.run([sys.executable, "-m", "venv", str(place)], check=True)
    python = place / "bin" / "python"
    install = [python, "-m", "pip", "install", "--quiet", "keras", "jax", "scipy"]
    constraints = ["pillow", "--constraint", str(ROOT / "constraints.txt")]
    subprocess.run([*install, *constraints], check=True)
    return python


def run(python, code, *arguments):
    """Runs code on JAX; returns the finished process."""
    return subprocess.run(
        [python, "-c", code, *arguments],
        capture_output=True,
        text=True,
        env={**os.environ, "KERAS_BACKEND": "jax", "PYTHONPATH": str(ROOT)},
    )


@pytest.mark.learning
def test_networks_compute_on_jax_they_compute_on_tensorflow(
    without_tensorflow, tmp_path
):
    generator = networks.dcgan.generator((32, 32, 1), latent_dim=8, width=8)
    weights = {str(i): w for i, w in enumerate(generator.get_weights())}
    latents = np.random.default_rng(0).normal(size=(4, 8)).astype(np.float32)
    critic = layers.SpectralNormalization(keras.layers.Dense(3))
    critic.build((None, 8))
    weights |= {f"critic {i}": w for i, w in enumerate(critic.get_weights())}
    np.savez(tmp_path / "given.npz", latents=latents, **weights)

    files = [str(tmp_path / name) for name in ("given.npz", "drawn.npz")]
    answer = run(without_tensorflow, DRAW, *files)
    assert answer.returncode == 0, answer.stderr
    assert json.loads(answer.stdout.splitlines()[-1]) == ["jax", False]
    drawn = np.load(files[1])
    for training in (False, True):
        images = generator(latents, training=training)
        assert_allclose(drawn[str(training)], images, atol=1e-5)
    scores = critic(latents, training=True)
    assert_allclose(drawn["critic"], scores, atol=1e-5)
    assert_allclose(drawn["u"], critic.u, atol=1e-5)


@pytest.mark.learning
def test_what_needs_tensorflow_says_so(without_tensorflow):
    code = "import numpy as np; from tfgan_zoo import layers;"
    code += "layers.Dropout(0.5)(np.ones((1, 1)), training=True)"
    answer = run(without_tensorflow, code)
    assert "computes with TensorFlow, which is not there" in answer.stderr
