import pytest

from tfgan_zoo import export
from tfgan_zoo.demo import context
from tfgan_zoo.export import shipped


@pytest.fixture(scope="session")
def models():
    """The shipped ones."""
    return context.Models(shipped.directory())


@pytest.fixture(scope="session")
def of_classes():
    return export.load("cdcgan_digits")


@pytest.fixture(scope="session")
def of_normal_latents():
    return export.load("wgan_digits")


@pytest.fixture(scope="session")
def translator():
    return export.load("pix2pix_photo_edges")
