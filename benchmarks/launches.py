"""Number of operations of one training step that an accelerator has to launch.

    python -m benchmarks.launches --json=docs/results/benchmark_launches.json

Each launch costs some microseconds, however small its work: a step of many small ones
is bound by them. Counted are the operations of one step, after TensorFlow's optimizer
has gone over its graph, but for those that only name, shape or read what is there. It
is the graph of a processor without the forms that are for processors alone. Nothing is
timed, and the networks are narrow: their width changes no count.
"""

import collections
from unittest import mock

from benchmarks import report, zoo
from tfgan_zoo import private_api

# Recipe to the shape of an image, and to how many operations it may launch.
CASES = {"dcgan": ((64, 64, 3), 460), "wgan": ((64, 64, 3), 1370)}
CASES["pix2pix"] = (256, 256, 3), 950
# What starts no work on a device: names, shapes, reads, and the loop around the step.
_FREE = {
    *("Const", "Identity", "IdentityN", "NoOp", "Placeholder", "ReadVariableOp"),
    *("Reshape", "Shape", "ShapeN", "_Arg", "_Retval", "IteratorGetNext"),
    *("Enter", "Exit", "Less", "LoopCond", "Merge", "NextIteration", "Switch"),
}


def main():
    """Counts, prints a table and writes the numbers."""
    options = report.options(__doc__)

    record = report.new_record("benchmarks.launches")
    for recipe, (_, most) in CASES.items():
        counts = launches(recipe)
        total = sum(counts.values())
        record[recipe] = {"launches": total, "at_most": most, "operations": counts}
        met = "met" if total <= most else "MISSED"
        print(f"{recipe}: {total} launches a step; {most} is {met}")
    report.write(options.json, record)


def launches(recipe: str) -> collections.Counter:
    """The operations that launch work, by their types."""
    from tfgan_zoo import recipes

    (shape, _), chosen = CASES[recipe], recipes.get(recipe)
    with mock.patch("tfgan_zoo.kernels.on_processor", return_value=False):
        gan = chosen.build(shape, seed=0, width=8)
        batch = chosen.kind.random(shape, chosen.batch_size * gan.discriminator_steps)
        nodes = operations(gan, zoo.as_sent(recipe, batch))
        return collections.Counter(node.op for node in nodes)


def operations(gan, batch) -> list:
    """The nodes of the graph of one step that launch work."""
    return [node for node in step_graph(gan, batch) if node.op not in _FREE]


def step_graph(gan, batch) -> list:
    """The nodes of the graph of one step, after TensorFlow's optimizer."""
    gan.make_train_function()
    batches = iter(zoo.endless(batch))
    with private_api.collected_graphs() as graphs:
        gan.train_function(batches)
    return max((graph.node for graph in graphs), key=len)  # The others are of data.


if __name__ == "__main__":
    main()
