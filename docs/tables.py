"""Writes the tables of the documents from what was measured.

    python docs/tables.py            fills them in
    python docs/tables.py --check    says which of them are out of date

A table stands between the lines `<!-- table: NAME -->` and `<!-- end -->`, and holds
what there is: the cards of the pretrained models, and docs/results. A recipe that is
not measured yet is in none of them. Its rows are the block NAME of tables.jinja.
"""

import csv
import json
import re
import statistics
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))  # Python puts the folder of a script there.

from benchmarks import report, zoo  # noqa: E402
from tfgan_zoo import atomic, flags, templates  # noqa: E402
from tfgan_zoo.experiments import interleaved_timing as timing  # noqa: E402

LEARNERS = {  # From few labels.
    "semi-supervised GAN": "semi-supervised GAN",
    "labels alone": "the same discriminator, from the labels alone",
    "LabelSpreading": "scikit-learn's LabelSpreading",
}
_TABLE = re.compile(r"(?<=^<!-- table: )(\w+) -->\n.*?(?=^<!-- end -->$)", re.M | re.S)


def results(name: str):
    """What a file of docs/results holds."""
    return json.loads((ROOT / "docs" / "results" / f"{name}.json").read_text())


def rows(name: str):
    """The rows of a table in docs/results, as text."""
    with (ROOT / "docs" / "results" / f"{name}.csv").open(newline="") as file:
        return list(csv.DictReader(file))


def cards(names: str):
    """The cards of pretrained models, in the order of their names."""
    files = ROOT.glob(f"saved_models/{names}/1/model_card.json")
    return [json.loads(file.read_text()) for file in sorted(files)]


def ratio(slower: dict, faster: dict) -> dict:
    """How many times as long one candidate took as another, by their records."""
    return timing.ratio(slower["seconds_per_step"], faster["seconds_per_step"])


def gradient_bytes(recipe: str, size: int) -> int:
    """Bytes of the gradients of one step, of images in colour."""
    from tfgan_zoo import recipes

    gan = getattr(recipes, recipe).build((size, size, 3), seed=0)
    generator, discriminator = zoo.parameters(gan)
    return 4 * (gan.discriminator_steps * discriminator + generator)


def topics():
    """The topics of the theory, in the order of its page."""
    from tfgan_zoo.experiments import theory

    return sorted(map(theory.load, theory.available()), key=lambda t: t.NUMBER)


_ENVIRONMENT = templates.environment(ROOT / "docs")
_ENVIRONMENT.globals.update(
    results=results,
    rows=rows,
    cards=cards,
    ratio=ratio,
    gradient_bytes=gradient_bytes,
    topics=topics,
    learners=LEARNERS,
)
_ENVIRONMENT.filters.update(
    number=format,
    times=report.times,
    mean=statistics.mean,
    median=statistics.median,
    deviation=statistics.pstdev,
    errors=lambda accuracy, images: round((1 - accuracy) * images),
)
_TEMPLATE = _ENVIRONMENT.get_template("tables.jinja")
TABLES = _TEMPLATE.blocks


def pages() -> list[Path]:
    """The documents that may hold a table."""
    return sorted(
        file
        for at in ("*", "benchmarks/*", "docs/**/*")
        for file in ROOT.glob(f"{at}.md")
    )


def filled(text: str) -> str:
    """A document whose tables are up to date."""
    return _TABLE.sub(lambda found: f"{found[1]} -->\n\n{table(found[1])}\n\n", text)


def table(name: str) -> str:
    """A table in Markdown, by the name of its block."""
    if name not in TABLES:
        raise ValueError(f"No table {name!r}; expected one of {sorted(TABLES)}.")
    return "".join(TABLES[name](_TEMPLATE.new_context())).strip()


def main():
    """Fills in all tables, or says which are out of date."""
    values = flags.parsed(__doc__, [flags.Flag("check", "write nothing", False, bool)])
    check = values.check
    late = []
    for page in pages():
        text = page.read_text("utf-8")
        if (new := filled(text)) != text:
            late.append(str(page.relative_to(ROOT)))
            if not check:
                atomic.write_text(page, new)
    if late:
        said = "out of date" if check else "filled in"
        print(f"Tables of {', '.join(late)}: {said}.")
    sys.exit("Run `python docs/tables.py`." if late and check else 0)


if __name__ == "__main__":
    main()
