"""Class names of a conditional generator, out of its model card, and its labels."""

import numpy as np


def names(card: dict) -> list[str]:
    """Of the classes; their numbers where the card has no names."""
    numbers = [str(number) for number in range(card.get("num_classes") or 0)]
    known = [str(name) for name in card.get("classes") or []]
    return known if len(known) == len(numbers) else numbers


def to_label(card: dict, text: str) -> int:
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
        f"{card.get('name', 'The model')} knows no class {str(text)!r}. Choose one of: "
        f"{', '.join(known) or 'none'}."
    )


def to_labels(card: dict, num: int, label=None) -> np.ndarray:
    """Labels [num] of so many samples.

    Args:
        card: of the generator.
        num: number of samples.
        label: of all samples, or one for each; integers, or names of classes; by
            default all classes in turn.

    Raises:
        ValueError: the generator knows no such classes.
    """
    count = card.get("num_classes")  # Unknown without a `OneHot` layer.
    known = card.get("classes") or []
    if label is not None and {*np.ravel(label)} <= {*known}:
        label = np.vectorize(known.index, otypes=[int])(label)
    if label is None and count is None:
        raise ValueError("The generator takes labels; say which with `label`.")
    labels = np.arange(num) % count if label is None else np.asarray(label)
    if labels.ndim > 1 or labels.size not in (1, num):
        raise ValueError(
            f"`label` is one label or one for each of {num} samples. Received "
            f"shape {labels.shape}"
        )
    end = np.inf if count is None else count
    if labels.dtype.kind not in "iu" or labels.min() < 0 or labels.max() >= end:
        raise ValueError(
            f"`label` is an integer in 0..{end - 1}: the generator knows {count} "
            f"classes{': ' * bool(known)}{', '.join(known)}. Received: "
            f"{np.asarray(label).tolist()!r}"  # Without the types of NumPy.
        )
    return np.broadcast_to(labels, num)
