"""Pages of the API: one for each public package, and one for the command lines.

A hook of MkDocs. A page names what the package exports, or, where it exports nothing,
its functions and modules; mkdocstrings turns the names into their docstrings.
"""

import importlib
import importlib.metadata
import inspect
import pkgutil
import subprocess
import sys

from mkdocs.structure.files import File

import pipelines
import tfgan_zoo


def on_config(config):
    """Lists the pages below the section of the API."""
    (api,) = (entry for entry in config.nav if "API" in entry)
    api["API"] = ["api/index.md", *(f"api/{short(room)}.md" for room in rooms())]


def on_files(files, config):
    """Adds the pages."""
    made = {"api/index.md": index(), "commands.md": commands()}
    made |= {f"api/{short(room)}.md": page(room) for room in rooms()}
    for uri, content in made.items():
        files.append(File.generated(config, uri, content=content))
    return files


def rooms() -> list:
    """The public packages; `scripts` are commands."""
    names = (module.name for module in pkgutil.iter_modules(tfgan_zoo.__path__))
    modules = [getattr(tfgan_zoo, name) for name in names if name != "scripts"]
    return [*modules, pipelines]


def short(room) -> str:
    """Name of a package without that of the zoo."""
    return room.__name__.removeprefix("tfgan_zoo.")


def exported(package) -> list[str]:
    """Full names of what a package offers."""
    if hasattr(package, "__all__"):
        return [f"{package.__name__}.{name}" for name in package.__all__]
    names = [
        f"{package.__name__}.{name}"
        for name, value in vars(package).items()
        if inspect.isfunction(value)
        and value.__module__ == package.__name__
        and not name.startswith("_")
    ]
    folders = getattr(package, "__path__", [])
    for module in pkgutil.iter_modules(folders, f"{package.__name__}."):
        names.append(module.name)
        if module.ispkg:
            names += exported(importlib.import_module(module.name))
    return names


def index() -> str:
    """What stands at the top, and the packages."""
    lines = ["# API", "", _introduction(tfgan_zoo), "", "| package | |", "|---|---|"]
    for room in rooms():
        first = inspect.getdoc(room).splitlines()[0]
        lines.append(f"| [`{room.__name__}`]({short(room)}.md) | {first} |")
    return "\n".join([*lines, ""])


def page(room) -> str:
    """The page of a package."""
    parts = [f"# {room.__name__}", _introduction(room)]
    return "\n\n".join([*parts, *(f"::: {name}" for name in exported(room)), ""])


def commands() -> str:
    """The answer of each command to `--help`."""
    parts = ["# Command lines"]
    for entry in sorted(importlib.metadata.entry_points(group="console_scripts")):
        module, _, _ = entry.value.partition(":")
        if module.startswith("tfgan_zoo."):
            answer = subprocess.run(
                [sys.executable, "-m", module, "--help"],
                capture_output=True,
                text=True,
                check=True,
            )
            parts += [f"## {entry.name}", f"```text\n{answer.stdout.strip()}\n```"]
    return "\n\n".join([*parts, ""])


def _introduction(package):
    """The docstring of a package, without its members."""
    options = ("show_root_heading", "show_root_toc_entry", "members")
    lines = [f"::: {package.__name__}", "    options:"]
    return "\n".join([*lines, *(f"      {option}: false" for option in options)])
