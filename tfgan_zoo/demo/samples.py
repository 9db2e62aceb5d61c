"""The tab of samples of a generator, by seed, truncation and label."""

import gradio as gr
import numpy as np

from tfgan_zoo.demo import captions, controls, latents
from tfgan_zoo.visualization import image_grid

TITLE = "Samples"
KIND = "generator"
MAX_SAMPLES = 144


def draw(generator, z, label=None, columns: int | None = None, enlarged: bool = True):
    """Draws what a generator makes of latents, as a grid.

    Args:
        generator: `LoadedGenerator`.
        z: latents [num, latent_dim].
        label: of all samples; by default all classes in turn.
        columns: of the grid; by default `columns_of_classes`.
        enlarged: if it is small.

    Returns:
        `PIL.Image.Image`.
    """
    images = generator.latents_to_images(z, generator.labels(len(z), label))
    columns = columns or columns_of_classes(generator.card, len(z), label)
    return image_grid.examples(images, columns=columns, enlarged=enlarged)


def columns_of_classes(card: dict, num: int, label: int | None) -> int | None:
    """Columns of a grid with one for each class; None where it cannot have them."""
    count = card.get("num_classes")
    return count if count and label is None and num % count == 0 else None


def samples(generator, num: int, seed: int, label=None, truncation: float = np.inf):
    """Draws the samples of a seed.

    Args:
        generator: `LoadedGenerator`.
        num: number of samples.
        seed: the same seed gives the same image grid.
        label: as for `draw`.
        truncation: threshold of `latents.truncate`; by default there is none.

    Returns:
        `PIL.Image.Image`.
    """
    z = latents.sample(generator.card, num, seed)
    z = latents.truncate(z, generator.card["latent_law"], truncation)
    return draw(generator, z, label)


def build(blocks: gr.Blocks, context):
    """Lays the tab out."""
    models = context.models
    names = models.names(KIND)
    first = models.cards[names[0]]
    with gr.Row(elem_classes="beside"):
        with gr.Column(scale=2, min_width=300):
            name = gr.Dropdown(names, value=names[0], label="Generator")
            label = controls.label(first)
            seed = controls.seed()
            another = gr.Button("Another seed")
            num = gr.Slider(1, MAX_SAMPLES, value=60, step=1, label="Number of samples")
            truncation = controls.truncation(first)
            button = gr.Button("Draw samples", variant="primary")
        with gr.Column(scale=3, min_width=400):
            image = controls.image()
    caption = gr.Markdown(captions.sentences(first))

    @controls.show_errors
    def drawn(name, label, seed, num, truncation):
        generator = models.load(name)
        return samples(
            generator,
            controls.whole_number(num, "The number of samples", 1, MAX_SAMPLES),
            controls.checked_seed(seed),
            controls.checked_label(generator.card, label),
            truncation,
        )

    def chosen(name):
        card = models.cards[name]
        return controls.label(card), controls.truncation(card), captions.sentences(card)

    drawing = drawn, [name, label, seed, num, truncation], image
    gr.on([blocks.load, button.click], *drawing, api_name="samples")
    changed = [label.input, seed.change, num.release, truncation.release]
    gr.on(changed, *drawing, **controls.LIVE)
    choosing = name.input(chosen, name, [label, truncation, caption], **controls.LIVE)
    choosing.then(*drawing, **controls.LIVE)
    another.click(controls.another_seed, None, seed, **controls.LIVE)
