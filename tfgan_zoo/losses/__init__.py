"""Losses: pure functions of the discriminator's outputs.

Here belongs arithmetic on the outputs of a discriminator. What needs gradients or
weights is in `penalties`; which loss belongs to which paper is in `objectives`.

Each module holds `discriminator_loss` and `generator_loss`; both are minimised, and
both are scalars, means over the minibatch.

```pycon
>>> import numpy as np
>>> from tfgan_zoo.losses import hinge
>>> real_scores, fake_scores = np.array([2.0, 0.5]), np.array([-1.0, 0.0])
>>> float(hinge.discriminator_loss(real_scores, fake_scores))
0.75
>>> float(hinge.generator_loss(fake_scores))
0.5
```
"""
