"""Export: a trained generator as a SavedModel that needs only TensorFlow."""

from tfgan_zoo.export.loaded import LoadedGenerator, load
from tfgan_zoo.export.saved_model import save

__all__ = ["LoadedGenerator", "load", "save"]
