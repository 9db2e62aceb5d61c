"""Whatever is written appears whole or not at all, and touches nothing else."""

import errno
import os
import subprocess
import sys

import pytest
import tensorflow as tf

from tests.full_disk import full_disk
from tfgan_zoo import atomic

WRITE = """
import sys, time
from tfgan_zoo import atomic
with atomic.writing(sys.argv[1]) as file:
    file.write_text("half")
    print("writing", flush=True)
    time.sleep(600)
"""


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def fill(written, name):
    """Writes 40,000 bytes to a file, or to one in a folder."""
    if name == "folder":
        written.mkdir()
        written = written / "inner"
    written.write_bytes(bytes(40_000))


@pytest.mark.parametrize("name", ["git", "x.npz", "folder"])
def test_hidden_files_of_the_same_name_are_not_touched(name, tmp_path):
    hidden = tmp_path / f".{name}"
    hidden.mkdir()
    (hidden / "HEAD").write_text("theirs")
    (tmp_path / f"{name}.tmp").write_text("theirs")
    with atomic.writing(tmp_path / name) as written:
        fill(written, name)
    assert names(tmp_path) == sorted([hidden.name, name, f"{name}.tmp"])
    assert (hidden / "HEAD").read_text() == "theirs"
    assert (tmp_path / name).stat().st_mode & 0o777 & ~0o755 == 0


@pytest.mark.parametrize("name", ["file", "folder"])
def test_a_full_disk_leaves_nothing_behind(name, tmp_path):
    kept = tmp_path / "old" / name
    if name == "file":
        atomic.write_text(kept, "old")
    for path in (kept, tmp_path / "new" / "deep" / name):
        with (
            full_disk(30_000),
            pytest.raises(
                atomic.FullDiskError,
                match=f"^{path} cannot be written: File too large. Make room there",
            ),
            atomic.writing(path, replace=True) as written,
        ):
            fill(written, name)
    if name == "file":
        assert names(tmp_path) == ["old"]
        assert names(kept.parent) == [name]
        assert kept.read_text() == "old"
    else:
        assert names(tmp_path) == []


def test_a_broken_json_file_is_named(tmp_path):
    file = tmp_path / "scores.json"
    for content in (b"", b'{"0": ', b"\xff"):
        file.write_bytes(content)
        with pytest.raises(ValueError, match=f"{file} is no JSON file: .* from a copy"):
            atomic.read_json(file)
    atomic.write_json(file, {"0": [1.5]})
    assert atomic.read_json(file) == {"0": [1.5]}


def test_a_full_disk_is_told_of_the_place_not_of_what_is_half_written(tmp_path):
    with (
        full_disk(3000),
        pytest.raises(atomic.FullDiskError, match=f"^{tmp_path}/model cannot be"),
        atomic.writing(tmp_path / "model") as folder,
    ):
        atomic.write_text(folder / "card.json", "x" * 4000)


@pytest.mark.parametrize(
    ("error", "named"),
    [
        (tf.errors.UnknownError(None, None, "/a/b; No space left on device"), "mine"),
        (ValueError("cannot be converted: [Errno 28] No space left on device"), "mine"),
        (OSError(errno.EDQUOT, os.strerror(errno.EDQUOT)), "mine"),
        (
            OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "/tmp/theirs"),
            "/tmp/theirs",
        ),
    ],
)
def test_a_full_disk_is_told_whoever_finds_out(error, named):
    with (
        pytest.raises(atomic.FullDiskError, match=f"^{named} cannot be written: "),
        atomic.naming("outer"),  # It was told once, which is enough.
        atomic.naming("mine"),
    ):
        raise error
    with pytest.raises(OSError, match="denied"), atomic.naming("mine"):
        raise PermissionError(errno.EACCES, "denied")


@pytest.mark.parametrize("name", ["file", "folder"])
def test_nothing_is_written_over(name, tmp_path):
    path = tmp_path / name

    def slowly():
        with atomic.writing(path) as written:
            fill(written, name)
            path.mkdir() if name == "folder" else path.touch()  # Somebody was faster.

    for _ in range(2):
        with pytest.raises(FileExistsError):
            slowly()
    assert names(tmp_path) == [name]


def test_what_a_killed_process_leaves_is_removed_and_nothing_else(tmp_path):
    command = [sys.executable, "-c", WRITE, tmp_path / "file"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout.readline() == "writing\n"
        (left,) = tmp_path.glob(".writing-*")
        atomic.clear(tmp_path)
        assert (left / "file").read_text() == "half"  # It is still written to.
    finally:
        process.kill()
        process.communicate()
    (tmp_path / ".git").mkdir()
    with atomic.writing(tmp_path / "other") as written:
        written.touch()
        atomic.clear(tmp_path)
        assert not left.exists()
    assert names(tmp_path) == [".git", "other"]
