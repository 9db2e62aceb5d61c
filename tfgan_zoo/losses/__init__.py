"""Losses: pure functions of the discriminator's outputs.

Each module holds `discriminator_loss` and `generator_loss`; both are minimised, and
both are scalars, means over the minibatch.
"""
