"""Interleaved timing: the order of turns, and ratios within a round."""

import pytest

from tfgan_zoo.experiments import interleaved_timing as timing
from tfgan_zoo.experiments.interleaved_timing import CandidateError, interleave


def test_everyone_is_first_in_turn_and_the_first_round_does_not_count():
    order = []

    def turn(name):
        return lambda steps: order.append(name) or float(len(order))

    samples = interleave({name: turn(name) for name in "abc"}, 2, steps=1)
    assert "".join(order) == "abc" + "abc" + "bca"
    assert samples == {"a": [4.0, 9.0], "b": [5.0, 7.0], "c": [6.0, 8.0]}


def test_ratios_are_taken_within_a_round():
    assert timing.ratio([2.0, 30.0, 4.0], [1.0, 10.0, 4.0]) == {
        "median": 2.0,
        "min": 1.0,
        "max": 3.0,
    }
    # Of several, the longest of the round counts.
    assert timing.ratio([6.0], [1.0], [3.0], [2.0])["median"] == 2


def test_a_candidate_that_does_not_survive_is_left_out_or_told():
    def mortal(steps):
        taken.append(steps)
        if len(taken) > 1:
            raise CandidateError("it died")
        return 1.0

    taken = []
    errors = {}
    samples = interleave({"a": mortal, "b": lambda steps: 2.0}, 2, 1, errors)
    assert samples == {"b": [2.0, 2.0]}
    assert errors == {"a": {"error": "it died"}}
    with pytest.raises(CandidateError, match="it died"):
        interleave({"a": mortal}, 2, 1)
    assert interleave({}, 2, 1) == {}


def test_a_turn_is_timed_by_the_step_and_as_long_as_asked_for():
    now = iter([0.0, 10.0])
    assert timing.timed(lambda steps: None, lambda: next(now))(5) == 2
    turns = {"fast": lambda steps: 0.01, "slow": lambda steps: 1.0}
    assert timing.steps_of_a_turn(turns, 0.5, unit=8) == 48
    assert timing.steps_of_a_turn(turns, 0.001, unit=8) == 8
