"""Noise frozen into a graph as constants, for runtimes without random numbers."""

import itertools

import tensorflow as tf

from tfgan_zoo import private_api


def draws(graph) -> bool:
    """Whether a graph, or a function that it calls, draws random numbers."""
    return any(map(_is_random, nodes(graph)))


def nodes(graph) -> list:
    """Nodes of a graph and of the functions that it calls."""
    graph_def = graph.as_graph_def()
    bodies = (body.node_def for body in graph_def.library.function)
    return [*graph_def.node, *itertools.chain.from_iterable(bodies)]


def fixed(function, specs: list[tf.TensorSpec]):
    """The same function with constants in place of its random numbers.

    They must follow from the function alone: the seed is written in it, and `specs`
    have whole shapes.

    Args:
        function: of tensors, to a dictionary of tensors.
        specs: of the inputs.

    Returns:
        A `tf.function` of the same inputs and outputs.
    """
    concrete = tf.function(function).get_concrete_function(*specs)
    names = sorted(concrete.structured_outputs)  # In their order, as `frozen.outputs`.
    frozen = private_api.frozen(concrete)
    graph_def = frozen.graph.as_graph_def()
    random = [node for node in graph_def.node if _is_random(node)]
    noise = [f"{node.name}:0" for node in random]
    drawn = frozen.prune(frozen.inputs, noise)(*(tf.zeros(s.shape) for s in specs))
    constants = [values.numpy() for values in drawn]
    for node in random:
        graph_def.node.remove(node)
    replaced = [tensor.name for tensor in frozen.inputs] + noise

    @tf.function(input_signature=specs)
    def without_noise(*inputs):
        tensors = [*inputs, *map(tf.constant, constants)]
        outputs = tf.graph_util.import_graph_def(
            graph_def,
            input_map=dict(zip(replaced, tensors, strict=True)),
            return_elements=[output.name for output in frozen.outputs],
        )
        return dict(zip(names, outputs, strict=True))

    return without_noise


def _is_random(node):
    return node.op.startswith("StatelessRandom") and "Get" not in node.op
