"""Serves saved models over HTTP and gRPC, as TensorFlow Serving does.

    tfgan-serve
    tfgan-serve --model_base=saved_models --port=8501 --grpc_port=8500

    curl -o sevens.png 'http://127.0.0.1:8501/v1/models/cdcgan_mnist_5k/sample.png?label=7'

Without --model_base it serves the models that come with the installation. Versions
that appear in the folder are picked up while it runs. It listens to this machine only
unless --host says otherwise, and asks nobody who they are: put a proxy that does in
front of it on a network. Stop it with Ctrl-C or SIGTERM; it ends what it has begun.

Needs FastAPI and gRPC; without them, it says how to install what it needs.
"""

import asyncio
import logging

from tfgan_zoo.flags import Flag
from tfgan_zoo.scripts import command
from tfgan_zoo.scripts.command import HOST, MODEL_BASE

FLAGS = [
    MODEL_BASE,
    HOST,
    Flag("port", "of HTTP", 8501, int, min=0, max=65535),
    Flag("grpc_port", "of gRPC", 8500, int, min=0, max=65535),
    Flag("versions", "newest versions of each model that are served", 1, int, min=1),
    Flag("most_examples", "that one request may ask for", 1024, int, min=1),
    Flag("most_mib", "of a request's body", 32, int, min=1),
    Flag("memory_mib", "of all requests together; beyond, 503", 1024, int, min=64),
    Flag("threads", "requests served at once", 64, int, min=1),
    Flag("waiting", "more requests that may wait; beyond, 503", 256, int, min=0),
]


def _main(flags):
    """Serves until it is stopped; returns the exit status."""
    with command.extra("serve", "it serves"):
        from tfgan_zoo.serving import model_repository, server
    from tfgan_zoo.export import pretrained

    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    logging.getLogger("tfgan_zoo").setLevel(logging.INFO)
    repository = model_repository.ModelRepository(
        pretrained.model_base(flags.model_base),
        versions=flags.versions,
        max_examples=flags.most_examples,
    )
    serving = server.run(
        repository,
        host=flags.host,
        port=flags.port,
        grpc_port=flags.grpc_port,
        threads=flags.threads,
        waiting=flags.waiting,
        max_bytes=flags.most_mib * 2**20,
        memory_bytes=flags.memory_mib * 2**20,
    )
    asyncio.run(serving)
    return 0


main, run = command.entry_points(__name__, FLAGS, _main)
