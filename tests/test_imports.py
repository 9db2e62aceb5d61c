"""What a fresh process loads for those who only want to draw, serve or show."""

import subprocess
import sys

import pytest

HEAVY = {
    *(f"tfgan_zoo.{room}" for room in ("training", "callbacks", "metrics")),
    *(f"tfgan_zoo.{room}" for room in ("penalties", "objectives", "recipes", "runs")),
    *("pipelines", "sklearn", "matplotlib"),
}


@pytest.mark.parametrize(
    "code",
    [
        "import tfgan_zoo as zoo; zoo.load('dcgan_mnist_5k')",
        "import tfgan_zoo.serving.rest, tfgan_zoo.serving.prediction_service",
        "import tfgan_zoo.serving.server",
        "import tfgan_zoo.demo.context, tfgan_zoo.demo.samples, tfgan_zoo.demo.edges",
    ],
)
def test_who_draws_loads_nothing_that_trains(code):
    # Keras itself looks for some of them.
    lines = f"import sys, keras; known = set(sys.modules); {code}"
    lines += f"; print(sorted({HEAVY} & (set(sys.modules) - known)))"
    answer = subprocess.run(
        [sys.executable, "-c", lines], capture_output=True, text=True
    )
    assert answer.stdout.splitlines()[-1:] == ["[]"], answer.stdout + answer.stderr


def test_names_that_have_moved():
    import tfgan_zoo as zoo

    with pytest.warns(DeprecationWarning, match="`tfgan_zoo.callbacks.SampleGrid` now"):
        assert zoo.training.SampleGrid is zoo.callbacks.SampleGrid
    for room in (zoo, zoo.callbacks, zoo.training):
        with pytest.warns(DeprecationWarning, match="InputStallMonitor` now") as seen:
            assert room.Waiting is zoo.InputStallMonitor
        assert [warning.filename for warning in seen] == [__file__]
    with pytest.raises(AttributeError, match="no attribute 'Samplegrid'"):
        _ = zoo.training.Samplegrid
    from tfgan_zoo.training.adam import Adam
    from tfgan_zoo.training.rmsprop import RMSprop

    assert (Adam, RMSprop) == (zoo.kernels.Adam, zoo.kernels.RMSprop)
