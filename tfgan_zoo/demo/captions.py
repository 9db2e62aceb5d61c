"""A model card in a few sentences and one table, as Markdown."""

_OF_TEST, _OF_NOISE = "_of_test_split", "_of_noise"


def sentences(card: dict) -> str:
    """What a model is, how it was trained, and what it is worth.

    Args:
        card: a model card, as `export` writes it; what it does not say is left out.
    """
    paragraphs = [f"**{card['name']}** {_does(card)} {_trained(card)}".strip()]
    if "command" in card:
        paragraphs.append(f"```\n{card['command']}\n```")
    if "scores" in card:
        paragraphs += [table({card["name"]: card}), _protocol(card["scores"])]
    elif "measured" in card:
        paragraphs += [_list(card["measured"]), _protocol(card["measured"])]
    return "\n\n".join(paragraphs)


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
    columns = {name: (scores, "") for name, scores in scored.items()}
    # Images of another size than these have other scores of the test split.
    if len({scores.get(f"{rows[0]}{_OF_TEST}") for scores in scored.values()}) == 1:
        columns |= {"real images": (first, _OF_TEST), "noise": (first, _OF_NOISE)}
    lines = [["", *columns], ["---"] * (len(columns) + 1)]
    for row in rows:
        numbers = (scores.get(row + ending) for scores, ending in columns.values())
        lines.append([_words(row), *map(_number, numbers)])
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _does(card):
    size = " x ".join(map(str, card["output_shape"][:2]))
    learnt = f" as in `{card['dataset']}`" if "dataset" in card else ""
    if card["kind"] == "translator":
        return f"makes images of {size} pixels from images{learnt}."
    label = " and a label" if card.get("num_classes") else ""
    law = f"{card['latent_dim']} {card['latent_law']} numbers{label}"
    return f"draws images of {size} pixels{learnt} from {law}."


def _trained(card):
    recipe = f"Recipe `{card['recipe']}`" if "recipe" in card else card["objective"]
    batch = f" of {card['batch_size']} examples" if "batch_size" in card else ""
    return f"{recipe}, {card['steps']:,} steps{batch}; {card['parameters']:,} weights."


def _list(numbers):
    given = [(key, value) for key, value in numbers.items() if key != "protocol"]
    return "\n".join(f"- {_words(key)}: {_number(value)}" for key, value in given)


def _protocol(numbers):
    return f"<small>{numbers['protocol']}</small>" if "protocol" in numbers else ""


def _words(name):
    return name.replace("_", " ").replace("frechet", "Fréchet").replace("l1", "L1")


def _number(value):
    return "" if value is None else f"{value:.3g}"
