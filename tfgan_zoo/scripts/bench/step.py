"""The step that data are made for, or what stands in for it."""

import time

import tensorflow as tf


def of_model(model):
    """A function of a batch: one training step of the model, done when it returns."""

    @tf.function(jit_compile=model.jit_compile)
    def step(batch):
        model.distribute_strategy.run(model.train_step, args=(batch,))
        return tf.convert_to_tensor(model.step)

    # A device may still be at work when the call is back; its number is not.
    return lambda batch: int(step(batch).numpy())


def of_accelerator(milliseconds: float):
    """A function of a batch that waits, as for a GPU: the processor stays free."""
    return lambda batch: time.sleep(milliseconds / 1000)
