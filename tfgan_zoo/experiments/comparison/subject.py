"""The subject of a comparison: which networks, objectives and optimizers."""

from tfgan_zoo.experiments.comparison.cells import named
from tfgan_zoo.experiments.comparison.markup import table, tag


def players(runs, settings, command: str) -> list:
    """What every recipe is made of, and which networks could not be shared."""
    known = {run.recipe: run.measurements() for run in runs[::-1]}
    known = {
        run.recipe: known[run.recipe] for run in runs if "players" in known[run.recipe]
    }
    rows, same = [], {}
    for recipe, record in known.items():
        one = record["players"]
        same.setdefault(tuple(one.items()), []).append(recipe)
        constants = f"; {one['constants']}" if one["constants"] else ""
        optimizers = [f"G: {one['generator_optimizer']}"]
        if one["discriminator_optimizer"] == one["generator_optimizer"]:
            optimizers = [one["generator_optimizer"]]
        else:
            optimizers.append(f"D: {one['discriminator_optimizer']}")
        if one["historical_average"] != "none":
            optimizers.append(f"historical average, {one['historical_average']}")
        rows.append(
            [
                named(recipe, runs),
                f"{one['objective']}{constants}",
                tag("b", "its own") if record["own_networks"] else "shared",
                "; ".join(optimizers),
                one["discriminator_steps"],
                one["latents"],
                one["average"],
            ]
        )
    heads = ["recipe", "objective", "networks", "optimizers", "D steps", "latents"]
    parts = [tag("h2", "What was compared"), tag("pre", command)]
    parts.append(tag("p", _shared(known, settings)))
    own = [
        tag("li", tag("b", recipe), f": {record['own_networks']}. {_sizes(record)}.")
        for recipe, record in known.items()
        if record["own_networks"]
    ]
    if own:
        parts.append(
            tag(
                "p",
                "These cannot play with the shared networks and keep their own, as "
                "wide as in their papers: between them and the others more differs "
                "than the objective.",
            )
        )
        parts.append(tag("ul", *own))
    parts.append(table([*heads, "average of G"], rows))
    for recipes in same.values():
        if len(recipes) > 1:
            parts.append(
                tag(
                    "p",
                    f"{' and '.join(recipes)} differ by their networks alone: with the "
                    "same networks they are the same game, run twice.",
                )
            )
    parts.append(
        tag(
            "p",
            "A step is one update of the generator. D steps are the updates of the "
            "discriminator for each, every one on a minibatch of its own, so recipes "
            "with more of them see more images and take longer for a step: hence the "
            "curves against seconds. Samples and their scores come from the average of "
            "the generator where there is one.",
            class_="note",
        )
    )
    return parts


def _shared(known, settings):
    shared = [r for r in known.values() if not r["own_networks"]]
    if not shared:
        return "No recipe here can share networks with another."
    clipped = any("clip" in record["players"]["constants"] for record in shared)
    return (
        "The same two networks for each recipe, with the same first weights for the "
        "same seed and the same law of the latents; only the objective changes, with "
        f"the optimizers of its recipe. {_sizes(shared[0])}: the networks of DCGAN "
        f"with {settings['width']} channels at {settings['image_size']} pixels. The "
        "discriminator has layer instead of batch normalisation for all: a gradient "
        "penalty allows no batch normalisation, and every objective here accepts this "
        f"one. {'Where weights are clipped, so are its gains. ' if clipped else ''}"
        f"Minibatches are of {settings['batch_size']} for all."
    )


def _sizes(record):
    one = record["players"]
    return f"Generator {one['generator']}; discriminator {one['discriminator']}"
