"""Captions: a model card in a few sentences and one table, as Markdown."""

from tfgan_zoo.export import model_card

_OF_TEST, _OF_NOISE = "_of_test_split", "_of_noise"


def sentences(card: dict) -> str:
    """What a model is, how it was trained, and what it is worth.

    Args:
        card: a model card, as `export` writes it; what it does not say is left out.
    """
    scores = table({card["name"]: card})
    words = {"table": scores, "words": _words, "number": _number}
    return model_card.render("caption.md.j2", card=card, **words).strip()


def table(cards: dict) -> str:
    """Scores of some models, and of real images and of noise beside them.

    Args:
        cards: name to model card, of models whose scores have one protocol, or of one.

    Returns:
        A Markdown table; empty if no card has scores.
    """
    scored = {name: card["scores"] for name, card in cards.items() if "scores" in card}
    if not scored:
        return ""
    first, *_ = scored.values()
    rows = [n for n in first if not n.endswith((_OF_TEST, _OF_NOISE, "protocol"))]
    if not rows:
        return ""
    columns = {name: (scores, "") for name, scores in scored.items()}
    # Images of another size than these have other scores of the test split.
    if len({scores.get(f"{rows[0]}{_OF_TEST}") for scores in scored.values()}) == 1:
        columns |= {"real images": (first, _OF_TEST), "noise": (first, _OF_NOISE)}
    lines = [["", *columns], ["---"] * (len(columns) + 1)]
    for row in rows:
        numbers = (scores.get(row + ending) for scores, ending in columns.values())
        lines.append([_words(row), *map(_number, numbers)])
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _words(name):
    return name.replace("_", " ").replace("frechet", "Fréchet").replace("l1", "L1")


def _number(value):
    return f"{value:.3g}" if isinstance(value, int | float) else str(value or "")
