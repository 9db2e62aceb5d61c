import numpy as np
import pytest
import tensorflow as tf
from numpy.testing import assert_array_equal

from tfgan_zoo.layers import OneHot


@pytest.mark.parametrize("dtype", ["int32", "int64", "uint8"])
def test_each_label_is_a_row_with_a_one(dtype):
    outputs = OneHot(3)(np.array([2, 0, 1, 2], dtype))
    assert outputs.dtype == tf.float32
    assert_array_equal(outputs, np.eye(3)[[2, 0, 1, 2]])


@pytest.mark.parametrize("label", [-1, 3])
@pytest.mark.parametrize("graph", [False, True])
def test_labels_outside_of_the_classes_are_refused(label, graph):
    layer = OneHot(3)
    call = tf.function(lambda labels: layer(labels)) if graph else layer
    message = r"`labels` are outside of 0 \.\. 2, the range of 3 classes\. Count labels"
    with pytest.raises(tf.errors.InvalidArgumentError, match=message):
        call(tf.constant([0, label]))


def test_labels_have_one_axis():
    with pytest.raises(ValueError, match=r"shape \[B\]\. Received: \(2, 1\)"):
        OneHot(3)(np.array([[0], [1]]))


def test_no_classes_are_refused():
    with pytest.raises(ValueError, match="`num_classes` is at least 1"):
        OneHot(0)
