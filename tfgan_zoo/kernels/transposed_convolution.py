"""Transposed convolution by 4x4 kernels and strides of 2, as products of matrices.

The numbers are those of the convolution: a product says what each position adds to the
4x4 pixels around it.
"""

import numpy as np

from tfgan_zoo.kernels.tensorflow import tf


def of_few_filters(inputs, kernel):
    """One product of matrices for the layer that ends a generator.

    Args:
        inputs: [B, H, W, C].
        kernel: [4, 4, filters, C].

    Returns:
        Outputs [B, 2H, 2W, filters].
    """
    filters, channels = kernel.shape[2:]
    kernel = tf.reshape(kernel, [16 * filters, channels])
    added = tf.nn.conv2d(inputs, tf.transpose(kernel)[None, None], 1, "VALID")
    # A block of 2x2 pixels takes from 3x3 positions: a convolution whose kernel
    # only says which of what they add is whose.
    blocks = tf.nn.conv2d(added, tf.constant(_shares(filters), added.dtype), 1, "SAME")
    return tf.nn.depth_to_space(blocks, 2)


def of_few_positions(inputs, kernel):
    """One product of matrices for the layers in the middle of a U-Net.

    Args:
        inputs: [B, H, W, C], of a known shape.
        kernel: [4, 4, filters, C].

    Returns:
        Outputs [B, 2H, 2W, filters].
    """
    filters = kernel.shape[2]
    batch, height, width, channels = inputs.shape
    rows = tf.reshape(inputs, [-1, channels])
    kernel = tf.reshape(kernel, [16 * filters, channels])
    # Not `tf.matmul(..., transpose_b=True)`, whose kernel is slow for few rows.
    added = tf.einsum("pc,kc->pk", rows, kernel)
    # As 2x2 blocks of 2x2.
    added = tf.reshape(added, [batch, height, width, 2, 2, 2, 2, filters])
    canvas = 0.0
    for i in range(2):
        for j in range(2):
            block = tf.transpose(added[:, :, :, i, :, j], [0, 1, 3, 2, 4, 5])
            shape = [batch, 2 * height, 2 * width, filters]
            around = [[0, 0], [2 * i, 2 - 2 * i], [2 * j, 2 - 2 * j], [0, 0]]
            canvas += tf.pad(tf.reshape(block, shape), around)
    return canvas[:, 1:-1, 1:-1]


def _shares(filters):
    """Kernel [3, 3, 16 filters, 4 filters] from what is added to blocks of 2x2 pixels.

    Along one axis, pixel 2i + a takes from position i + d what it adds to the pixel k
    of its four, 2 (i + d) - 1 + k: so k = a + 1 - 2d.
    """
    share = np.stack([np.eye(4, 2, 2 * d - 1) for d in (-1, 0, 1)])  # [d, k, a]
    shares = np.einsum("dka,elb,cf->deklcabf", share, share, np.eye(filters))
    return shares.reshape(3, 3, 16 * filters, 4 * filters)
