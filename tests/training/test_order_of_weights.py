"""The order in which weights are read and written, after TensorFlow's optimizer."""

import collections
import itertools

import pytest
import tensorflow as tf

from benchmarks import launches, zoo
from tfgan_zoo import recipes


def unordered(nodes):
    """Pairs of a write and another access of one variable that may change places."""
    inputs = {
        node.name: [name.lstrip("^").split(":")[0] for name in node.input]
        for node in nodes
    }
    before = {}

    def ancestors(name):
        stack = [name]
        while stack:
            if missing := [i for i in inputs[stack[-1]] if i not in before]:
                stack += missing
                continue
            name = stack.pop()
            before[name] = set(inputs[name]).union(*(before[i] for i in inputs[name]))
        return before[name]

    accesses = collections.defaultdict(list)
    for node in nodes:
        if node.op == "ReadVariableOp":
            accesses[inputs[node.name][0]].append((node.name, False))
        elif node.op.startswith(("Assign", "ResourceApply")):
            # The weight, and the optimizer's two variables.
            written = inputs[node.name][: 3 if node.op.startswith("Resource") else 1]
            for variable in written:
                accesses[variable].append((node.name, True))
    pairs = (itertools.combinations(found, 2) for found in accesses.values())
    return [
        (one, other)
        for (one, writes), (other, also) in itertools.chain(*pairs)
        if writes or also
        if one not in ancestors(other) and other not in ancestors(one)
    ]


@pytest.mark.parametrize("name", ["dcgan", "wgan", "wgan_gp", "pix2pix"])
def test_no_read_and_write_may_change_places(name, monkeypatch):
    # A linear critic, as that of a WGAN, is where they did: the gradient of its last
    # layer is no function of the layer's weights. By the pass that `fit` turns off.
    optimizer = tf.config.optimizer
    optimizer.set_experimental_options({"dependency_optimization": True})
    monkeypatch.setattr(optimizer, "set_experimental_options", lambda options: None)
    recipe = recipes.get(name)
    shape = (32, 32, 1) if name == "pix2pix" else (28, 28, 1)
    gan = recipe.build(shape, seed=0, width=4)
    batch = recipe.kind.random(shape, 4 * gan.discriminator_steps)
    nodes = launches.step_graph(gan, zoo.as_sent(name, batch))
    assert sum(node.op.startswith("ResourceApply") for node in nodes) > 10
    assert not unordered(nodes)
