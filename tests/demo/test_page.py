"""The page in a real browser: every tab is clicked, and shows an image."""

import io
import time
from urllib.parse import urlparse

import pytest
from PIL import Image

from tests import commands
from tests.demo import running
from tests.demo.test_films import record
from tfgan_zoo.demo import app, edges
from tfgan_zoo.runs import samples

SHOWN = "img => img.complete && img.naturalWidth > 0 && img.offsetWidth > 0"


@pytest.fixture(scope="module")
def hosts(tmp_path_factory):
    return tmp_path_factory.mktemp("hosts") / "hosts.txt"


@pytest.fixture(scope="module")
def address(tmp_path_factory, hosts):
    runs = tmp_path_factory.mktemp("work") / "runs"
    record(runs, "mine", 1000, recipe="dcgan", dataset="digits", seed=0)
    before = running.WATCHED.format(log=str(hosts))
    with running.page(f"--runs={runs}", before=before) as address:
        yield address


class Visit:
    """An open page, and what went wrong on it."""

    def __init__(self, page, address):
        self.page, self.host = page, urlparse(address).netloc
        self.outside, self.errors = [], []
        page.on("request", self._requested)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", self._said)
        page.goto(address)

    def _requested(self, request):
        url = urlparse(request.url)
        if url.scheme not in ("data", "blob") and url.netloc != self.host:
            self.outside.append(request.url)

    def _said(self, message):
        if message.type == "error":
            self.errors.append(f"{message.text} {message.location}")

    def open(self, tab):
        self.page.get_by_role("tab", name=tab).click()
        self.panel = self.page.get_by_role("tabpanel").filter(visible=True)

    def press(self, button):
        self.panel.get_by_role("button", name=button, exact=True).click()

    def choose(self, label, value):
        self.panel.get_by_label(label, exact=True).click()
        self.page.get_by_role("option", name=value, exact=True).click()

    def pictures(self, count=1, other_than=()):
        """Waits for pictures that are there in full, and gives their addresses."""
        self.page.wait_for_function(
            f"""([count, before]) => {{
                const shown = [...document.querySelectorAll('[role=tabpanel] img')]
                    .filter({SHOWN}).map(img => img.src);
                return shown.length >= count && !shown.some(s => before.includes(s));
            }}""",
            arg=[count, list(other_than)],
        )
        panel = self.page.get_by_role("tabpanel").filter(visible=True)
        images = panel.locator("img").all()
        return [image.get_attribute("src") for image in images]


@pytest.fixture(scope="module")
def chromium():
    path = running.browser()
    if path is None:
        pytest.skip("no Chromium, neither in $CHROME nor on PATH")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox"]
        )
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium, address):
    page = chromium.new_page(viewport={"width": 1280, "height": 900})
    page.set_default_timeout(60_000)
    yield (visit := Visit(page, address))
    page.close()
    assert not visit.outside
    assert not visit.errors


def test_samples_are_there_at_once_and_another_seed_gives_others(visit):
    visit.open("Samples")
    first = visit.pictures()
    visit.press("Another seed")
    second = visit.pictures(other_than=first)
    visit.choose("Label", "7")
    third = visit.pictures(other_than=second)
    visit.choose("Generator", "wgan_gp_mnist_5k")
    visit.pictures(other_than=third)
    assert not visit.panel.get_by_label("Label", exact=True).is_visible()
    assert "normal latents; 3 keeps all" in visit.panel.inner_text()


def test_a_walk_is_a_film(visit):
    visit.open("Latent walk")
    first = visit.pictures()
    visit.panel.get_by_label("to seed").fill("7")
    visit.press("Walk")
    second = visit.pictures(other_than=first)
    assert second[0].startswith("data:image/webp;base64,")


def test_a_drawing_becomes_a_photograph(visit):
    from playwright.sync_api import expect

    visit.open("Draw edges")
    visit.pictures(count=13)
    photograph = visit.panel.locator(".image-grid img")
    before = photograph.get_attribute("src")
    canvas = visit.panel.locator("canvas").first.bounding_box()
    x, y = (canvas["x"] + canvas["width"] / 2, canvas["y"] + canvas["height"] / 2)
    visit.page.mouse.move(x - 60, y - 60)
    visit.page.mouse.down()
    visit.page.mouse.move(x + 60, y + 60, steps=5)
    visit.page.mouse.up()
    expect(photograph).not_to_have_attribute("src", before, timeout=60_000)


def test_the_canvas_fits_its_frame(visit):
    visit.open("Draw edges")
    visit.pictures(count=13)
    canvas = visit.panel.locator("canvas").first.bounding_box()
    frame = visit.panel.locator(".canvas").bounding_box()
    assert canvas["width"] == pytest.approx(frame["width"], abs=4)
    zoom = visit.panel.locator(".zoom-number").inner_text()
    assert int(zoom.strip(" %")) > 90


def test_a_held_out_source_becomes_the_photograph_of_it(visit, translator):
    from playwright.sync_api import expect

    visit.open("Draw edges")
    visit.pictures(count=13)
    photograph = visit.panel.locator(".image-grid img")
    before = photograph.get_attribute("src")
    visit.panel.locator(".pairs button").nth(9).click()
    expect(photograph).not_to_have_attribute("src", before, timeout=60_000)
    sources, _ = samples.held_out_pairs(translator.card, 12)
    expected = edges.photograph(translator, sources[9]).tobytes()

    def shown():
        answer = visit.page.request.get(photograph.get_attribute("src"))
        with Image.open(io.BytesIO(answer.body())) as image:
            return image.convert("RGB").tobytes()

    # While the canvas takes the source in, the page may show what it has so far.
    end = time.monotonic() + 60
    while shown() != expected and time.monotonic() < end:
        visit.page.wait_for_timeout(100)
    assert shown() == expected


@pytest.mark.parametrize("tab", [tab.TITLE for tab in app.TABS])
def test_a_telephone_shows_a_tab_in_its_width(chromium, address, tab):
    from playwright.sync_api import expect

    page = chromium.new_page(viewport={"width": 390, "height": 844})
    page.set_default_timeout(60_000)
    visit = Visit(page, address)
    page.locator(".overflow-menu > button").first.wait_for()
    panel = page.get_by_role("tabpanel").filter(visible=True)
    panel.evaluate("panel => panel.dataset.first = 'yes'")
    if page.get_by_role("tab", name=tab).is_visible():
        page.get_by_role("tab", name=tab).click()
    else:
        page.locator(".overflow-menu > button").first.click()
        page.locator(".overflow-dropdown button", has_text=tab).click()
    if tab != app.TABS[0].TITLE:
        expect(panel).not_to_have_attribute("data-first", "yes")
    visit.pictures()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.close()
    assert not visit.outside
    assert not visit.errors


def test_films_are_shown(visit):
    visit.open("Training films")
    first = visit.pictures()
    assert "dcgan" in visit.panel.inner_text()
    visit.press("Look for new films")
    assert visit.pictures() == first


def test_two_generators_are_compared(visit):
    visit.open("Compare")
    first = visit.pictures(count=2)
    visit.choose("and another", "semi_supervised_gan_mnist")
    visit.pictures(count=2, other_than=first[1:])
    visit.press("Compare")
    visit.choose("and another", "wgan_gp_mnist_5k")
    visit.page.get_by_text("cannot be given the same latents").first.wait_for()


def test_what_is_wrong_is_said_in_words(visit):
    visit.open("Samples")
    visit.pictures()
    visit.panel.get_by_label("Seed").fill("")
    visit.press("Draw samples")
    visit.page.get_by_text("The seed is a whole number from 0").first.wait_for()


def test_the_server_asks_no_other_host(visit, hosts):
    visit.open("Samples")
    visit.pictures()
    assert set(hosts.read_text().split()) <= {"127.0.0.1", "localhost", "::1"}


def test_without_gradio_it_says_what_to_install():
    before = "import sys; sys.modules['gradio'] = None"
    message = commands.message_of(
        commands.finish(commands.start("demo", before=before))
    )
    assert "needs gradio. Install" in message
    assert "with: pip install 'gradio>=" in message
