"""Every recipe of version 0.1.0 still has the same weights, latents and first steps."""

import json

import pytest

from tests.compatibility import first_steps, recorded

RECORD = json.loads((recorded.FIXTURES / "first_steps.json").read_text())
CASES = first_steps.cases(
    [name for name in RECORD["cases"] if name not in first_steps.VARIANTS]
)


@pytest.mark.parametrize("case", RECORD["cases"])
def test_the_first_steps_are_as_they_were(case):
    arrays = first_steps.run(*CASES[case])
    for what, record in RECORD["cases"][case].items():
        recorded.assert_same(arrays[what], record, RECORD["circumstances"])
