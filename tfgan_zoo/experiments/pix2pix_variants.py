"""The variants of pix2pix that an ablation compares, as constants of the recipe.

Isola et al. (2017), https://arxiv.org/abs/1611.07004, sections 3.1 and 4.2 to 4.4.

```pycon
>>> from tfgan_zoo.experiments import pix2pix_variants
>>> list(pix2pix_variants.PARTS)
['L1', 'cGAN', 'L1 + cGAN', 'encoder-decoder']
>>> pix2pix_variants.VARIANTS["without noise"]["dropout"]
False
```
"""

from collections.abc import Sequence

from tfgan_zoo.nearest import nearest

_BOTH = {"l1_weight": 100.0, "gan_weight": 1.0, "skips": True}

# Without parts of the loss, and without the skips: figures 4 and 5.
PARTS = {
    "L1": {**_BOTH, "gan_weight": 0.0},
    "cGAN": {**_BOTH, "l1_weight": 0.0},
    "L1 + cGAN": _BOTH,
    "encoder-decoder": {**_BOTH, "skips": False},
}
VARIANTS = {
    **PARTS,
    "L2": {**_BOTH, "l1_weight": 0.0, "l2_weight": 100.0, "gan_weight": 0.0},
    "L2 + cGAN": {**_BOTH, "l1_weight": 0.0, "l2_weight": 100.0},
    "without noise": {**_BOTH, "dropout": False},
    **{
        f"patches of {side}": {**_BOTH, "receptive_field": side}
        for side in (1, 16, 34, 70, 142, 286)
    },
}


def check(names: Sequence[str]):
    """Raises `ValueError` for no variant, one that is not known, or one twice."""
    known = ", ".join(VARIANTS)
    if not names:
        raise ValueError(f"No variant of pix2pix. Name some of: {known}.")
    for name in names:
        if name not in VARIANTS:
            raise ValueError(
                f"Unknown variant {name!r} of pix2pix.{nearest(name, VARIANTS)} "
                f"Known: {known}."
            )
    if len(set(names)) < len(names):
        raise ValueError(f"The variants {', '.join(names)} name one twice.")
