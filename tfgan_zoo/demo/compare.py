"""The tab of comparison: two generators side by side, on the same latents."""

import gradio as gr

from tfgan_zoo.demo import captions, controls, latents, samples

TITLE = "Compare"
KIND = "generator"
MAX_SAMPLES = 100


def difference(one: dict, other: dict) -> str | None:
    """Why two generators cannot be given the same latents; None if they can.

    Args:
        one: model card of a generator.
        other: model card of another.
    """
    latent = [
        f"{card['latent_dim']} {card['latent_law']} numbers" for card in (one, other)
    ]
    if latent[0] == latent[1]:
        return None
    return (
        f"{one['name']} and {other['name']} cannot be given the same latents: one "
        f"draws from {latent[0]}, the other from {latent[1]}. Choose two that agree."
    )


def side_by_side(generators, num: int, seed: int, labels=(None, None)):
    """Draws what two generators make of the same latents, sample for sample.

    Args:
        generators: two `LoadedGenerator`s.
        num: number of samples.
        seed: of the latents.
        labels: that each is asked for; None for all classes in turn.

    Returns:
        list of two `PIL.Image.Image`, with as many columns each.

    Raises:
        ValueError: they cannot be given the same latents.
    """
    cards = [generator.card for generator in generators]
    reason = difference(*cards)
    if reason:
        raise ValueError(reason)
    z = latents.sample(cards[0], num, seed)
    asked = list(zip(cards, labels, strict=True))
    columns = max(samples.columns_of_classes(c, num, label) or 0 for c, label in asked)
    return [
        samples.draw(generator, z, label, columns or None)
        for generator, label in zip(generators, labels, strict=True)
    ]


def build(blocks: gr.Blocks, context):
    """Lays the tab out."""
    models = context.models
    names = models.names(KIND)
    cards = models.cards
    default = names[0], partner(cards, names)
    with gr.Row():
        with gr.Column(min_width=300):
            left = gr.Dropdown(names, value=default[0], label="One generator")
        with gr.Column(min_width=300):
            right = gr.Dropdown(names, value=default[1], label="and another")
    with gr.Row(equal_height=True):
        label = controls.label(*(cards[name] for name in default))
        seed = controls.seed("Seed of the latents")
        num = gr.Slider(1, MAX_SAMPLES, value=50, step=1, label="Number of samples")
    button = gr.Button("Compare", variant="primary")
    with gr.Row():
        images = [controls.image() for _ in default]
    table = gr.Markdown(captions.table({name: cards[name] for name in default}))

    @controls.show_errors
    def compared(left, right, label, seed, num):
        pair = [models.load(name) for name in (left, right)]
        return side_by_side(
            pair,
            controls.whole_number(num, "The number of samples", 1, MAX_SAMPLES),
            controls.checked_seed(seed),
            [controls.checked_label(generator.card, label) for generator in pair],
        )

    @controls.show_errors
    def chosen(left, right, seed, num):
        pair = {name: cards[name] for name in (left, right)}
        label = controls.label(*pair.values())
        reason = difference(cards[left], cards[right])
        if reason:
            return label, reason, None, None
        images = compared(left, right, controls.IN_TURN, seed, num)
        return label, captions.table(pair), *images

    comparing = compared, [left, right, label, seed, num], images
    gr.on([blocks.load, button.click], *comparing, api_name="compare")
    gr.on([label.input, seed.change, num.release], *comparing, **controls.LIVE)
    gr.on(
        [left.input, right.input],
        chosen,
        [left, right, seed, num],
        [label, table, *images],
        **controls.LIVE,
    )


def partner(cards: dict, names: list[str]) -> str:
    """The first other generator that can be given the latents of the first one."""
    first, *others = names
    fits = (name for name in others if not difference(cards[first], cards[name]))
    return next(fits, first)
