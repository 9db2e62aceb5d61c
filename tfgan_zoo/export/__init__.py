"""Export: a trained network as a SavedModel that needs only TensorFlow."""

from tfgan_zoo.export.loaded import (
    LoadedClassifier,
    LoadedGenerator,
    LoadedTranslator,
    load,
)
from tfgan_zoo.export.saved_model import save, save_classifier

__all__ = [
    "LoadedClassifier",
    "LoadedGenerator",
    "LoadedTranslator",
    "load",
    "save",
    "save_classifier",
]
