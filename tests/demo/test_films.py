import io
import json
import os
import shutil

import gradio as gr
import numpy as np
import pytest
from PIL import Image, ImageSequence

from tfgan_zoo.demo import animation, context, films, reduce


def record(directory, name, seconds, **identity):
    """A run directory with a film of two pictures."""
    run = directory / name
    (run / "samples").mkdir(parents=True)
    pictures = [Image.new("L", (8, 8), grey) for grey in (0, 255)]
    for step, image in zip((0, 1200), pictures, strict=True):
        image.save(run / "samples" / f"step_{step:08d}.png")
    (run / "samples.webp").write_bytes(animation.ping_pong(pictures))
    if identity:
        starts = [{"commit": "0123456789abcdef"}]
        text = json.dumps({"identity": identity, "starts": starts})
        (run / "run.json").write_text(text)
    os.utime(run / "samples.webp", (seconds, seconds))


def test_films_of_runs_come_first_and_the_newest_of_them_before(tmp_path):
    runs = tmp_path / "runs"
    record(runs, "old", 1000, recipe="dcgan", dataset="digits", seed=3)
    record(runs, "deep/er/new", 2000)
    new, old, *rest = films.found(runs)
    assert (new.title, new.caption) == ("runs/deep/er/new", "")
    assert old.title == "runs/old"
    for part in ("recipe `dcgan`", "seed `3`", "1,200 steps in 2 frames", "0123456"):
        assert part in old.caption
    assert rest == films.found(tmp_path / "none")


def test_a_film_comes_with_the_package_and_says_how_it_was_made():
    included = films.found(films.INCLUDED / "none")
    assert included
    for film in included:
        data = film.file.read_bytes()
        assert len(data) <= 400_000
        with Image.open(io.BytesIO(data)) as image:
            assert image.n_frames > 10
        about = json.loads(film.file.with_suffix(".json").read_text())
        trained, reduced = about["command"].split("\n")
        assert trained.startswith("tfgan-train --recipe=")
        assert reduced.startswith("python -m tfgan_zoo.demo.reduce --run=runs/")
        assert len(about["commit"]) == 40
        assert about["command"] in film.caption


def test_a_run_is_reduced_to_a_small_film(tmp_path):
    pictures = tmp_path / "run" / "samples"
    pictures.mkdir(parents=True)
    rng = np.random.default_rng(0)
    samples = rng.integers(0, 256, (5, 8, 8, 3), np.uint8)
    for step, sample in enumerate(samples):
        enlarged = Image.fromarray(sample).resize((32, 32), Image.NEAREST)
        enlarged.save(pictures / f"step_{step:08d}.png")
    file = tmp_path / "small.webp"
    reduce.reduce(tmp_path / "run", file, every=2, shrink=4, lossless=True)
    with Image.open(file) as film:
        frames = [np.array(f.convert("RGB")) for f in ImageSequence.Iterator(film)]
    np.testing.assert_array_equal(frames, samples[::2])
    with pytest.raises(ValueError, match="expected a training run"):
        reduce.reduce(tmp_path, tmp_path / "other.webp")
    with pytest.raises(FileExistsError, match="name another"):
        reduce.reduce(tmp_path / "run", file)


def test_without_films_the_tab_says_how_to_make_one(tmp_path, monkeypatch):
    monkeypatch.setattr(films, "INCLUDED", tmp_path)
    runs = tmp_path / "runs"
    with gr.Blocks() as blocks:
        films.build(blocks, context.Context(None, None, runs, None))
    (shown,) = (f for f in blocks.fns.values() if f.api_name == "film")
    screen, caption = shown.fn(None)
    assert screen == ""
    assert "There are no films" in caption
    assert f"--workdir={runs}/" in caption


def test_a_broken_record_does_not_hide_the_film(tmp_path):
    record(tmp_path / "runs", "a", 1000, recipe="gan")
    (tmp_path / "runs" / "a" / "run.json").write_text("{")
    assert films.found(tmp_path / "runs")[0].caption == ""
    for broken in ("[]", '{"identity": [], "starts": [1]}', '{"identity": 1}'):
        (tmp_path / "runs" / "a" / "run.json").write_text(broken)
        assert films.found(tmp_path / "runs")[0].caption == ""
    shutil.rmtree(tmp_path / "runs" / "a")
    with pytest.raises(ValueError, match="is gone"):
        films.find(tmp_path / "runs", "runs/a")


def test_broken_runs_do_not_hide_the_films_of_others(tmp_path):
    runs = tmp_path / "runs"
    for i, name in enumerate(("good", "numbered")):
        record(runs, name, 1000 + i, recipe="gan")
    (runs / "numbered" / "samples" / "step_x.png").touch()
    (runs / "gone").mkdir()
    (runs / "gone" / "samples.webp").symlink_to(tmp_path / "nowhere")
    (runs / "folder" / "samples.webp").mkdir(parents=True)
    numbered, good, *_ = films.found(runs)
    assert (numbered.title, numbered.caption) == ("runs/numbered", "")
    assert "recipe `gan`" in good.caption
