"""The sections of a comparison's page: scores, samples and curves."""

from tfgan_zoo.experiments.comparison import plots, scores
from tfgan_zoo.experiments.comparison.cells import named, spread
from tfgan_zoo.experiments.comparison.markup import Markup, figure, image, table, tag

_SHARES = (0.0, 0.1, 0.5, 1.0)  # Of the steps: when samples are shown.
_SCORES = {
    ("last", "frechet_distance"): "Fréchet distance, last step",
    ("best", "frechet_distance"): "Fréchet distance, best",
    ("last", "coverage"): "coverage, last step",
    ("best", "coverage"): "coverage, best",
    ("last", "separation"): "separation, last step",
    ("last", "gradient_norm"): "gradient norm of G, last step",
}


def results(runs) -> list:
    """The table of scores, means and deviations over seeds."""
    summary = scores.summary(runs)
    best = {}
    for name, choose in scores.BEST.items():
        for when in ("last", "best"):
            means = [e[when][name]["mean"] for e in summary.values() if when in e]
            if len(means) > 1:
                best[when, name] = choose(means)
    rows = []
    for recipe, entry in summary.items():
        row = [named(recipe, runs), len(entry["seeds"])]
        for when, name in _SCORES:
            row.append(_cell(entry, when, name, best.get((when, name))))
        rows.append(row)
    real = next((r for run in runs if (r := run.measurements().get("reference"))), None)
    if real:
        cells = [f"{real['frechet_distance']:.3g}", "", f"{real['coverage']:.3f}", ""]
        rows.append([real["what"], "", *cells, "", ""])
    return [
        tag("h2", "Results"),
        tag(
            "p",
            "Means over the seeds that reached the end ± deviation of a sample. A low "
            "Fréchet distance is good, and a high coverage. The best mean of a column "
            "is bold, which says little where deviations overlap. Below the best point "
            "of each seed stands its step.",
        ),
        table(["recipe", "seeds", *_SCORES.values()], rows),
    ]


def samples(runs) -> list:
    """Pictures of the same latents, recipes below each other, time to the right."""
    rows, heads = [], ["recipe", "before the first step"]
    heads += [f"{share:.0%} of the steps" for share in _SHARES[1:]]
    for recipe in dict.fromkeys(run.recipe for run in runs):
        group = [run for run in runs if run.recipe == recipe]
        group = [run for run in group if run.measurements()["points"]]
        if not group:
            rows.append([named(recipe, runs), "nothing measured"])
            continue
        shown = next((run for run in group if run.finished), group[0])
        row = [named(recipe, runs) + tag("div", f"seed {shown.seed}", class_="small")]
        for share in _SHARES:
            steps = [point["step"] for point in shown.measurements()["points"]]
            step = min(steps, key=lambda s, goal=share: abs(s - goal * shown.steps))
            if abs(step - share * shown.steps) > 0.05 * shown.steps:
                row.append("not reached")
                continue
            picture = shown.picture(step).read_bytes()
            words = f"samples of {recipe} after {step} steps"
            caption = tag("div", f"step {step}", class_="small")
            row.append(image(picture, words) + caption)
        rows.append(row)
    real = [f for run in runs if (f := run.directory / "real.png").exists()]
    if real:
        rows.append(["real images", image(real[0].read_bytes(), "real images")])
    return [
        tag("h2", "Samples"),
        tag(
            "p",
            "The same latents in every picture, of the recipes that share their "
            "networks also across recipes; in the order of the classes where a "
            "generator is told which to make.",
        ),
        table(heads, rows, class_="samples"),
    ]


def curves(runs, extractor: str) -> list:
    """Every measure against steps and against seconds."""
    real = next((r for run in runs if (r := run.measurements().get("reference"))), {})
    drawn = [
        (
            "Fréchet distance",
            plots.over_time(
                runs,
                "frechet_distance",
                "Fréchet distance",
                log=True,
                real=real.get("frechet_distance"),
            ),
            f"Squared, between Gaussians fitted to features of {extractor}, of "
            "generated and of real images, in units of the features. Low is good: "
            "quality and variety together.",
        ),
        (
            "Coverage",
            plots.over_time(
                runs,
                "coverage",
                "coverage (share of real images)",
                real=real.get("coverage"),
                limits=(0, 1),
            ),
            "Share of real images that have a generated one as near as their fifth "
            "nearest real one. High is good; a generator that collapsed to a few "
            "images covers little.",
        ),
        (
            "How well the discriminator tells",
            plots.over_time(
                runs, "separation", "P(D(real) > D(fake))", limits=(0, 1.02)
            ),
            "Probability that the discriminator ranks a real image above a fake one: "
            "0.5 where it cannot tell, 1 where it has won. It means the same for "
            "logits and for a critic's scores.",
        ),
        (
            "What the generator hears",
            plots.over_time(
                runs, "gradient_norm", "L2 norm of the gradient of G's loss", log=True
            ),
            "Of the generator's loss on a minibatch. Losses have different units: the "
            "course of a curve says more than its height beside another's.",
        ),
        (
            "Losses",
            plots.of_each(
                runs,
                {
                    "discriminator_loss": "discriminator",
                    "generator_loss": "generator",
                },
                "loss (own units)",
            ),
            "Each panel has its own axis: losses of different objectives do not "
            "compare, and falling ones need not mean better samples.",
        ),
        (
            "Distance estimate",
            plots.of_each(
                runs,
                {"wasserstein_estimate": "estimate"},
                "E[f(x)] - E[f(G(z))] (critic's units)",
            ),
            "What a Wasserstein critic estimates, up to its Lipschitz constant, which "
            "clipped weights leave open.",
        ),
    ]
    parts = [
        tag("h2", "Curves"),
        tag(
            "p",
            "Lines are means over seeds, bands one deviation to each side; on a "
            "logarithmic axis those of the logarithms. Seconds are those of training "
            "alone: without the first step, which builds the graph, and without "
            "measuring and saving. The grey line is that of real images of another "
            "split.",
            class_="note",
        ),
    ]
    for heading, png, caption in drawn:
        if png:
            words = f"{heading} of each recipe against steps and seconds"
            parts += [tag("h3", heading), figure(png, words, caption)]
    return parts


def _cell(entry, when, name, best) -> Markup:
    """A score of a recipe, bold where its mean is the best."""
    if when not in entry:
        return tag("td", "—")
    value = entry[when][name]
    digits = None if name in ("frechet_distance", "gradient_norm") else 3
    wins = value["mean"] == best
    words = spread(value, digits=digits)
    inside = [tag("b", words) if wins else words]
    if "steps" in value:
        steps = ", ".join(map(str, value["steps"]))
        inside.append(tag("div", f"step {steps}", class_="small"))
    return tag("td", *inside, class_="number")
