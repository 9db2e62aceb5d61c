"""Latents as version 0.1 drew them: `tfgan_zoo.sampling` has taken their place."""

from tfgan_zoo.sampling.priors import named


def sample(batch_size, latent_dim: int, *, law: str, seed):
    """Latents [batch_size, latent_dim] of the prior of a name; kept until 0.3."""
    return named(law)().sample((batch_size, latent_dim), seed)
