"""The report of the theory: its topics, measured and drawn, and a page of them."""

import shlex
import time
from pathlib import Path

from tfgan_zoo.experiments import page, theory
from tfgan_zoo.experiments.theory import numbers_file
from tfgan_zoo.runs import directory as run_directory
from tfgan_zoo.visualization import plot_style as style

_ENDS = ("json", "png")


def write(output: str, *, only: list[str] | None = None, seed: int = 0) -> Path:
    """Measures and draws what is missing, and writes the page over what is there.

    Args:
        output: the directory.
        only: names of topics; all by default.
        seed: of weights and samples.

    Returns:
        The page.

    Raises:
        ValueError: there is no such topic, or the directory is of another seed.
    """
    known = theory.available()
    unknown = [name for name in only or () if name not in known]
    if unknown:
        raise ValueError(
            f"--only={','.join(unknown)}: no such topic. Known: {', '.join(known)}"
        )
    identity = {"seed": seed}
    origin = {"name": "distributions of the line and the plane, made by the topics"}
    flags = {"seed": seed, "only": only}
    writes = ["index.html", *(f"{name}.{end}" for name in known for end in _ENDS)]
    command = ["tfgan-theory", f"--output={output}", f"--seed={seed}"]
    with run_directory.opened(output, identity, origin, flags, writes) as directory:
        names = by_seconds(only or known)
        for number, name in enumerate(names, 1):
            _topic(directory, name, seed, f"{number} of {len(names)}")
        page.write(
            directory / "index.html",
            "theory.html.j2",
            sections=_sections(directory, known),
            command=shlex.join(command),
        )
        return directory / "index.html"


def by_seconds(names: list[str]) -> list[str]:
    """Names of topics, each once, those that take long last."""
    return sorted(dict.fromkeys(names), key=lambda name: theory.load(name).SECONDS)


def _topic(directory, name, seed, count):
    """Measures and draws one topic, as far as it is not there."""
    numbers_at, picture = directory / f"{name}.json", directory / f"{name}.png"
    if numbers_at.exists() and picture.exists():
        print(f"{name} ({count}): is there", flush=True)
        return
    topic = theory.load(name)
    print(f"{name} ({count}): about {topic.SECONDS} s ...", flush=True)
    started = time.perf_counter()
    if not numbers_at.exists():
        numbers_file.write(topic.measure(seed=seed), numbers_at)
    # Drawn from the file, so that a picture drawn again later is the same.
    style.save(topic.draw(numbers_file.read(topic.Numbers, numbers_at)), picture)
    print(f"{name} ({count}): {time.perf_counter() - started:.0f} s", flush=True)


def _sections(directory, known):
    """The sections of the page: the topics that are there, in the order of numbers."""
    sections = []
    for name in known:
        numbers_at, picture = directory / f"{name}.json", directory / f"{name}.png"
        if numbers_at.exists() and picture.exists():
            topic = theory.load(name)
            text = topic.explain(numbers_file.read(topic.Numbers, numbers_at))
            section = {"name": name, "title": topic.TITLE, "text": text}
            section |= {"picture": picture, "numbers": numbers_at}
            sections.append((topic.NUMBER, section))
    return [section for _, section in sorted(sections, key=lambda pair: pair[0])]
