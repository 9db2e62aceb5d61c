"""The one record of commit, versions and machine, and all that hold it."""

import json
import sys

from benchmarks import report
from tfgan_zoo import environment


def test_the_environment_is_one_for_all_records(tmp_path, monkeypatch, run_of_digits):
    known = environment.environment()
    assert {*known["versions"]} >= {"python", "tfgan-zoo", "tensorflow", "keras"}
    assert known["machine"]["cores"] >= 1
    assert known["machine"]["memory_gib"] > 0
    assert known["accelerators"] == []  # Hidden from the tests.

    monkeypatch.setattr(sys, "argv", ["x", "--rounds=3", f"--json={tmp_path}"])
    record = report.new_record("benchmarks.x", rounds=3)
    assert record["command"] == "python -m benchmarks.x --rounds=3"
    run = json.loads((run_of_digits.directory / "run.json").read_text())["starts"][0]
    (card,) = (run_of_digits.directory / "export").glob("*/model_card.json")
    for each in (record, run, json.loads(card.read_text())):
        assert each["versions"].items() >= known["versions"].items()
    for each in (record, run):
        assert each["commit"] == known["commit"]
