"""TensorFlow's errors while a signature runs, in the server's own words."""

import numpy as np
import pytest
import tensorflow as tf

from tfgan_zoo.export import batching
from tfgan_zoo.serving import errors
from tfgan_zoo.serving.servable import DEFAULT, Servable

SPEC = tf.TensorSpec((None, 3), tf.float32, "x")


def ask(servable, examples):
    return servable.run(DEFAULT, {"x": np.ones((examples, 3), "float32")})["y"]


@pytest.fixture
def served(tmp_path):
    """Serves a function of x [B, 3]."""

    def serve(function):
        module = tf.Module()
        module.call = tf.function(lambda x: {"y": function(x)}, input_signature=[SPEC])
        tf.saved_model.save(module, str(tmp_path), signatures={DEFAULT: module.call})
        return Servable("model", 1, tmp_path, max_examples=1024)

    return serve


def test_what_needs_too_much_memory_is_no_full_queue(served):
    def more_than_any_machine_has(x):
        others = tf.shape(x, out_type=tf.int64)[0] - 1
        return tf.fill([others * 2**46], x[0, 0])[:1]

    servable = served(more_than_any_machine_has)
    with pytest.raises(errors.ExhaustedError, match="ran out of memory: OOM") as raised:
        ask(servable, 2)
    assert "fewer examples" in str(raised.value)
    assert_one_line(raised.value)


def test_what_the_graph_asserts_is_a_wrong_request(served):
    def alone(x):
        with tf.control_dependencies([tf.debugging.assert_less(tf.shape(x)[0], 2)]):
            return tf.identity(x)

    servable = served(alone)
    with pytest.raises(
        errors.InvalidError, match="model refused the request:"
    ) as raised:
        ask(servable, 2)
    assert_one_line(raised.value)


def test_a_full_queue_says_to_try_again(served, monkeypatch):
    monkeypatch.setattr(batching, "QUEUE", 2)
    servable = served(batching.batched(lambda x: 2 * x, [SPEC]))
    with pytest.raises(errors.BusyError, match="queue of model is full; try again"):
        ask(servable, 8 * batching.BATCH)
    assert ask(servable, batching.BATCH).shape == (batching.BATCH, 3)


def assert_one_line(error):
    assert "\n" not in str(error)
    assert "node" not in str(error)
