import grpc
import pytest
from tensorflow_serving.apis import prediction_service_pb2_grpc

from tests.serving import running
from tfgan_zoo import export, recipes

SHAPE = (16, 16, 1)


def save(directory, recipe="dcgan", seed=0, **options):
    """Exports an untrained generator as the next version of a model."""
    classes = {"num_classes": 3} if recipe == "cdcgan" else {}
    gan = getattr(recipes, recipe).build(SHAPE, seed=seed, width=4, **classes)
    return export.save(gan, directory, **options)


@pytest.fixture(scope="session")
def model_base(tmp_path_factory):
    """A model of every kind: three generators, a translator and a classifier."""
    base = tmp_path_factory.mktemp("models")
    save(base / "plain")
    save(base / "classes", "cdcgan", card={"classes": ["cat", "dog", "owl"]})
    save(base / "together", batching=True)
    save(base / "translator", "pix2pix")
    gan = recipes.semi_supervised_gan.build(SHAPE, num_classes=3, seed=0, width=4)
    export.save_classifier(gan, base / "classifier")
    return base


@pytest.fixture(scope="session")
def server(model_base, tmp_path_factory):
    log = tmp_path_factory.mktemp("server") / "log"
    flags = "--most_examples=64", "--most_mib=1", "--memory_mib=64"
    with running.server(model_base, log, *flags) as started:
        yield started


@pytest.fixture(scope="session")
def client(model_base):
    with running.Client(model_base) as client:
        client.wait_until_ready()
        yield client


@pytest.fixture(scope="session")
def channel(server):
    with grpc.insecure_channel(server.grpc) as opened:
        yield opened


@pytest.fixture(scope="session")
def stub(channel):
    return prediction_service_pb2_grpc.PredictionServiceStub(channel)
