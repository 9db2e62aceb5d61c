"""The words and numbers that tell one model of a comparison from another."""

import inspect
import numbers


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
