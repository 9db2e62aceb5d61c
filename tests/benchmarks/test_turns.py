import contextlib

import pytest

from benchmarks import peers, process, report
from tfgan_zoo.experiments import interleaved_timing

MODULE = "tests.benchmarks.contenders"


def test_a_contender_takes_turns_and_is_idle_between_them():
    with contextlib.closing(process.Process(MODULE, seconds=0.05)) as contender:
        assert contender.facts["parameters"] == [3, 4]
        assert contender.facts["first_seconds"] >= 0.05
        assert contender.turn(2) >= 0.05
        contender.turn(2)
        summary = contender.summary()
    assert summary["idle_share"] < 0.2
    assert summary["peak_mib"] > 1


def test_a_contender_that_fails_does_not_stop_the_others():
    requests = {
        "broken": {"module": MODULE, "complaint": "no such kernel"},
        "whole": {"module": MODULE},
    }
    with contextlib.ExitStack() as stack:
        processes, errors = process.start(stack, requests)
        assert list(processes) == ["whole"]
    assert errors == {"broken": {"error": "ValueError: no such kernel"}}


def test_a_contender_that_dies_says_so():
    contender = process.Process(MODULE, fatal=True)
    with pytest.raises(interleaved_timing.CandidateError, match="ended with status 3"):
        contender.turn(1)


def test_one_that_is_lost_does_not_stop_the_others():
    requests = {
        "mortal": {"module": MODULE, "fatal": True},
        "whole": {"module": MODULE},
    }
    with contextlib.ExitStack() as stack:
        processes, errors = process.start(stack, requests)
        turns = {name: each.turn for name, each in processes.items()}
        samples = interleaved_timing.interleave(turns, 2, 1, errors)
    assert errors == {"mortal": {"error": "the process ended with status 3"}}
    assert list(samples) == ["whole"]
    assert len(samples["whole"]) == 2


def test_one_that_was_killed_between_its_turns_says_so():
    contender = process.Process(MODULE)
    contender._child.kill()
    contender._child.join()
    with pytest.raises(interleaved_timing.CandidateError, match="ended with status -9"):
        contender.turn(1)
    contender.close()


def test_the_fastest_has_the_least_median():
    samples = {"a": [1.0, 9.0, 3.0], "b": [2.0, 2.0, 2.0]}
    assert peers.fastest(samples, ["a", "b", "absent"]) == "b"
    assert peers.fastest(samples, ["absent"]) is None


def test_a_table_shows_what_is_missing_as_nothing():
    rows = [{"name": "a", "speed": 1.23456}, {"name": "long", "speed": None}]
    assert report.table(rows).splitlines() == [
        "| name | speed |",
        "| ---- | ----- |",
        "| a    | 1.235 |",
        "| long |       |",
    ]
