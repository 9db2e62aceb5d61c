"""Run directories: what they hold, and what they refuse."""

import json
import os

import pytest

from tfgan_zoo.runs import directory as run_directory
from tfgan_zoo.runs import export


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

    @pytest.mark.parametrize(
        "text",
        ["", "[]", "{}", "null", '{"identity": {}', "\x00\xff", '{"identity": 1}'],
    )
    def test_a_damaged_record_is_refused_and_kept(self, text, tmp_path):
        (tmp_path / "run.json").write_bytes(text.encode("latin-1"))
        for use in (
            lambda: run_directory.open_run(tmp_path, self.IDENTITY),
            lambda: run_directory.record_start(tmp_path, self.IDENTITY, {}, {}),
            lambda: export.restored(tmp_path),
        ):
            with pytest.raises(ValueError, match=r"run.json is no record.*from a copy"):
                use()
        assert (tmp_path / "run.json").read_bytes() == text.encode("latin-1")

    @pytest.mark.parametrize(
        ("key", "value"),
        [
            *(("format", value) for value in (None, [], "x", {})),
            *(("dataset", value) for value in ([], "x")),
            *(("starts", value) for value in (None, {}, [], [None], [{}])),
            ("identity", {**IDENTITY, "recipe": None}),
            ("identity", {**IDENTITY, "recipe": "no_such_gan"}),
            ("identity", {**IDENTITY, "networks": "theirs"}),
            ("identity", {**IDENTITY, "mixed_precision": "float8"}),
            ("identity", {**IDENTITY, "strategy": []}),
            ("identity", {**IDENTITY, "seed": -1}),
            ("identity", {**IDENTITY, "shape": []}),
            ("identity", {**IDENTITY, "shape": [16, "16", 1]}),
            ("identity", {**IDENTITY, "dataset": None}),
            ("identity", {**IDENTITY, "shape": None}),
            ("identity", {**IDENTITY, "constants": []}),
            ("identity", {**IDENTITY, "seed": []}),
            ("identity", {"constants": {}}),
        ],
    )
    def test_a_record_with_a_value_of_another_kind_is_refused(
        self, key, value, tmp_path
    ):
        run_directory.record_start(tmp_path, self.IDENTITY, {}, {})
        record = {**json.loads((tmp_path / "run.json").read_text()), key: value}
        (tmp_path / "run.json").write_text(json.dumps(record))
        with pytest.raises(ValueError, match=r"run.json is no record.*damaged one \("):
            run_directory.read(tmp_path)

    def test_a_record_that_lacks_what_a_model_is_built_from_says_so(self, tmp_path):
        run_directory.record_start(tmp_path, self.IDENTITY, {}, {})
        with pytest.raises(ValueError, match=r"run.json does not say .*constants"):
            export.restored(tmp_path)

    def test_an_experiment_names_its_own_flag(self, tmp_path):
        (tmp_path / "scores.json").write_text("theirs")
        identity, writes = {"steps": 10}, ("scores.json",)
        with (
            pytest.raises(ValueError, match=r"written over.* another --output\."),
            run_directory.opened(tmp_path, identity, {}, {}, writes),
        ):
            pass
        run_directory.record_start(tmp_path, identity, {}, {})
        with (
            pytest.raises(ValueError, match=r"another run.* another --output,"),
            run_directory.opened(tmp_path, {"steps": 20}, {}, {}, writes),
        ):
            pass

    @pytest.mark.parametrize("name", ["samples.webp", "samples/step_1.png", "step.csv"])
    def test_files_that_no_run_has_made_are_refused(self, name, tmp_path):
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_text("theirs")
        writes = ("samples.webp", "samples/step_*.png", "*.csv")
        with pytest.raises(ValueError, match=f"but {name}, which would be written"):
            run_directory.open_run(tmp_path, self.IDENTITY, writes)
        run_directory.record_start(tmp_path, self.IDENTITY, {}, {})
        run_directory.open_run(tmp_path, self.IDENTITY, writes)  # With a record: ours.

    def test_every_start_is_recorded(self, tmp_path):
        for steps in (10, 20):
            run_directory.record_start(tmp_path, self.IDENTITY, {}, {"steps": steps})
        starts = run_directory.read(tmp_path)["starts"]
        assert [s["flags"]["steps"] for s in starts] == [10, 20]
        assert not os.path.exists(tmp_path / ".run.json")
