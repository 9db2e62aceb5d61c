"""Scores as a table of text: a column for each sample, then what they hold for."""


def text(scores: dict) -> str:
    """The table of what `evaluation.evaluate` gives."""
    first = next(iter(scores.values()))
    lines = [f"{'':26}" + "".join(f"{what:>16}" for what in scores)]
    for name, score in first.items():
        for value in score.values:
            cells = (
                f"{row[name][value]:16.4g}" if name in row else f"{'-':>16}"
                for row in scores.values()
            )
            lines.append(f"{value:26}" + "".join(cells))
    for key in ("real_samples", "fake_samples"):  # Scores depend on their number.
        counts = (_counts(row, key) for row in scores.values())
        words = key.replace("_", " ")
        lines.append(f"{words:26}" + "".join(f"{count:>16}" for count in counts))
    lines.append("")
    for name, score in first.items():
        protocol = (f"{key} {value}" for key, value in score.protocol.items())
        lines.append(f"{name}: {', '.join(protocol)}")
    notes = {
        note for row in scores.values() for s in row.values() for note in s.warnings
    }
    return "\n".join([*lines, *(f"Beware: {note}" for note in sorted(notes))])


def record(model: str, scores: dict) -> dict:
    """The same as JSON holds it."""
    rows = {
        what: {name: score.as_dict() for name, score in row.items()}
        for what, row in scores.items()
    }
    return {"model": model, "scores": rows}


def _counts(row, key):
    known = {s.protocol[key] for s in row.values() if key in s.protocol}
    return ", ".join(map(str, sorted(known))) or "-"
