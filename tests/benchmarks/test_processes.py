"""Candidates in processes of their own, and the tables of their times."""

import contextlib

import pytest

from benchmarks import peers, process, report
from tfgan_zoo.experiments import interleaved_timing as timing

MODULE = "tests.benchmarks.candidates"


def test_a_candidate_takes_turns_and_is_idle_between_them():
    with contextlib.closing(process.Process(MODULE, seconds=0.05)) as candidate:
        assert candidate.facts["parameters"] == [3, 4]
        assert candidate.facts["first_seconds"] >= 0.05
        assert candidate.turn(2) >= 0.05
        candidate.turn(2)
        summary = candidate.summary()
    assert summary["idle_share"] < 0.2
    assert summary["peak_mib"] > 1


def test_a_candidate_that_fails_does_not_stop_the_others():
    requests = {
        "broken": {"module": MODULE, "complaint": "no such kernel"},
        "whole": {"module": MODULE},
    }
    with contextlib.ExitStack() as stack:
        processes, errors = process.start(stack, requests)
        assert list(processes) == ["whole"]
    assert errors == {"broken": {"error": "ValueError: no such kernel"}}


def test_a_candidate_that_dies_says_so():
    candidate = process.Process(MODULE, fatal=True)
    with pytest.raises(timing.CandidateError, match="ended with status 3"):
        candidate.turn(1)


def test_one_that_is_lost_does_not_stop_the_others():
    requests = {
        "mortal": {"module": MODULE, "fatal": True},
        "whole": {"module": MODULE},
    }
    with contextlib.ExitStack() as stack:
        processes, errors = process.start(stack, requests)
        turns = {name: each.turn for name, each in processes.items()}
        samples = timing.interleave(turns, 2, 1, errors)
    assert errors == {"mortal": {"error": "the process ended with status 3"}}
    assert list(samples) == ["whole"]
    assert len(samples["whole"]) == 2


def test_one_that_was_killed_between_its_turns_says_so():
    candidate = process.Process(MODULE)
    candidate._child.kill()
    candidate._child.join()
    with pytest.raises(timing.CandidateError, match="ended with status -9"):
        candidate.turn(1)
    candidate.close()


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
