"""Writes the tables of the documents from what was measured.

    python docs/tables.py            fills them in
    python docs/tables.py --check    says which of them are out of date

A table stands between the lines `<!-- table: NAME -->` and `<!-- end -->`, and holds
what there is: the cards of the shipped models, and docs/scores. A recipe that is not
measured yet is in none of them.
"""

import argparse
import json
import re
import statistics
import sys
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))  # Python puts the folder of a script there.

from benchmarks import report, rounds  # noqa: E402

_TABLE = re.compile(r"(?<=^<!-- table: )(\w+) -->\n.*?(?=^<!-- end -->$)", re.M | re.S)


def pages() -> list[Path]:
    """The documents that may hold a table."""
    places = [
        *ROOT.glob("*.md"),
        *ROOT.glob("benchmarks/*.md"),
        *ROOT.glob("docs/**/*.md"),
    ]
    return sorted(places)


def filled(text: str) -> str:
    """A document whose tables are up to date."""
    return _TABLE.sub(lambda found: f"{found[1]} -->\n\n{table(found[1])}\n\n", text)


def table(name: str) -> str:
    """A table in Markdown, by the name of its function below."""
    if name not in TABLES:
        raise ValueError(f"No table {name!r}; expected one of {sorted(TABLES)}.")
    head, *rows = TABLES[name]()
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def scores(name: str):
    """What a file of docs/scores holds."""
    return json.loads((ROOT / "docs" / "scores" / f"{name}.json").read_text())


def shipped():
    """The shipped generators of digits, by their cards."""
    yield [
        *("model", "size", "smallest share of a class in 1,000 samples"),
        *("confidence over real", "drawn as asked"),
        *("Fréchet distance", "precision", "recall"),
    ]
    for file in sorted(ROOT.glob("saved_models/*_digits/1/model_card.json")):
        card = json.loads(file.read_text())
        measured, score = card["measured"], card["scores"]
        asked = measured.get("classified_as_asked")
        height, width, _ = card["output_shape"]
        yield [
            *(f"`{card['name']}`", f"{height}x{width}"),
            f"{measured['smallest_share_of_a_class']:.1%}",
            f"{measured['confidence_over_real']:.2f}",
            f"{asked:.1%}" if asked else "",
            f"{score['frechet_distance']:.1f}",
            *(f"{score['precision']:.2f}", f"{score['recall']:.2f}"),
        ]


def serving():
    """Requests run together, against one by one."""
    result = scores("benchmark_serving")
    names = {"photos": "a DCGAN of 64 pixels", "digits": "the generator of `digits`"}
    yield [f"{result['clients']} clients of", "images, together of one by one"]
    for name, model in result["models"].items():
        yield [names.get(name, name), report.times(model["ratio"])]


def soak():
    """The server under load for minutes."""
    result = scores("benchmark_soak")
    memory = result["resident_mib"]
    yield [
        *("clients", "minutes", "requests", "p99, of the median"),
        *("memory after the first minute", "after the last"),
    ]
    yield [
        *(f"{result['clients']}", f"{result['minutes']:.0f}"),
        *(f"{result['requests']:,}", f"{result['p99 / median']:.1f}"),
        *(f"{memory[0]:,.0f} MiB", f"{memory[-1]:,.0f} MiB"),
    ]


def pipelines():
    """How a step is fed."""
    yield ["fed by the pipeline", "time of a step, of the ideal", "waiting"]
    for name, what in {
        "digits": "`digits`, 28x28, in memory",
        "folder": "5,000 PNG files of 64x64, not in memory, width 32",
        "digits_pause": "`digits`, a pause of 20 ms",
        "folder_pause": "the files, a pause of 20 ms",
        "large_files": "1,000 PNG files of 256x256, brought to 64x64, width 32",
        "prepared": "the same, as a prepared copy",
    }.items():
        feed = scores(f"pipeline_{name}")["feeds"]["pipeline"]
        yield [what, f"{feed['ratio_to_ideal']:.3f}", f"{feed['waiting_share']:.1%}"]


def memory():
    """The memory of a pipeline over records."""
    yield ["records", "most memory"]
    for size, result in scores("benchmark_memory")["sizes"].items():
        yield [size, f"{result['peak_mib']:,.0f} MiB"]


def few_labels():
    """Classifiers of ten labels per class."""
    seeds = scores("few_labels_digits")
    yield [
        "ten labels per class of `digits`, five seeds",
        "accuracy on 355 test images",
    ]
    for name, what in {
        "semi-supervised GAN": "semi-supervised GAN",
        "labels alone": "the same discriminator, from the labels alone",
        "LabelSpreading": "scikit-learn's LabelSpreading",
    }.items():
        values = [row[name] for row in seeds.values()]
        yield [what, f"{np.mean(values):.3f} ± {np.std(values):.3f}"]


def ablation():
    """Pix2pix by its losses."""
    yield ["596 held-out pairs", "L1 to the truth", "edges as in the source (F1)"]
    names = {
        "encoder-decoder": "L1 + cGAN, encoder-decoder",
        "mean photograph": "the mean photograph",
    }
    for name, row in scores("ablation_photo_edges").items():
        if name != "truth":
            l1, edges = row["held_out_l1"], row["edge_agreement"]
            yield [names.get(name, name), f"{l1:.3f}", f"{edges:.2f}"]


def comparison():
    """The recipes side by side."""
    file = ROOT / "docs" / "compare_digits" / "scores.json"
    yield [
        *("recipe", "Fréchet distance, last", "best"),
        *("coverage", "precision", "recall", "seconds"),
    ]
    shown = [("last", "frechet_distance", 2), ("best", "frechet_distance", 2)]
    shown += [("last", name, 3) for name in ("coverage", "precision", "recall")]
    for recipe, entry in json.loads(file.read_text())["recipes"].items():
        cells = []
        for when, name, digits in shown:
            score = entry[when][name]
            cells.append(
                f"{score['mean']:.{digits}f} ± {score['deviation']:.{digits}f}"
            )
        yield [f"`{recipe}`", *cells, f"{entry['seconds']['mean']:.0f}"]


def communication():
    """What replicas send, by the numbers of weights."""
    from tfgan_zoo import recipes

    yield [
        *("recipe", "gradients (MB)", "sent, 8 devices (MB)", "64 devices (MB)"),
        *("8 devices (ms)", "64 devices (ms)"),
    ]
    for name, size, more in (
        *(("dcgan", 64, ""), ("wgan", 64, ", five critic steps")),
        ("pix2pix", 256, ""),
    ):
        gan = getattr(recipes, name).build((size, size, 3), seed=0)
        g, d = (
            sum(int(np.prod(w.shape)) for w in player.trainable_variables)
            for player in (gan.generator, gan.discriminator)
        )
        gradients = 4 * (gan.discriminator_steps * d + g)
        sent = [2 * (n - 1) / n * gradients for n in (8, 64)]
        cells = [x / 1e6 for x in (gradients, *sent)]
        cells += [1e3 * x / (100e9 / 8) for x in sent]
        yield [f"`{name}`, {size}x{size}{more}", *(f"{x:.1f}" for x in cells)]


def replicas():
    """Two replicas on one processor."""
    result = scores("benchmark_replicas")
    yield ["recipe", "a step on two replicas, of one on one"]
    for recipe, case in result.items():
        if isinstance(case, dict) and "ratio" in case:
            yield [f"`{recipe}`", report.times(case["ratio"])]


def peers():
    """The zoo against PyTorch."""
    yield [
        *("case", "fastest of the zoo", "fastest of PyTorch"),
        *("how many times as fast", "target"),
    ]
    for name, result in scores("benchmark_peers")["cases"].items():
        best = result["comparisons"][0]
        cells = [f"`{name}`", best["fast"], best["slow"], report.times(best["ratio"])]
        yield [*cells, f"{result['case']['target']}x"]


def tutorials():
    """The zoo against tutorials of Keras."""
    yield ["case", "plain", "with XLA"]
    for name, result in scores("benchmark_peers")["cases"].items():
        seconds = {k: v["seconds_per_step"] for k, v in result["contenders"].items()}
        ratios = [
            rounds.ratio(seconds[f"tutorial{kind}"], seconds[f"zoo{kind}"])
            for kind in ("", ", XLA")
        ]
        yield [f"`{name}`", *map(report.times, ratios)]


def loop():
    """The loop against its parts."""
    result = scores("benchmark_loop")
    yield ["what", "plain", "with XLA"]
    for name, what in {
        "critic_steps": "five critic steps and one of the generator, of their parts",
        "fit": "`fit`, of a loop by hand",
    }.items():
        ratios = [result[kind][name]["ratio"] for kind in ("plain", "XLA")]
        yield [what, *map(report.times, ratios)]


def recipes():
    """Every recipe that was timed."""
    variants = ("XLA", "8 steps per execution", "bfloat16")
    heads = ["recipe", "images/s", *variants]
    yield [*heads, "first step, s", "peak memory, MiB"]
    for name, result in scores("benchmark_recipes")["recipes"].items():
        plain = result["plain"]
        seconds = plain["seconds_per_step"]
        cells = [f"{plain['images'] / statistics.median(seconds):,.0f}"]
        for variant in variants:
            ratio = rounds.ratio(seconds, result[variant]["seconds_per_step"])
            cells.append(f"{ratio['median']:.2f}")
        cells += [f"{plain['first_seconds']:.1f}", f"{plain['peak_mib']:,.0f}"]
        yield [f"`{name}`", *cells]


TABLES = {
    made.__name__: made
    for made in (
        *(shipped, serving, soak, pipelines, memory, few_labels, ablation, comparison),
        *(communication, replicas, peers, tutorials, loop, recipes),
    )
}


def main():
    """Fills in all tables, or says which are out of date."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="write nothing")
    check = parser.parse_args().check
    late = []
    for page in pages():
        text = page.read_text("utf-8")
        if (new := filled(text)) != text:
            late.append(str(page.relative_to(ROOT)))
            if not check:
                page.write_text(new, "utf-8")
    if late:
        said = "out of date" if check else "filled in"
        print(f"Tables of {', '.join(late)}: {said}.")
    sys.exit("Run `python docs/tables.py`." if late and check else 0)


if __name__ == "__main__":
    main()
