"""Who plays in a comparison: the same networks for every recipe that can take them."""

import inspect
import numbers

# What the shared networks and their latents are, for the page.
LATENT_DIM = 100
LATENT_LAW = "normal"
KINDS = ("images", "labelled", "few_labels")  # EXAMPLES that make images of latents.

_OWN = {
    "labelled": "labels are an input of both players",
    "few_labels": "the discriminator has a logit for each class",
}


def own_networks(recipe) -> str | None:
    """Why a recipe plays with its own networks; None if it takes the shared ones."""
    return recipe.own_networks


def build(
    recipe, image_shape: tuple[int, ...], num_classes: int, *, seed: int, width: int
):
    """The compiled model of a recipe.

    The shared networks are those of DCGAN, with layer normalisation in the
    discriminator, which every objective accepts: a gradient penalty allows no batch
    normalisation. Their first weights, and the law of the latents, are the same for
    every recipe; objective, optimizers and average are the recipe's.

    Args:
        recipe: module of `recipes`.
        image_shape: (H, W, C).
        num_classes: 0 if there are none.
        seed: of weights and noise.
        width: channels of the shared networks; a recipe's own are as wide as in its
            paper.
    """
    from tfgan_zoo import sampling
    from tfgan_zoo.layers import LayerNormalization
    from tfgan_zoo.networks import dcgan
    from tfgan_zoo.training.seeding import seeded

    if own_networks(recipe):
        return recipe.build(image_shape, num_classes or None, seed)
    with seeded(seed):
        networks = (
            dcgan.generator(image_shape, latent_dim=LATENT_DIM, width=width),
            dcgan.discriminator(
                image_shape, width=width, normalization=LayerNormalization
            ),
        )
    prior = sampling.named(LATENT_LAW)
    return recipe.build(
        image_shape, num_classes or None, seed, networks=networks, prior=prior
    )


def describe(gan) -> dict:
    """What a model is, in words and numbers: all that two recipes may differ in."""
    average, historical = gan.generator_average, gan.historical_average
    return {
        "objective": type(gan).__name__,
        "constants": _constants(gan),
        "generator": f"{gan.generator.name}, {gan.generator.count_params():,} weights",
        "discriminator": (
            f"{gan.discriminator.name}, {gan.discriminator.count_params():,} weights"
        ),
        "generator_optimizer": _optimizer(gan.generator_optimizer),
        "discriminator_optimizer": _optimizer(gan.discriminator_optimizer),
        "discriminator_steps": gan.discriminator_steps,
        "latents": f"{gan.latent_dim} {gan.latent_law}",
        "average": f"decay {average.decay:g}" if average else "none",
        "historical_average": f"weight {historical.weight:g}" if historical else "none",
    }


def _constants(gan):
    """Numbers that the objective's constructor takes by name, "clip 0.01"."""
    from tfgan_zoo.training import AdversarialModel

    every_gan_has = inspect.signature(AdversarialModel.__init__).parameters
    known = {
        name: getattr(gan, name, None)
        for name, parameter in inspect.signature(type(gan).__init__).parameters.items()
        if parameter.kind is parameter.KEYWORD_ONLY and name not in every_gan_has
    }
    return ", ".join(
        f"{name.replace('_', ' ')} {str(value).lower()}"
        for name, value in known.items()
        if isinstance(value, numbers.Number)
    )


def _optimizer(optimizer):
    """Its name and constants, "Adam, rate 0.0002, beta1 0.5, beta2 0.999"."""
    config = optimizer.get_config()
    names = ("learning_rate", "beta_1", "beta_2", "rho", "momentum")
    words = {"learning_rate": "rate", "beta_1": "beta1", "beta_2": "beta2"}
    constants = (
        f"{words.get(name, name)} {float(config[name]):.4g}"
        for name in names
        if name in config and (config[name] or name != "momentum")
    )
    return ", ".join([type(optimizer).__name__, *constants])
