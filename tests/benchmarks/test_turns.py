import contextlib

import pytest

from benchmarks import process, report, rounds

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
    with pytest.raises(process.ContenderError, match="ended with status 3"):
        contender.turn(1)


def test_one_that_is_lost_does_not_stop_the_others():
    requests = {
        "mortal": {"module": MODULE, "fatal": True},
        "whole": {"module": MODULE},
    }
    with contextlib.ExitStack() as stack:
        processes, errors = process.start(stack, requests)
        turns = {name: each.turn for name, each in processes.items()}
        samples = rounds.interleave(turns, 2, 1, errors)
    assert errors == {"mortal": {"error": "the process ended with status 3"}}
    assert list(samples) == ["whole"]
    assert len(samples["whole"]) == 2


def test_one_that_was_killed_between_its_turns_says_so():
    contender = process.Process(MODULE)
    contender._child.kill()
    contender._child.join()
    with pytest.raises(process.ContenderError, match="ended with status -9"):
        contender.turn(1)
    contender.close()


def test_everyone_is_first_in_turn_and_the_first_round_does_not_count():
    order = []

    def turn(name):
        return lambda steps: order.append(name) or float(len(order))

    samples = rounds.interleave({name: turn(name) for name in "abc"}, 2, steps=1)
    assert "".join(order) == "abc" + "abc" + "bca"
    assert samples == {"a": [4.0, 9.0], "b": [5.0, 7.0], "c": [6.0, 8.0]}


def test_ratios_are_taken_within_a_round():
    assert rounds.ratio([2.0, 30.0, 4.0], [1.0, 10.0, 4.0]) == {
        "median": 2.0,
        "min": 1.0,
        "max": 3.0,
    }
    samples = {"a": [1.0, 9.0, 3.0], "b": [2.0, 2.0, 2.0]}
    assert rounds.fastest(samples, ["a", "b", "absent"]) == "b"
    assert rounds.fastest(samples, ["absent"]) is None


def test_a_table_shows_what_is_missing_as_nothing():
    rows = [{"name": "a", "speed": 1.23456}, {"name": "long", "speed": None}]
    assert report.table(rows).splitlines() == [
        "| name | speed |",
        "| ---- | ----- |",
        "| a    | 1.235 |",
        "| long |       |",
    ]
