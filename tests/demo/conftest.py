import pytest

from tfgan_zoo import export
from tfgan_zoo.demo import context
from tfgan_zoo.export import pretrained


@pytest.fixture(scope="session")
def models():
    """The pretrained ones."""
    return context.Models(pretrained.directory())


@pytest.fixture(scope="session")
def of_classes():
    return export.load("cdcgan_mnist_5k")


@pytest.fixture(scope="session")
def of_normal_latents():
    return export.load("wgan_gp_mnist_5k")


@pytest.fixture(scope="session")
def translator():
    return export.load("pix2pix_photo_edges")
