"""Class names of a conditional generator, out of its model card."""


def names(card: dict) -> list[str]:
    """Of the classes; their numbers where the card has no names."""
    numbers = [str(number) for number in range(card.get("num_classes") or 0)]
    known = [str(name) for name in card.get("classes") or []]
    return known if len(known) == len(numbers) else numbers


def number(card: dict, text: str) -> int:
    """The label that the name of a class means, or else its number from 0.

    A number counts as a name where classes are called by numbers.

    Raises:
        ValueError: it is neither; the message lists the names.
    """
    known = names(card)
    if text in known:
        return known.index(text)
    by_numbers = card.get("classes") and all(name.isdecimal() for name in known)
    if text.removeprefix("-").isdecimal() and not by_numbers:
        return int(text)
    raise ValueError(
        f"{card.get('name', 'The model')} knows no class {text!r}. Choose one of: "
        f"{', '.join(known) or 'none'}."
    )
