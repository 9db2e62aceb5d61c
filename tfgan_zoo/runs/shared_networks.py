"""Shared networks: the same two for every recipe that can take them."""

# Of the shared networks; for the page of a comparison.
LATENT_DIM = 100
WIDTH = 64


def build(
    recipe,
    image_shape: tuple[int, ...],
    num_classes: int | None,
    seed: int | None,
    **options,
):
    """The compiled model of a recipe on the shared networks.

    They are those of DCGAN, with layer normalisation in the discriminator, which every
    objective accepts: a gradient penalty allows no batch normalisation. Their first
    weights, and the prior, are the same for every recipe; objective, optimizers and
    average are the recipe's. One with networks that belong to it keeps them.

    Args:
        recipe: of `recipes`.
        image_shape: (H, W, C).
        num_classes: None if there are none.
        seed: of weights and noise.
        **options: of the recipe's `build`, constants among them; the constant `width`
            is that of the shared networks.
    """
    from tfgan_zoo import sampling
    from tfgan_zoo.layers import LayerNormalization
    from tfgan_zoo.networks import dcgan
    from tfgan_zoo.training.seeding import seeded

    if recipe.own_networks:
        return recipe.build(image_shape, num_classes, seed, **options)
    width = options.get("width") or WIDTH
    with seeded(seed):
        networks = (
            dcgan.generator(image_shape, latent_dim=LATENT_DIM, width=width),
            dcgan.discriminator(
                image_shape, width=width, normalization=LayerNormalization
            ),
        )
    prior = sampling.Normal()
    return recipe.build(
        image_shape, num_classes, seed, networks=networks, prior=prior, **options
    )
