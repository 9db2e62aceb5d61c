"""`tfgan-train`, and the commands that take what it has made."""

import json
import shutil
import sys

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from PIL import Image

from tests.commands import SMALL, refused, succeed
from tests.runs import saves
from tfgan_zoo import load


def test_a_run_is_recorded_drawn_and_exported(run_of_digits):
    workdir = run_of_digits.directory
    exported = f"Exported the generator of step 6 to {workdir / 'export' / '1'}"
    assert exported in run_of_digits.out
    caution = "trained for 6 steps, and dcgan takes 4000"
    assert f"It has learnt little: {caution}.\n" in run_of_digits.out
    record = json.loads((workdir / "run.json").read_text())
    assert record["identity"]["seed"] == 5
    assert record["starts"][0]["flags"]["steps"] == 6
    assert set(record["starts"][0]["versions"]) >= {"tensorflow", "keras"}
    for name in ("metrics.csv", "samples.webp", "samples/step_00000000.png"):
        assert (workdir / name).exists()
    card = json.loads((workdir / "export" / "1" / "model_card.json").read_text())
    assert (card["recipe"], card["dataset"], card["steps"]) == ("dcgan", "digits", 6)
    assert "--set=width=4" in card["command"]
    assert card["caution"] == caution
    assert "licence" not in card  # Whose photographs it learnt from is not known.


def test_a_run_is_sampled(run_of_digits, tmp_path):
    grid = tmp_path / "grid.png"
    flags = (f"--model={run_of_digits.directory / 'export'}", "--num=9")
    assert f"Wrote {grid}" in succeed("sample", *flags, f"--output={grid}")
    with Image.open(grid) as image:
        assert image.width == image.height
    assert "exists" in refused("sample", *flags, f"--output={grid}")


def test_a_run_is_exported_again_also_for_many_clients(run_of_digits, tmp_path):
    workdir, exported = run_of_digits.directory, tmp_path / "exported"
    flags = (f"--workdir={workdir}", f"--export_dir={exported}")
    assert f"of step 6 to {exported / '1'}" in succeed("export", *flags)
    one, other = load(workdir / "export"), load(exported)
    assert_array_equal(one(num=3, seed=1), other(num=3, seed=1))
    assert "exported before" in succeed("export", *flags)
    out = succeed("export", *flags, "--batching", "--licence=CC BY-NC 4.0")
    assert f"of step 6 to {exported / '2'}" in out
    assert load(exported).card["batching"]
    assert load(exported).card["licence"] == "CC BY-NC 4.0"
    z = np.ones((2, 100), "float32")
    images = load(exported).latents_to_images(z)
    assert_allclose(images, one.latents_to_images(z), atol=1e-5)


def test_a_run_goes_on_with_the_same_flags_and_more_steps(run_of_digits, tmp_path):
    workdir = tmp_path / "run"
    shutil.copytree(run_of_digits.directory, workdir)
    flags = (*SMALL, f"--workdir={workdir}")
    # The same flags but one: a refusal. More steps: the run goes on.
    message = refused("train", *flags, "--steps=6", "--seed=6")
    assert "holds another run: seed was 5 and is now 6" in message
    out = succeed("train", *flags, "--steps=8", "--seed=5", "--licence=MIT")
    assert "holds 6 of 8 steps; going on from there" in out
    assert load(workdir / "export" / "2").card["licence"] == "MIT"
    # Nothing left to do: nothing is trained, and nothing exported twice.
    out = succeed("train", *flags, "--steps=8", "--seed=5")
    assert "nothing is left to train" in out
    assert f"exported before, to {workdir / 'export' / '2'}" in out
    assert not (workdir / "export" / "3").exists()
    message = refused("train", *flags, "--steps=7", "--seed=5")
    assert "holds 8 steps already" in message


@pytest.mark.parametrize("precision", ["bfloat16", "float16"])
def test_mixed_precision_and_several_steps_at_once(precision, tmp_path):
    flags = (*SMALL, f"--workdir={tmp_path}", "--steps_per_execution=4")
    flags = (*flags, f"--mixed_precision={precision}")
    succeed("train", *flags, "--steps=8")
    assert saves.tensors(tmp_path, 8)
    message = refused("train", *flags, "--steps=10")
    assert "no multiple of --steps_per_execution=4" in message


def test_points_are_trained_and_drawn(run_of_ring, tmp_path):
    grid = tmp_path / "ring.png"
    flags = (f"--model={run_of_ring.directory / 'export'}", f"--output={grid}")
    succeed("sample", *flags, "--num=200")
    with Image.open(grid) as image:
        assert len(np.unique(np.asarray(image))) > 10


def test_a_run_and_a_pretrained_model_become_files_for_other_runtimes(
    run_of_digits, tmp_path, monkeypatch
):
    for model, name in (
        (run_of_digits.directory, "generator.keras"),
        (run_of_digits.directory, "generator.tflite"),
        ("dcgan_mnist_5k", "generator.onnx"),
    ):
        flags = (f"--model={model}", f"--output={tmp_path / name}")
        assert f"{tmp_path / name}\n" in succeed("convert", *flags)
        assert (tmp_path / name).stat().st_size > 1000
        assert "exists" in refused("convert", *flags)
    flags = ("--model=dcgan_mnist_5k", f"--output={tmp_path / 'other.keras'}")
    assert "is made of a run directory" in refused("convert", *flags)
    flags = ("--model=dcgan_mnist_5k", f"--output={tmp_path / 'other.onnx'}")
    monkeypatch.setitem(sys.modules, "tf2onnx", None)
    message = refused("convert", *flags)
    assert "with: pip install tf2onnx onnxruntime ai-edge-litert" in message
