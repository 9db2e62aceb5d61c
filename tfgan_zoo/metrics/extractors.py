"""Extractors from files: a Keras file, or the folder of a SavedModel."""

import importlib
import zipfile
from pathlib import Path

import numpy as np
from scipy import special

from tfgan_zoo import literal_paths
from tfgan_zoo.metrics.features import Extractor, sha256


def keras_file(
    path: str | Path,
    *,
    layer: str = "features",
    distance_name: str = "frechet_distance",
) -> Extractor:
    """The extractor in a Keras file.

    Args:
        path: of a `.keras` file whose model takes images float32 [B, H, W, C] in
            [-1, 1].
        layer: whose output is the features. The model's own output is then the
            logits of its classes, or probabilities where its last layer is a softmax.
            A model without this layer has features as its output.
        distance_name: what the Fréchet distance of its features is called; not "fid"
            for networks of `keras.applications`, whose weights are others.

    Returns:
        `Extractor`, named as the model.

    Raises:
        ValueError: there is no such file, or its model has more than one input, or
            holds code (`keras.layers.Lambda` of a Python function), which is never run.
    """
    import keras

    path = Path(path).expanduser()
    if not path.is_file():
        raise ValueError(f"`path` must be a .keras file. Received: {str(path)!r}")
    importlib.import_module("tfgan_zoo.layers")  # The file may hold some.
    try:
        if not zipfile.is_zipfile(path):
            raise ValueError("it is no zip archive")
        model = keras.saving.load_model(path, compile=False, safe_mode=True)
    except Exception as error:  # Broken files are met with errors of all kinds.
        reason = (str(error).strip() or type(error).__name__).splitlines()[0]
        raise ValueError(
            f"{path} cannot be loaded as a Keras model: {reason}. Save it again with "
            "`model.save`; one with layers of your own, or with a `Lambda`, as a "
            "SavedModel, with `model.export`."
        ) from error
    if len(model.inputs) != 1:
        raise ValueError(
            "`path` must hold a model of one input, images. Received "
            f"{len(model.inputs)} inputs."
        )
    network, last = model, model.layers[-1]
    classifies = layer in [one.name for one in model.layers]
    if classifies:
        outputs = [model.get_layer(layer).output, model.outputs[0]]
        network = keras.Model(model.inputs[0], outputs)
    activation = getattr(last, "activation", None)
    normalised = isinstance(last, keras.layers.Softmax)
    normalised |= activation is keras.activations.softmax
    shape = model.inputs[0].shape[1:]

    def function(images):
        outputs = network.predict_on_batch(_fit(images, shape))
        if not classifies:
            return outputs, None
        features, classes = (np.asarray(x, np.float32) for x in outputs)
        return features, classes if normalised else special.softmax(classes, axis=-1)

    return Extractor(
        name=f"{model.name}:{layer}" if classifies else model.name,
        hash=sha256(path) if layer == "features" else f"{sha256(path)}:{layer}",
        resize=_resize(shape),
        function=function,
        distance_name=distance_name,
    )


def saved_model(
    path: str | Path,
    *,
    signature: str = "serving_default",
    distance_name: str = "frechet_distance",
) -> Extractor:
    """The extractor in the folder of a SavedModel, or of one version of it.

    Args:
        path: of a folder with `saved_model.pb`.
        signature: takes one argument, images float32 [B, H, W, C] in [-1, 1], to
            "features", and where it classifies also to "probabilities"; or to one
            output of any name, which is the features.
        distance_name: as for `keras_file`.

    Returns:
        `Extractor`, named as the folder, above the version if it is one.

    Raises:
        ValueError: there is no such folder or signature, or it takes or returns
            something else.
    """
    import tensorflow as tf

    folder = Path(path).expanduser()
    if not (folder / "saved_model.pb").is_file():
        raise ValueError(
            f"`path` must be a folder with saved_model.pb. Received: {str(folder)!r}"
        )
    model = literal_paths.load_saved_model(folder)
    if signature not in model.signatures:
        raise ValueError(
            f"`signature` must be one of {sorted(model.signatures)}. Received: "
            f"{signature!r}"
        )
    function = model.signatures[signature]
    names = sorted(function.structured_outputs)
    features = "features" if "features" in names else names[0]
    if len(names) > 1 and features != "features":
        raise ValueError(
            f"The signature {signature!r} must return 'features' and, where it "
            f"classifies, 'probabilities'; name its outputs so. Received: {names}"
        )
    taken = function.structured_input_signature[1]
    if len(taken) != 1:
        raise ValueError(
            f"The signature {signature!r} must take one argument, images. Received: "
            f"{sorted(taken)}"
        )
    ((argument, spec),) = taken.items()
    if spec.shape.rank != 4:
        raise ValueError(
            f"The signature {signature!r} must take images [B, H, W, C]. Received: "
            f"{spec.shape}"
        )

    def extract(images):
        images = tf.constant(_fit(images, spec.shape[1:]), spec.dtype)
        outputs = function(**{argument: images})
        return outputs[features], outputs.get("probabilities")

    extract.model = model  # The function needs it alive.
    weights = sorted((folder / "variables").glob("*"))
    return Extractor(
        # The version of a model says less than its name.
        name=(folder.parent if folder.name.isdecimal() else folder).name,
        hash=sha256(folder / "saved_model.pb", *weights),
        resize=_resize(spec.shape[1:]),
        function=extract,
        distance_name=distance_name,
    )


def _resize(shape):
    if None in shape[:2]:
        return "none"
    return f"to {shape[0]}x{shape[1]}, bilinear with antialias, half-pixel centres"


def _fit(images, shape):
    """Images of the size and channels that a network takes."""
    import tensorflow as tf

    channels = images.shape[-1]
    if shape[-1] == 3 and channels == 1:
        images = images.repeat(3, axis=-1)
    elif shape[-1] not in (channels, None):
        raise ValueError(
            f"The extractor takes images of {shape[-1]} channels. Received "
            f"{channels}; convert them first."
        )
    size = tuple(shape[:2])
    if None in size or images.shape[1:3] == size:
        return images
    return tf.image.resize(images, size, antialias=True).numpy()
