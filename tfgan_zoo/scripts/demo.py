"""Opens a page to play with saved models, which asks the network for nothing.

    tfgan-demo
    tfgan-demo --model_base=saved_models --runs=runs --port=7860

Samples by seed, truncation and label; a walk between two seeds; photographs of edges
that are drawn; training films; two generators on the same latents. Without --model_base
it shows the models that come with the installation. It listens to this machine only
unless --host says otherwise. Stop it with Ctrl-C.

Needs Gradio; without it, it says how to install what it needs.
"""

from pathlib import Path

from tfgan_zoo.flags import Flag
from tfgan_zoo.scripts import command
from tfgan_zoo.scripts.command import HOST, MODEL_BASE

FLAGS = [
    MODEL_BASE,
    Flag("runs", "folder of training runs, whose films are shown", "runs"),
    HOST,
    Flag("port", "to listen at", 7860, int, min=1, max=65535),
]


def _main(flags):
    """Serves the page until it is stopped; returns the exit status."""
    with command.extra("demo", "the page is made"):
        from tfgan_zoo.demo import app, context
    from pipelines.transforms import images
    from tfgan_zoo.export import pretrained
    from tfgan_zoo.runs import samples

    shown = context.Context(
        context.Models(pretrained.model_base(flags.model_base)),
        samples.held_out_pairs,
        Path(flags.runs).expanduser(),
        images.read,
    )
    blocks = app.build(shown)
    print(f"Open {app.launch(blocks, flags.host, flags.port)}", flush=True)
    blocks.block_thread()
    return 0


main, run = command.entry_points(__name__, FLAGS, _main)
