import pytest

import tfgan_zoo as zoo


def test_what_a_notebook_needs_stands_at_the_top():
    for name in (
        "GAN",
        "WGAN",
        "SampleGrid",
        "Checkpoints",
        "GeneratorAverage",
        "load",
    ):
        assert hasattr(zoo, name)
        assert name in dir(zoo)
    for room in ("recipes", "objectives", "networks", "layers", "losses", "export"):
        assert getattr(zoo, room).__name__ == f"tfgan_zoo.{room}"
    assert zoo.recipes.wgan.BATCH_SIZE == 64


@pytest.mark.parametrize("name", ["WGANN", "_private"])
def test_other_names_do_not(name):
    with pytest.raises(AttributeError, match=name):
        getattr(zoo, name)
    with pytest.raises(AttributeError, match="nothing"):
        getattr(zoo.recipes, "nothing")  # noqa: B009
