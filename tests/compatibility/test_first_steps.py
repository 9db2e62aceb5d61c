"""Every recipe of version 0.1.0 still has the same weights, latents and first steps."""

import json

import pytest

from tests.compatibility import first_steps, recorded

RECORD = json.loads((recorded.FIXTURES / "first_steps.json").read_text())
CASES = first_steps.cases(
    [name for name in RECORD["cases"] if name not in first_steps.VARIANTS]
)
# RMSprop is TensorFlow's kernel since version 0.2, whose last bits are others.
NEAR = {("wgan", "two steps"): {"where": None, "tolerance": 1e-6}}


@pytest.mark.parametrize("case", RECORD["cases"])
def test_the_first_steps_are_as_they_were(case):
    arrays = first_steps.run(*CASES[case])
    for what, record in RECORD["cases"][case].items():
        how = NEAR.get((case, what), {"where": RECORD["circumstances"]})
        recorded.assert_same(arrays[what], record, **how)
