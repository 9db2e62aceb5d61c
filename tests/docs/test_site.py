"""The site, built with warnings as errors and read page by page."""

import html.parser
import json
import pkgutil
import re
import subprocess
import sys
import urllib.parse

import pytest
from playwright.sync_api import sync_playwright

import pipelines
import tfgan_zoo as zoo
from tests.demo import running
from tests.docs import examples
from tfgan_zoo.export import model_card, pretrained

HOOKS = examples.ROOT / "docs" / "site"
CONFIG = HOOKS / "mkdocs.yml"
LOADS = {  # What a browser fetches by itself.
    *(("script", "src"), ("img", "src"), ("img", "srcset"), ("link", "href")),
    *(("iframe", "src"), ("source", "src"), ("source", "srcset"), ("video", "src")),
    *(("object", "data"), ("embed", "src"), ("form", "action"), ("base", "href")),
}
ROOMS = [m.name for m in pkgutil.iter_modules(zoo.__path__) if m.name != "scripts"]


class Page(html.parser.HTMLParser):
    """What a page of the site refers to, the places it has, and its words."""

    def __init__(self, file):
        super().__init__()
        self.refers, self.ids, self.words = [], set(), []
        self.feed(file.read_text("utf-8"))
        self.text = " ".join(self.words)

    def handle_starttag(self, tag, attrs):
        for name, value in attrs:
            if name == "id":
                self.ids.add(value)
            elif value and name in ("src", "href", "srcset", "data", "action"):
                self.refers.append((tag, name, value))

    def handle_data(self, data):
        self.words += data.split()


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    command = ["build", "--strict", f"--config-file={CONFIG}", f"--site-dir={folder}"]
    answer = subprocess.run(
        [sys.executable, "-m", "mkdocs", *command], capture_output=True, text=True
    )
    assert answer.returncode == 0, answer.stderr
    assert "WARNING -" not in answer.stderr  # TensorFlow says "WARNING:".
    return folder


@pytest.fixture(scope="module")
def pages(site):
    return {file: Page(file) for file in sorted(site.rglob("*.html"))}


@pytest.mark.parametrize("recipe", zoo.recipes.available())
def test_every_recipe_has_its_page(recipe, site, pages):
    page = pages[site / "zoo" / f"{recipe}.html"]
    doc = zoo.recipes.get(recipe).doc
    links = {value for tag, _, value in page.refers if tag == "a"}
    assert set(re.findall(r"https://arxiv\.org/abs/[\d.]+\d", doc)) <= links
    assert f"tfgan-train --recipe={recipe} --dataset=" in page.text
    assert "Algorithm:" in page.text
    assert "step G down the gradient of" in page.text

    cards = [
        model_card.read(pretrained.directory() / m / "1")
        for m in pretrained.available()
    ]
    cards = [card for card in cards if card.get("recipe") == recipe]
    assert ("There is no pretrained model of this recipe" in page.text) == (not cards)
    for card in cards:
        assert " ".join(card["command"].split()) in page.text
        for group in ("measured", "scores"):
            for name, value in card.get(group, {}).items():
                if name != "protocol":
                    assert f"{value:.4g}" in page.words, name
        if card["kind"] != "classifier":
            assert ("img", "src", f"{card['name']}.png") in page.refers
            assert (site / "zoo" / f"{card['name']}.png").stat().st_size > 1000


def test_every_recipe_stands_beside_its_papers(site, pages):
    page = pages[site / "papers.html"]
    links = {value for tag, _, value in page.refers if tag == "a"}
    for name in zoo.recipes.available():
        assert f"zoo/{name}.html" in links
        papers = re.findall(
            r"https://arxiv\.org/abs/[\d.]+\d", zoo.recipes.get(name).doc
        )
        assert papers
        assert set(papers) <= links
    # What the notes cite has a row, with what cites it here.
    for said in ("layers/minibatch_discrimination", "experiments/parallel_lines"):
        assert said in page.words
    assert "https://arxiv.org/abs/1412.6515" in links


def test_every_public_name_has_its_place(site, pages):
    for room in ROOMS:
        package, page = getattr(zoo, room), pages[site / "api" / f"{room}.html"]
        exported = getattr(package, "__all__", None) or [
            module.name for module in pkgutil.iter_modules(package.__path__)
        ]
        for name in exported:
            assert f"{package.__name__}.{name}" in page.ids
    names = {f"pipelines.{name}" for name in pipelines.__all__}
    assert names <= pages[site / "api" / "pipelines.html"].ids


def test_every_command_has_its_place(site, pages):
    scripts = re.findall(r"(tfgan-[\w-]+) = ", (examples.ROOT / "setup.py").read_text())
    assert scripts
    assert set(scripts) <= pages[site / "commands.html"].ids


def test_nothing_is_loaded_from_another_host(site, pages):
    for file, page in pages.items():
        for tag, name, value in page.refers:
            if (tag, name) in LOADS and not value.startswith("data:"):
                assert not re.match(r"(\w+:)?//", value), f"{file}: {value}"
    for file in site.rglob("*.css"):
        assert not re.search(r"(url\(|@import)\s*[\"']?(\w+:)?//", file.read_text())


def test_every_link_inside_of_the_site_leads_somewhere(site, pages):
    followed = 0
    for file, page in pages.items():
        if file.name == "404.html":
            continue  # A web server shows it at any path: its links are absolute.
        for _, _, value in page.refers:
            where, _, anchor = value.partition("#")
            if re.match(r"\w+:", value) or value == "#":
                continue
            where = urllib.parse.unquote(where.partition("?")[0])
            target = (file.parent / where).resolve() if where else file
            assert target.is_file(), f"{file}: {value}"
            if anchor and target in pages:
                anchor = urllib.parse.unquote(anchor)
                assert anchor in pages[target].ids | {"__skip"}, f"{file}: {value}"
            followed += 1
    assert followed > 1000


def test_the_search_knows_the_pages_without_a_server(site):
    index = (site / "search" / "search_index.js").read_text()
    entries = json.loads(index.partition("=")[2])["docs"]
    found = {entry["location"].partition("#")[0] for entry in entries}
    assert {"zoo/wgan_gp.html", "api/objectives.html", "manual.html"} <= found


@pytest.mark.skipif(
    running.browser() is None, reason="no Chromium, neither in $CHROME nor on PATH"
)
def test_a_browser_searches_it_from_the_disk_and_asks_no_host(site):
    requests, errors = [], []
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=running.browser(), args=["--no-sandbox"]
        )
        page = chromium.new_page()
        page.set_default_timeout(120_000)  # A machine may be busy.
        page.on("request", lambda request: requests.append(request.url))
        page.on("pageerror", lambda error: errors.append(error))
        page.goto((site / "zoo" / "wgan_gp.html").as_uri())
        # Typed as by a reader: the search listens to keys.
        page.locator("input.md-search__input").press_sequentially("gradient penalty")
        # Results come with every key; these are those of both words.
        page.wait_for_selector(".md-search-result__link[href*='api/penalties.html']")
        chromium.close()
    assert requests
    assert not [r for r in requests if not r.startswith(("file:", "data:", "about:"))]
    assert not errors


def test_nothing_that_makes_the_site_is_part_of_it(site):
    assert not [*site.rglob("*.py"), *site.rglob("*.yml"), *site.rglob("*.md")]


def test_an_unknown_section_of_the_readme_is_refused(monkeypatch):
    exceptions = pytest.importorskip("mkdocs.exceptions")
    monkeypatch.syspath_prepend(HOOKS)
    import repository

    assert "keras.Model" in repository.section("tfgan-zoo")
    with pytest.raises(exceptions.PluginError, match="no heading 'Two comands'"):
        repository.section("Two comands")
