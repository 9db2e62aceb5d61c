"""Draws what is proved about GANs, and measures it on small laws.

    tfgan-theory --output=theory/

One picture and one file of numbers for each topic, and index.html, which holds all
pictures and says what they show. A topic that is there already stays as it is: run it
again to go on after a stop, or with more names in --only. Remove a topic's .png to draw
it again, and its .json to measure it again.
"""

import shlex
import time

from absl import flags

from tfgan_zoo import theory
from tfgan_zoo.runs import directory as run_directory
from tfgan_zoo.scripts import command

FLAGS = flags.FLAGS

flags.DEFINE_string("output", None, "the directory to write to")
flags.DEFINE_list(
    "only", None, f"some of: {', '.join(theory.available())}; by default all"
)
flags.DEFINE_integer("seed", 0, "of weights and samples", lower_bound=0)

command.required("output")


def main():
    """Measures and draws what is missing, and writes the page; returns the status."""
    known = theory.available()
    unknown = [name for name in FLAGS.only or () if name not in known]
    if unknown:
        raise ValueError(
            f"--only={','.join(unknown)}: no such topic. Known: {', '.join(known)}"
        )
    identity = {"seed": FLAGS.seed}
    directory = run_directory.open_run(FLAGS.output, identity)
    origin = {"name": "laws of the line and the plane, made by the topics"}
    run_directory.record_start(
        directory, identity, origin, {"seed": FLAGS.seed, "only": FLAGS.only}
    )
    for name in known:
        if not FLAGS.only or name in FLAGS.only:
            _topic(directory, name)
    print(f"Wrote {_page(directory, known)}")
    return 0


def _topic(directory, name):
    """Measures and draws one topic, as far as it is not there."""
    from tfgan_zoo.theory import numbers_file, style

    numbers_at, picture = directory / f"{name}.json", directory / f"{name}.png"
    if numbers_at.exists() and picture.exists():
        print(f"{name}: is there")
        return
    topic = theory.load(name)
    started = time.perf_counter()
    if not numbers_at.exists():
        numbers_file.write(topic.measure(seed=FLAGS.seed), numbers_at)
    # Drawn from the file, so that a picture drawn again later is the same.
    style.save(topic.draw(numbers_file.read(topic.Numbers, numbers_at)), picture)
    print(f"{name}: {time.perf_counter() - started:.0f} s")


def _page(directory, known):
    """Writes index.html over all topics that are there; returns its path."""
    from tfgan_zoo.theory import numbers_file, page

    finished = []
    for name in known:
        numbers_at, picture = directory / f"{name}.json", directory / f"{name}.png"
        if numbers_at.exists() and picture.exists():
            topic = theory.load(name)
            text = topic.explain(numbers_file.read(topic.Numbers, numbers_at))
            section = page.Section(name, topic.TITLE, text, picture, numbers_at)
            finished.append((topic.NUMBER, section))
    sections = [section for _, section in sorted(finished)]
    arguments = ["tfgan-theory", f"--output={FLAGS.output}", f"--seed={FLAGS.seed}"]
    file = directory / "index.html"
    file.write_text(page.render(sections, shlex.join(arguments)), "utf-8")
    return file


def run():
    """Entry point of `tfgan-theory`."""
    command.run(__name__, main)


if __name__ == "__main__":
    run()
