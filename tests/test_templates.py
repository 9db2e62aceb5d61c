"""Jinja's rules are the same for all templates of the repository."""

from pathlib import Path

import jinja2
import pytest

from tfgan_zoo import templates

ROOT = Path(__file__).parents[1]


def test_a_name_that_is_not_given_is_an_error(tmp_path):
    (tmp_path / "page").write_text("{{ absent }}")
    with pytest.raises(jinja2.UndefinedError, match="absent"):
        templates.environment(tmp_path).get_template("page").render()


def test_text_is_escaped_where_it_is_asked_for(tmp_path):
    (tmp_path / "page").write_text("  {% if true %}\n<b>{{ text }}\n  {% endif %}")
    for escape, text in ((True, "<b>&lt;i&gt;\n"), (False, "<b><i>\n")):
        page = templates.environment(tmp_path, escape=escape).get_template("page")
        assert page.render(text="<i>") == text


def test_there_is_one_environment():
    files = (
        file
        for room in ("tfgan_zoo", "docs", "benchmarks", "pipelines")
        for file in (ROOT / room).rglob("*.py")
    )
    found = [file for file in files if "import jinja2" in file.read_text("utf-8")]
    assert found == [Path(templates.__file__)]
