"""The command that draws the theory."""

import json

from PIL import Image

from tests.commands import refused, succeed
from tfgan_zoo.experiments import theory
from tfgan_zoo.experiments.theory import report


def test_the_theory_from_a_command_to_a_page(tmp_path):
    folder = tmp_path / "theory"
    output = f"--output={folder}"
    out = succeed("theory", "--only=bilinear_game", output)
    assert f"Wrote {folder / 'index.html'}" in out
    numbers = json.loads((folder / "bilinear_game.json").read_text())
    assert numbers["by_turns"][6] == [2, 3]
    with Image.open(folder / "bilinear_game.png") as image:
        assert image.format == "PNG"

    # It goes on with what is missing, and what is there stays as it is.
    before = (folder / "bilinear_game.png").stat().st_mtime_ns
    out = succeed("theory", "--only=bilinear_game,parallel_lines", output)
    lines = [line for line in out.splitlines() if " of 2)" in line]
    assert lines[:2] == [
        "bilinear_game (1 of 2): is there",
        "parallel_lines (2 of 2): about 2 s ...",
    ]
    assert (folder / "bilinear_game.png").stat().st_mtime_ns == before
    text = (folder / "index.html").read_text()
    assert text.count("<img") == text.count("data:image/png;base64,") == 2
    assert text.index("Parallel lines") < text.index("The game v = xy")
    assert "http" not in text
    record = json.loads((folder / "run.json").read_text())
    assert record["identity"] == {"seed": 0}
    assert len(record["starts"]) == 2

    # A picture that was removed is drawn again from its numbers.
    (folder / "parallel_lines.png").unlink()
    measured = (folder / "parallel_lines.json").stat().st_mtime_ns
    succeed("theory", "--only=parallel_lines", output)
    assert (folder / "parallel_lines.png").exists()
    assert (folder / "parallel_lines.json").stat().st_mtime_ns == measured

    message = refused("theory", "--seed=1", output)
    assert "seed was 0 and is now 1" in message
    message = refused("theory", "--only=xy", f"--output={tmp_path / 'x'}")
    assert "--only=xy: no such topic. Known: bilinear_game" in message
    assert not (tmp_path / "x").exists()
    assert "--output is required" in refused("theory")


def test_what_takes_long_is_drawn_last():
    *first, last = report.by_seconds(theory.available())
    assert last == "mode_collapse"
    seconds = [theory.load(name).SECONDS for name in first]
    assert seconds == sorted(seconds)
