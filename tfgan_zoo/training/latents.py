"""The laws that latents are drawn from, as pure functions of a seed."""

import tensorflow as tf


def _normal(shape, seed):
    return tf.random.stateless_normal(shape, seed, alg="philox")


def _uniform(shape, seed):
    return tf.random.stateless_uniform(shape, seed, -1.0, 1.0, alg="philox")


LAWS = {"normal": _normal, "uniform": _uniform}


def check_law(law: str):
    """Raises `ValueError` unless `law` names a law of the latents."""
    if law not in LAWS:
        raise ValueError(f"`latent_law` is one of {sorted(LAWS)}. Received: {law!r}")


def sample(batch_size, latent_dim: int, *, law: str, seed):
    """Draws latents: the same seed gives the same latents.

    Args:
        batch_size: number of latents, an integer or a scalar tensor.
        latent_dim: width of a latent.
        law: "normal", N(0, 1), or "uniform", U(-1, 1), for each coordinate.
        seed: a pair of integers or scalar tensors.

    Returns:
        float32 [batch_size, latent_dim].
    """
    check_law(law)
    seed = tf.stack([tf.cast(part, tf.int64) for part in seed])
    return LAWS[law]((batch_size, latent_dim), seed)
