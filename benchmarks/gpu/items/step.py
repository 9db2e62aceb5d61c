"""A step on a batch that is on the device already, plain and with each flag."""

from benchmarks.gpu import turns

PLACE, SECONDS = 2, 150


def rows(size):
    """A row for each recipe and flag."""
    variants = {
        "plain": {},
        f"{size.at_once} steps per execution": {"steps_per_execution": size.at_once},
        "XLA": {"jit_compile": True},
        "bfloat16": {"mixed_precision": "bfloat16"},
        "bfloat16, XLA": {"mixed_precision": "bfloat16", "jit_compile": True},
    }
    for recipe in size.recipes:

        def built(options, recipe=recipe):
            gan, batch = size.model(recipe, **options)
            return turns.training(gan, turns.constant_batch(batch))

        ways = {
            name: lambda options=options: built(options)
            for name, options in variants.items()
        }
        yield from turns.compare(ways, size, recipe=recipe)
