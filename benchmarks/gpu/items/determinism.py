"""Two runs with deterministic operations: whether they are equal to the bit."""

from benchmarks.gpu.items import parity

PLACE, SECONDS = 6, 90
STEPS = 3


def rows(size):
    """A row for each recipe."""
    from tfgan_zoo import private_api, recipes

    with private_api.deterministic_operations():
        for recipe in size.compared or recipes.available():
            one, other = (
                parity.one_step(size, recipe, size.device, STEPS) for _ in range(2)
            )
            pairs = zip(one, other, strict=True)
            equal = all(a.tobytes() == b.tobytes() for a, b in pairs)
            yield {"recipe": recipe, "equal bits": equal}
