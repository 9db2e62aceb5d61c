"""The tab of latent walks: interpolation between the samples of two seeds."""

import gradio as gr
import numpy as np

from tfgan_zoo.demo import animation, controls, latents, samples

TITLE = "Latent walk"
KIND = "generator"
MAX_SAMPLES = 40
MAX_FRAMES = 48


def walk(generator, num: int, seeds: tuple[int, int], frames: int, label=None):
    """Draws the samples on the way between two seeds.

    Args:
        generator: `LoadedGenerator`.
        num: number of samples, which walk side by side.
        seeds: of the first and of the last frame.
        frames: number of frames, at least 2.
        label: of all samples all the way; by default all classes in turn.

    Returns:
        list of `PIL.Image.Image`; the first and the last are the samples of the seeds.
    """
    card = generator.card
    start, end = (latents.sample(card, num, seed) for seed in seeds)
    shares = np.linspace(0, 1, frames)
    steps = latents.interpolate(start, end, shares, card["latent_law"])
    return [samples.draw(generator, z, label, enlarged=False) for z in steps]


def build(blocks: gr.Blocks, context):
    """Lays the tab out."""
    models = context.models
    names = models.names(KIND)
    with gr.Row(elem_classes="beside"):
        with gr.Column(scale=2, min_width=300):
            name = gr.Dropdown(names, value=names[0], label="Generator")
            label = controls.label(models.cards[names[0]])
            with gr.Row():
                start = controls.seed("From seed", 0)
                end = controls.seed("to seed", 1)
            num = gr.Slider(1, MAX_SAMPLES, value=20, step=1, label="Number of samples")
            frames = gr.Slider(
                4, MAX_FRAMES, value=24, step=1, label="Steps of the way"
            )
            button = gr.Button("Walk", variant="primary")
            gr.Markdown(
                "Each sample walks from a latent of the first seed to one of the "
                "second, and back: along a great circle where latents are normal "
                "(White 2016), and straight where they are uniform. Its label stays."
            )
        with gr.Column(scale=3, min_width=400):
            film = gr.HTML(padding=False)

    @controls.show_errors
    def filmed(name, label, start, end, num, frames):
        generator = models.load(name)
        walked = walk(
            generator,
            controls.whole_number(num, "The number of samples", 1, MAX_SAMPLES),
            (controls.checked_seed(start), controls.checked_seed(end)),
            controls.whole_number(frames, "The number of steps", 4, MAX_FRAMES),
            controls.checked_label(generator.card, label),
        )
        webp = animation.ping_pong(walked)
        return animation.to_html(webp, f"{name}, from seed {start} to seed {end}")

    def chosen(name):
        return controls.label(models.cards[name])

    filming = filmed, [name, label, start, end, num, frames], film
    gr.on([blocks.load, button.click], *filming, api_name="walk")
    label.input(*filming, **controls.LIVE)
    name.input(chosen, name, label, **controls.LIVE).then(*filming, **controls.LIVE)
