"""Opens a page to play with saved models, which asks the network for nothing.

    tfgan-demo
    tfgan-demo --model_base=saved_models --runs=runs --port=7860

Samples by seed, truncation and label; a walk between two seeds; photographs of edges
that are drawn; training films; two generators on the same latents. Without --model_base
it shows the models that come with the installation. It listens to this machine only
unless --host says otherwise. Stop it with Ctrl-C.

Needs the extra `demo`: pip install 'tfgan-zoo[demo]'.
"""

import pathlib

from absl import flags

from tfgan_zoo.scripts import command

FLAGS = flags.FLAGS
_PAIRS = 12  # Held-out pairs to begin a drawing with.

flags.DEFINE_string(
    "model_base", None, "folder of NAME/VERSION/saved_model.pb; the shipped models"
)
flags.DEFINE_string("runs", "runs", "folder of training runs, whose films are shown")
flags.DEFINE_string("host", "127.0.0.1", "address to listen at; 0.0.0.0 for all")
flags.DEFINE_integer("port", 7860, "to listen at", lower_bound=1, upper_bound=65535)


def main():
    """Serves the page until it is stopped; returns the exit status."""
    with command.extra("demo", "the page is made"):
        from tfgan_zoo.demo import app, material

    runs = pathlib.Path(FLAGS.runs).expanduser()
    shown = material.Material(material.Models(command.model_base()), _pairs, runs)
    blocks = app.build(shown)
    print(f"Open {app.launch(blocks, FLAGS.host, FLAGS.port)}", flush=True)
    blocks.block_thread()
    return 0


def _pairs(card):
    """Held-out pairs of what a translator learnt from, where they need no network."""
    import pipelines
    from pipelines import catalogue
    from tfgan_zoo.training import picture

    name = card.get("dataset")
    if name not in catalogue.embedded():
        return None
    height, _, channels = card["input_shape"]
    # This seed's first pair is of bricks, which pix2pix_photo_edges knows.
    pairs = pipelines.examples(
        name, _PAIRS, split="test", image_size=height, channels=channels, seed=2
    )
    return tuple(map(picture.to_bytes, pairs))


def run():
    """Entry point of `tfgan-demo`."""
    command.run(__name__, main)


if __name__ == "__main__":
    run()
