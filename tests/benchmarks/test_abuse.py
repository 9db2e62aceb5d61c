"""The benchmarks of abuse: their parts, and short runs of them."""

import json
import random
import subprocess
import sys

import pytest

from benchmarks.abuse import __main__ as abuse
from benchmarks.abuse import (
    _hostile_images,
    _malformed_messages,
    _malformed_texts,
    images,
)


@pytest.mark.parametrize(
    "module", [_hostile_images, _malformed_messages, _malformed_texts]
)
def test_the_same_seed_makes_the_same(module):
    assert len(set(module.KINDS)) == len(module.KINDS)
    for kind in module.KINDS:
        costly = ("large", "near", "bomb", "encoded")
        if not any(word in kind.__name__ for word in costly):
            assert kind(random.Random(3)) == kind(random.Random(3))
        assert kind.__doc__


def test_parts_are_found_by_their_files_and_faults_end_it(tmp_path, monkeypatch):
    (tmp_path / "kills.py").write_text(
        "def run(options):\n    return {'seed': options.seed, 'faults': ['lost']}"
    )
    (tmp_path / "_private.py").write_text("")
    monkeypatch.setattr(abuse.abuse, "__path__", [str(tmp_path)])
    file = tmp_path / "record.json"
    arguments = ["abuse", "--seed=7", f"--json={file}"]
    monkeypatch.setattr(sys, "argv", arguments)
    with pytest.raises(SystemExit, match="lost"):
        abuse.main()
    assert json.loads(file.read_text())["kills"]["seed"] == 7


def run(module, file, *flags):
    command = [sys.executable, "-m", f"benchmarks.{module}", *flags, f"--json={file}"]
    subprocess.run(command, check=True)  # It ends with an error if there is a fault.
    return json.loads(file.read_text())


@pytest.mark.learning
def test_what_is_malformed_is_refused(tmp_path):
    record = run("abuse", tmp_path / "record.json", "--only=requests")["requests"]
    assert record["requests"] == 200
    assert 0 < record["peak_mib_above_idle"] < 1024


def test_an_image_is_read_or_refused_in_words(tmp_path):
    (tmp_path / "bad").mkdir()
    (tmp_path / "bad" / "bad.png").write_bytes(b"")
    assert images._read(tmp_path / "bad") == ("ValueError", "")
    for i, color in enumerate(images.GOOD):
        images.Image.new("RGB", (48, 48), color).save(tmp_path / "bad" / f"{i}.png")
    assert images._together(tmp_path / "bad") == ("good beside them", "")
    (tmp_path / "bad" / "0.png").unlink()
    assert images._together(tmp_path / "bad")[1] == "came: [0, 1, 1, 1, 1]"


@pytest.mark.learning
def test_hostile_images_are_read_or_refused(tmp_path):
    record = run("abuse", tmp_path / "record.json", "--only=images")["images"]
    assert record["images"] == 60
    assert record["pipelines: good beside them"] == 1
    assert record["server: 400"] == 57
    assert record["page: picture"] > 10


@pytest.mark.learning
def test_versions_come_and_go_under_load(tmp_path):
    record = run("versions", tmp_path / "record.json", "--minutes=0.3")
    for protocol in ("rest", "grpc"):
        assert record[protocol]["served"] > 1000
        assert record[protocol]["changes"] > 10
