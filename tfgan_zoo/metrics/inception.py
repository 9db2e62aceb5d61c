"""The Inception network of 2015, by whose features FID and IS are defined.

The frozen graph `classify_image_graph_def.pb` of
http://download.tensorflow.org/models/image/imagenet/inception-2015-12-05.tgz, as
Heusel et al. (2017), https://arxiv.org/abs/1706.08500, and Salimans et al. (2016),
https://arxiv.org/abs/1606.03498, use it: 2048 features from `pool_3:0`, and 1008
classes from the product of `softmax/logits/MatMul`, without its bias, as the authors'
code does. Other weights of the same architecture give other numbers.
"""

import tarfile
import urllib.request
from pathlib import Path

import numpy as np
from scipy.special import softmax

from tfgan_zoo import atomic, pixels
from tfgan_zoo.metrics.features import Extractor, sha256

FILE = "classify_image_graph_def.pb"
ADDRESS = (
    "https://storage.googleapis.com/download.tensorflow.org/models/image/imagenet/"
    "inception-2015-12-05.tgz"
)


def load(path: str | Path, *, expected_hash: str | None = None) -> Extractor:
    """The extractor in the frozen graph.

    Images are rounded to the bytes that files hold, and enter at `ExpandDims:0` in
    [0, 255]. The graph resizes them to 299x299 itself, by the bilinear rule of
    TensorFlow 1: corners not aligned, centres not at half pixels. Grey images enter
    as three equal channels.

    Args:
        path: of `classify_image_graph_def.pb`, or of the folder that holds it.
        expected_hash: SHA-256 that the file must have, in hexadecimal digits.

    Returns:
        `Extractor` named "inception", with probabilities.

    Raises:
        ValueError: there is no such file, it is not that graph, or not of that hash.
    """
    import tensorflow as tf
    from google.protobuf.message import DecodeError

    path = Path(path).expanduser()
    path = path / FILE if path.is_dir() else path
    if not path.is_file():
        raise ValueError(
            f"`path` must be the frozen graph {FILE}; `inception.download` fetches "
            f"it. Received: {str(path)!r}"
        )
    found = sha256(path)
    if expected_hash not in (None, found):
        raise ValueError(
            f"{path} must have the SHA-256 {expected_hash}; fetch it again. It has "
            f"{found}."
        )
    graph = tf.Graph()
    # A session, since functions of TensorFlow 2 refuse the graph's old batch norm.
    session = tf.compat.v1.Session(graph=graph)
    try:
        definition = tf.compat.v1.GraphDef.FromString(path.read_bytes())
        with graph.as_default():
            # A placeholder, since the graph's own input holds one image.
            images = tf.compat.v1.placeholder(tf.float32, [None, None, None, 3])
            pool, product = tf.compat.v1.import_graph_def(
                definition,
                input_map={"ExpandDims:0": images},
                return_elements=["pool_3:0", "softmax/logits/MatMul"],
                name="inception",
            )
    except (DecodeError, ValueError) as error:
        raise ValueError(
            f"{path} must be the frozen Inception graph of 2015, with the tensors "
            "ExpandDims:0, pool_3:0 and the operation softmax/logits/MatMul."
        ) from error
    weights = session.run(product.inputs[1]).astype(np.float64)

    def function(batch):
        features = session.run(pool, {images: _as_bytes(batch)})
        features = features.reshape(len(batch), -1)  # From [B, 1, 1, d].
        return features, softmax(features @ weights, axis=1)

    return Extractor(
        name="inception",
        hash=found,
        resize="rounded to bytes, to 299x299 by TensorFlow 1's bilinear rule",
        function=function,
        distance_name="fid",
    )


def download(folder: str | Path, *, address: str = ADDRESS) -> Path:
    """Fetches the frozen graph, unless the folder holds it.

    Args:
        folder: where it shall lie; made if it is missing.
        address: of the archive.

    Returns:
        The path of the graph. It is unverified: its authors published no hash. Scores
        name the SHA-256 of the graph that they were made by, and `load` takes the one
        that you expect.

    Raises:
        ConnectionError: the address does not answer.
    """
    folder = Path(folder).expanduser()
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / FILE
    if target.is_file():
        return target
    with atomic.temporary(folder) as place:
        archive, written = place / "archive.tgz", place / FILE
        try:
            with urllib.request.urlopen(address, timeout=60) as answer:
                archive.write_bytes(answer.read())
        except OSError as error:
            raise ConnectionError(
                f"{address} does not answer ({error}). Fetch it on a machine with a "
                f"network, unpack {FILE} and pass its path to `inception.load`."
            ) from error
        with tarfile.open(archive) as opened:
            written.write_bytes(opened.extractfile(FILE).read())
        atomic.publish(written, target, replace=True)
    return target


def _as_bytes(images):
    images = np.float32(pixels.to_bytes(images))
    return np.broadcast_to(images, (*images.shape[:3], 3))
