"""Serves saved models over HTTP and gRPC, as TensorFlow Serving does.

    tfgan-serve
    tfgan-serve --model_base=saved_models --port=8501 --grpc_port=8500

    curl -o sevens.png 'http://127.0.0.1:8501/v1/models/cgan_digits/sample.png?label=7'

Without --model_base it serves the models that come with the installation. Versions
that appear in the folder are picked up while it runs. It listens to this machine only
unless --host says otherwise, and asks nobody who they are: put a proxy that does in
front of it on a network. Stop it with Ctrl-C or SIGTERM; it ends what it has begun.

Needs the extra `serve`: pip install 'tfgan-zoo[serve]'.
"""

import logging

from absl import flags

from tfgan_zoo.scripts import command

FLAGS = flags.FLAGS

flags.DEFINE_string(
    "model_base", None, "folder of NAME/VERSION/saved_model.pb; the shipped models"
)
flags.DEFINE_string("host", "127.0.0.1", "address to listen at; 0.0.0.0 for all")
flags.DEFINE_integer("port", 8501, "of HTTP", lower_bound=0, upper_bound=65535)
flags.DEFINE_integer("grpc_port", 8500, "of gRPC", lower_bound=0, upper_bound=65535)
flags.DEFINE_integer(
    "versions", 1, "newest versions of each model that are served", lower_bound=1
)
flags.DEFINE_integer(
    "most_examples", 1024, "that one request may ask for", lower_bound=1
)
flags.DEFINE_integer("most_mib", 32, "of a request's body", lower_bound=1)
flags.DEFINE_integer("threads", 64, "requests served at once", lower_bound=1)
flags.DEFINE_integer(
    "waiting", 256, "more requests that may wait; beyond, 503", lower_bound=0
)


def main():
    """Serves until it is stopped; returns the exit status."""
    with command.extra("serve", "it serves"):
        from tfgan_zoo.serving import model_base, server

    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    logging.getLogger("tfgan_zoo").setLevel(logging.INFO)
    base = model_base.ModelBase(
        command.model_base(),
        versions=FLAGS.versions,
        most_examples=FLAGS.most_examples,
    )
    server.run(
        base,
        host=FLAGS.host,
        port=FLAGS.port,
        grpc_port=FLAGS.grpc_port,
        threads=FLAGS.threads,
        waiting=FLAGS.waiting,
        most_bytes=FLAGS.most_mib * 2**20,
        started=lambda http, rpc: print(f"HTTP {http}, gRPC {rpc}", flush=True),
    )
    return 0


def run():
    """Entry point of `tfgan-serve`."""
    command.run(__name__, main)


if __name__ == "__main__":
    run()
