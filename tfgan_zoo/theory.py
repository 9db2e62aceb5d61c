"""`tfgan_zoo.experiments.theory`, under its name of version 0.1; kept until 0.3.

```pycon
>>> from tfgan_zoo import theory
>>> theory.load("parallel_lines").TITLE
'Parallel lines: KL and JS jump, the Wasserstein distance slides'
```
"""

import warnings

from tfgan_zoo.experiments.theory import available, load
from tfgan_zoo.experiments.theory import distributions as laws

__all__ = ["available", "laws", "load"]

warnings.warn(
    "`tfgan_zoo.theory` is `tfgan_zoo.experiments.theory` now; the old name goes with "
    "0.3.",
    DeprecationWarning,
    stacklevel=2,
)
