"""The tab of training films: how samples changed while a GAN was trained."""

import json
from pathlib import Path
from typing import NamedTuple

import gradio as gr

from tfgan_zoo.demo import animation, controls

TITLE = "Training films"
KIND = None
INCLUDED = Path(__file__).with_name("films")
_NONE = """There are no films in `{runs}` yet. Each training run leaves one there:

```
tfgan-train --recipe=dcgan --dataset=mnist_5k --workdir={runs}/dcgan
```"""


class Film(NamedTuple):
    """A film that was found.

    Attributes:
        title: to choose it by.
        file: the WebP.
        caption: what it shows, as Markdown; empty if nothing says so.
    """

    title: str
    file: Path
    caption: str


def found(runs: Path) -> list[Film]:
    """The films of training runs, newest first, and then those of the package.

    Args:
        runs: folder of run directories, at any depth; it need not be there.
    """
    files = [file for file in runs.rglob("samples.webp") if file.is_file()]
    files.sort(key=lambda file: -file.stat().st_mtime)
    return [_of_run(runs, file) for file in files] + [
        _of_record(file) for file in sorted(INCLUDED.glob("*.webp"))
    ]


def find(runs: Path, title: str) -> Film:
    """The film of a title.

    Raises:
        ValueError: it is not there, or not any more.
    """
    films = {film.title: film for film in found(runs)}
    if title not in films:
        raise ValueError(
            f"The film {title!r} is gone. Those that there are: {', '.join(films)}."
        )
    return films[title]


def _of_run(runs, file):
    title = str(file.parent.relative_to(runs.parent))
    try:
        run = json.loads(file.with_name("run.json").read_text())
        return Film(title, file, _caption(run, file.parent / "samples"))
    except Exception:  # A film from elsewhere, half copied, or with another's record.
        return Film(title, file, "")


def _caption(run, folder):
    """What the record of a run says, and its image grids."""
    about, start = run["identity"], run["starts"][-1]
    keys = ("recipe", "dataset", "seed")
    said = [f"{key} `{about[key]}`" for key in keys if key in about]
    grids = sorted(folder.glob("step_*.png"))
    if grids:
        steps = int(grids[-1].stem.removeprefix("step_"))
        said.append(f"{steps:,} steps in {len(grids)} frames")
    if start.get("commit"):
        said.append(f"commit {start['commit'][:7]}")
    return ", ".join(said)


def _of_record(file):
    about = json.loads(file.with_suffix(".json").read_text())
    command = f"```\n{about['command']}\n```"
    caption = f"{about['shows']} Commit {about['commit'][:7]}.\n\n{command}"
    return Film(about["title"], file, caption)


def build(blocks: gr.Blocks, context):
    """Lays the tab out."""
    runs = context.runs

    def listed():
        titles = [film.title for film in found(runs)]
        return gr.Dropdown(titles, value=next(iter(titles), None), label="Film")

    with gr.Row(elem_classes="beside"):
        with gr.Column(scale=2, min_width=300):
            title = listed()
            look = gr.Button("Look for new films")
            caption = gr.Markdown()
        with gr.Column(scale=3, min_width=400):
            screen = gr.HTML(padding=False)

    @controls.show_errors
    def shown(title):
        if title is None:
            return "", _NONE.format(runs=runs)
        film = find(runs, title)
        name = f"Training film: {film.title}"
        return animation.to_html(film.file.read_bytes(), name), film.caption

    gr.on([blocks.load, title.change], shown, title, [screen, caption], api_name="film")
    look.click(listed, None, title, **controls.LIVE)
