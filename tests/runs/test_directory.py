"""Run directories: what they hold, and what they refuse."""

import os

import pytest

from tfgan_zoo.runs import directory as run_directory


class TestRunDirectory:
    IDENTITY = {  # noqa: RUF012
        "recipe": "wgan",
        "dataset": "digits",
        "shape": [16, 16, 1],
        "batch_size": 64,
        "seed": 0,
        "mixed_precision": "none",
        "jit_compile": False,
        "strategy": "default",
    }

    @pytest.mark.parametrize(
        ("key", "value"),
        [
            ("recipe", "gan"),
            ("dataset", "mnist"),
            ("shape", [32, 32, 1]),
            ("batch_size", 32),
            ("seed", 1),
            ("mixed_precision", "bfloat16"),
            ("jit_compile", True),
            ("strategy", "mirrored"),
        ],
    )
    def test_another_run_in_the_same_directory_is_refused(self, tmp_path, key, value):
        run_directory.open_run(tmp_path, self.IDENTITY)
        run_directory.record_start(tmp_path, self.IDENTITY, {}, {})
        before = (tmp_path / "run.json").read_bytes()
        with pytest.raises(ValueError, match=f"{key} was .* and is now"):
            run_directory.open_run(tmp_path, {**self.IDENTITY, key: value})
        assert (tmp_path / "run.json").read_bytes() == before

    def test_every_start_is_recorded(self, tmp_path):
        for steps in (10, 20):
            run_directory.record_start(tmp_path, self.IDENTITY, {}, {"steps": steps})
        starts = run_directory.read(tmp_path)["starts"]
        assert [s["flags"]["steps"] for s in starts] == [10, 20]
        assert not os.path.exists(tmp_path / ".run.json")
