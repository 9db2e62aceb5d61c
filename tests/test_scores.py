"""What long runs measured: as the README repeats it, and as the papers promise."""

import json
from pathlib import Path

import numpy as np

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text()


def scores(name):
    return json.loads((ROOT / "docs" / "scores" / f"{name}.json").read_text())


def test_few_labels():
    seeds = scores("few_labels_digits")
    assert len(seeds) == 5
    accuracy = {
        name: np.array([row[name] for row in seeds.values()]) for name in seeds["0"]
    }
    gain = accuracy["semi-supervised GAN"] - accuracy["labels alone"]
    assert gain.mean() >= 0.03
    assert gain.min() > 0
    for values in accuracy.values():
        assert f"| {values.mean():.3f} ± {values.std():.3f} |" in README


def test_the_ablation_of_pix2pix():
    rows = scores("ablation_photo_edges")
    l1 = {name: row["held_out_l1"] for name, row in rows.items()}
    edges = {name: row["edge_agreement"] for name, row in rows.items()}
    both = "L1 + cGAN"
    assert l1[both] < l1["encoder-decoder"]
    assert l1[both] < l1["mean photograph"]
    assert edges[both] == max(edges[name] for name in edges if name != "truth")
    assert edges[both] > 1.1 * edges["L1"]
    for name in rows:
        if name != "truth":
            assert f"| {l1[name]:.3f} | {edges[name]:.2f} |" in README


def test_the_table_of_shipped_generators_is_that_of_their_cards():
    for file in (ROOT / "saved_models").glob("*_digits/1/model_card.json"):
        card = json.loads(file.read_text())
        (row,) = [x for x in README.splitlines() if x.startswith(f"| `{card['name']}`")]
        judged, scores = card["measured"], card["scores"]
        asked = judged.get("classified_as_asked")
        cells = [
            f"{judged['smallest_share_of_a_class']:.1%}",
            f"{judged['confidence_over_real']:.2f}",
            f"{asked:.1%}" if asked else "",
            f"{scores['frechet_distance']:.1f}",
            f"{scores['precision']:.2f}",
            f"{scores['recall']:.2f}",
        ]
        assert [cell.strip() for cell in row.split("|")[3:-1]] == cells
