import io
import json
import os
import shutil

import pytest
from PIL import Image

from tfgan_zoo.demo import animation, films, small_film


def record(directory, name, seconds, **identity):
    """A run directory with a film of two pictures."""
    run = directory / name
    (run / "samples").mkdir(parents=True)
    pictures = [Image.new("L", (8, 8), grey) for grey in (0, 255)]
    for step, image in zip((0, 1200), pictures, strict=True):
        image.save(run / "samples" / f"step_{step:08d}.png")
    (run / "samples.webp").write_bytes(animation.there_and_back(pictures))
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
    for part in ("recipe `dcgan`", "seed `3`", "1,200 steps in 2 pictures", "0123456"):
        assert part in old.caption
    assert rest == films.found(tmp_path / "none")


def test_a_film_is_shipped_and_says_how_it_was_made():
    shipped = films.found(films.SHIPPED / "none")
    assert shipped
    for film in shipped:
        data = film.file.read_bytes()
        assert len(data) <= 400_000
        with Image.open(io.BytesIO(data)) as image:
            assert image.n_frames > 10
        about = json.loads(film.file.with_suffix(".json").read_text())
        assert about["command"].startswith("tfgan-train --recipe=")
        name = film.file.name
        assert f"small_film runs/{film.file.stem} {name}" in about["command"]
        assert len(about["commit"]) == 40
        assert about["command"] in film.caption


def test_a_broken_record_does_not_hide_the_film(tmp_path):
    record(tmp_path / "runs", "a", 1000, recipe="gan")
    (tmp_path / "runs" / "a" / "run.json").write_text("{")
    assert films.found(tmp_path / "runs")[0].caption == ""
    shutil.rmtree(tmp_path / "runs" / "a")
    with pytest.raises(ValueError, match="is gone"):
        films.find(tmp_path / "runs", "runs/a")


def test_a_small_film_has_some_of_the_pictures_and_is_not_written_over(tmp_path):
    record(tmp_path, "run", 1000)
    file = tmp_path / "film.webp"
    small_film.make(tmp_path / "run", file, shrink=2, lossless=True)
    with Image.open(file) as film:
        assert (film.size, film.n_frames) == ((4, 4), 2)
        assert film.convert("L").getextrema() == (0, 0)
        film.seek(1)
        assert film.convert("L").getextrema() == (255, 255)
    with pytest.raises(FileExistsError, match="name another"):
        small_film.make(tmp_path / "run", file)
    with pytest.raises(FileNotFoundError, match="train there first"):
        small_film.make(tmp_path, tmp_path / "none.webp")
