"""The precision of the networks' arithmetic, for what is made inside of a block."""

import contextlib

import keras


@contextlib.contextmanager
def precision(name: str):
    """The policy of new layers and optimizers, inside; weights stay float32.

    Args:
        name: "bfloat16", "float16", or "none" for the policy that is set.

    Raises:
        ValueError: another name.
    """
    if name not in ("none", "bfloat16", "float16"):
        raise ValueError(
            f"`mixed_precision` is 'none', 'bfloat16' or 'float16'. Received: {name!r}"
        )
    before = keras.mixed_precision.dtype_policy()
    if name != "none":
        keras.mixed_precision.set_dtype_policy(f"mixed_{name}")
    try:
        yield
    finally:
        keras.mixed_precision.set_dtype_policy(before)
