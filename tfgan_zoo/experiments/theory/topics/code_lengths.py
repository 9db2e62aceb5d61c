"""Entropy, cross-entropy and KL divergence, as lengths of codes.

A letter of probability p deserves log2(1 / p) bits. Letters of p in a code made for q
take, on average,

    H(p, q) = sum of p log2(1 / q) = H(p) + KL(p || q)

bits each: the entropy, and what the wrong code costs. Shannon (1948), "A Mathematical
Theory of Communication"; Huffman (1952) has the best code, which reaches H(p) where the
probabilities are powers of 1/2, and is less than a bit above it everywhere. The loss of
a discriminator is such a cross-entropy, of labels and D (Goodfellow et al., 2014,
https://arxiv.org/abs/1406.2661, section 4.1). It counts in nats, 1.443 bits.
"""

import heapq
import itertools
from typing import NamedTuple

import numpy as np

from tfgan_zoo.divergences import kullback_leibler
from tfgan_zoo.visualization import plot_style as style

NUMBER = 4
TITLE = "Entropy, cross-entropy and KL as lengths of codes"
SECONDS = 1

_LETTERS = "abcd"
_P, _Q = (1 / 2, 1 / 4, 1 / 8, 1 / 8), (1 / 8, 1 / 8, 1 / 4, 1 / 2)
_COLORS = (style.REAL, style.FAKE)  # Of the code for p and that for q.


class Numbers(NamedTuple):
    """Two distributions of letters, codes for each, and texts of the first.

    Attributes:
        p: probabilities of the letters that are written, [4].
        q: probabilities for which the other code is made, [4].
        codes: lengths in bits of the code words for p and for q, [2, 4].
        entropy: H(p), in bits.
        divergence: KL(p || q), in bits.
        letters: of the text that was encoded.
        measured: bits per letter of that text in both codes, [2].
        mixed: t of codes made for (1 - t) p + t q, [t].
        cross_entropy: H(p, (1 - t) p + t q), in bits, [t].
        huffman: bits per letter of p in Huffman's code for each of them, [t].
    """

    p: np.ndarray
    q: np.ndarray
    codes: np.ndarray
    entropy: float
    divergence: float
    letters: int
    measured: np.ndarray
    mixed: np.ndarray
    cross_entropy: np.ndarray
    huffman: np.ndarray


def huffman(probabilities) -> list[str]:
    """The words of Huffman's code, a string of 0s and 1s for each outcome.

    Args:
        probabilities: of the outcomes, [n], at least two.
    """
    words = [""] * len(probabilities)
    order = itertools.count()  # Among equals the older goes first.
    heap = [(share, next(order), [k]) for k, share in enumerate(probabilities)]
    heapq.heapify(heap)
    while len(heap) > 1:
        (one, _, left), (other, _, right) = heapq.heappop(heap), heapq.heappop(heap)
        for bit, members in (("1", left), ("0", right)):
            for k in members:
                words[k] = bit + words[k]
        heapq.heappush(heap, (one + other, next(order), left + right))
    return words


def measure(seed: int = 0, *, letters: int = 10_000) -> Numbers:
    """Entropies by their formulas, and bits of an encoded text beside them.

    Args:
        seed: of the text.
        letters: of the text.
    """
    p, q = np.array(_P), np.array(_Q)
    codes = [huffman(p), huffman(q)]
    text = np.random.default_rng(seed).choice(len(p), size=letters, p=p)
    bits = [len("".join(code[letter] for letter in text)) for code in codes]
    mixed = np.linspace(0.0, 1.0, 101)
    mixtures = [(1 - t) * p + t * q for t in mixed]
    return Numbers(
        p=p,
        q=q,
        codes=np.array([_lengths(code) for code in codes]),
        entropy=float(p @ np.log2(1 / p)),
        divergence=kullback_leibler(p, q) / np.log(2),
        letters=letters,
        measured=np.array(bits) / letters,
        mixed=mixed,
        cross_entropy=np.array([p @ np.log2(1 / each) for each in mixtures]),
        huffman=np.array([p @ _lengths(huffman(each)) for each in mixtures]),
    )


def _lengths(code):
    return np.array([len(word) for word in code])


@style.styled
def draw(numbers: Numbers):
    """The code words, their mean length, and that of codes between the two."""
    figure, ((words, means, between),) = style.figure(
        1, 3, height=3.5, width_ratios=(1.2, 0.9, 1.1)
    )
    for k in range(len(_LETTERS)):
        pairs = zip((numbers.p, numbers.q), numbers.codes, _COLORS, strict=True)
        for row, (probabilities, lengths, color) in enumerate(pairs):
            at = k + 0.4 * row - 0.2
            words.barh(at, lengths[k], 0.34, color=color, alpha=0.75)
            word = huffman(probabilities)[k]
            note = f"{word}   1/{1 / probabilities[k]:g}"
            words.text(lengths[k] + 0.08, at, note, color=color, va="center")
    words.set_yticks(range(len(_LETTERS)), _LETTERS)
    words.invert_yaxis()
    words.set(xlim=(0, 4.4), xlabel="bits, log₂ of 1 / probability", ylabel="letter")
    words.set_title("Words of two codes")

    entropy, divergence = numbers.entropy, numbers.divergence
    means.bar([0, 1], entropy, 0.6, color=_COLORS, alpha=0.75)
    means.bar(1, divergence, 0.6, bottom=entropy, color=style.ORANGE, alpha=0.9)
    inside = {"ha": "center", "va": "center"}
    for at in (0, 1):
        means.text(at, entropy / 2, f"H(p)\n{entropy:.3f}", color="white", **inside)
    means.text(1, entropy + divergence / 2, f"KL(p ‖ q)\n{divergence:.3f}", **inside)
    label = f"a text of {numbers.letters:,} letters"
    means.plot([0, 1], numbers.measured, "D", color=style.BLACK, label=label)
    means.set_xticks([0, 1], ["code for p", "code for q"])
    means.set(ylim=(0, 1.32 * (entropy + divergence)), ylabel="bits per letter of p")
    means.set_title("Their mean length")
    means.legend(loc="upper left", fontsize=8.5, handletextpad=0.2)

    between.plot(numbers.mixed, numbers.cross_entropy, color=style.BLACK)
    between.plot(numbers.mixed, numbers.huffman, **style.DASHED)
    between.axhline(entropy, **style.GUIDE)
    between.text(1, entropy - 0.03, "H(p)", color=style.GREY, ha="right", va="top")
    between.text(0.7, numbers.cross_entropy[70] - 0.12, "H(p, q_t)", va="top")
    between.text(0.0, 2.05, "Huffman's code", color=style.ORANGE)
    between.set(ylim=(1.5, 2.8), ylabel="bits per letter of p")
    between.set(xlabel="t, from p to q", title="Codes for (1 − t) p + t q")
    return figure


def explain(numbers: Numbers) -> str:
    """What the figure shows, with its numbers."""
    entropy, divergence = numbers.entropy, numbers.divergence
    return (
        "Four letters, and two codes for them. In the code made for p a letter takes "
        f"H(p) = {entropy:.3f} bits on average, and no code does better; in the code "
        f"made for q the same letters take the cross-entropy, H(p, q) = "
        f"{entropy + divergence:.3f}. The difference is KL(p ‖ q) = {divergence:.3f} "
        f"bits, what it costs to believe q. A text of {numbers.letters:,} letters took "
        f"{numbers.measured[0]:.3f} and {numbers.measured[1]:.3f}. Between the two "
        "(right) the cross-entropy is smooth, and a real code, whose words have whole "
        "bits, goes in steps. To learn a model by its cross-entropy with the data is "
        "to look for the shortest code."
    )
