"""How many operations of one training step an accelerator has to launch.

    python -m benchmarks.launches --json=docs/scores/benchmark_launches.json

Each launch costs some microseconds, however small its work: a step of many small ones
is bound by them. Counted are the operations of one step, after TensorFlow's optimizer
has gone over its graph, but for those that only name, shape or read what is there. It
is the graph of a processor without the forms that are for processors alone. Nothing is
timed, and the networks are narrow: their width changes no count.
"""

import collections
import tempfile
from pathlib import Path
from unittest import mock

from benchmarks import report, zoo

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
    options = report.parser(__doc__).parse_args()

    record = report.circumstances("benchmarks.launches")
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
    with mock.patch("tfgan_zoo.layers.kernels.on_processor", return_value=False):
        gan = chosen.build(shape, seed=0, width=8)
        batch = chosen.kind.random(shape, chosen.batch_size * gan.discriminator_steps)
        if (
            not chosen.jitter
        ):  # Pipelines give bytes, but for what they have moved about.
            batch = zoo.as_sent(batch)
        return collections.Counter(node.op for node in operations(gan, batch))


def operations(gan, batch) -> list:
    """The nodes of the graph of one step that launch work."""
    return [node for node in step_graph(gan, batch) if node.op not in _FREE]


def step_graph(gan, batch) -> list:
    """The nodes of the graph of one step, after TensorFlow's optimizer."""
    import tensorflow as tf

    gan.make_train_function()
    with tempfile.TemporaryDirectory() as folder:
        writer = tf.summary.create_file_writer(folder)
        with writer.as_default():
            tf.summary.trace_on(graph=True)
            gan.train_function(iter(zoo.endless(batch)))
            tf.summary.trace_export("step", step=0)
        writer.close()
        (file,) = Path(folder).iterdir()
        events = [*tf.data.TFRecordDataset(str(file)).as_numpy_iterator()]
    graphs = []
    for event in map(tf.compat.v1.Event.FromString, events):
        for value in event.summary.value:
            trace = tf.compat.v1.RunMetadata.FromString(value.tensor.string_val[0])
            graphs += [f.post_optimization_graph.node for f in trace.function_graphs]
    # The others make variables and the iterator, or are of a model before this one.
    steps = [nodes for nodes in graphs if "IteratorGetNext" in {n.op for n in nodes}]
    return max(steps, key=len)


if __name__ == "__main__":
    main()
