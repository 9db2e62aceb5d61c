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

import generated

import pipelines
import tfgan_zoo


def on_config(config):
    """Lists the pages below the section of the API."""
    (api,) = (entry for entry in config.nav if "API" in entry)
    api["API"] = ["api/index.md", *(f"api/{name}.md" for name in rooms())]


def on_files(files, config):
    """Adds the pages."""
    return generated.add(files, config, pages())


def pages() -> dict:
    """Every page by its address."""
    made = {
        f"api/{name}.md": generated.render(
            "package", room=room, exported=exported(room)
        )
        for name, room in rooms().items()
    }
    made["api/index.md"] = generated.render("api", rooms=rooms())
    made["commands.md"] = generated.render("commands", answers=answers())
    return made


def rooms() -> dict:
    """The public packages by their names within the zoo; `scripts` are commands."""
    names = (module.name for module in pkgutil.iter_modules(tfgan_zoo.__path__))
    found = {name: getattr(tfgan_zoo, name) for name in names if name != "scripts"}
    return {**found, "pipelines": pipelines}


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


def answers() -> dict:
    """The answer of each command to `--help`."""
    commands = importlib.metadata.entry_points(group="console_scripts")
    return {
        entry.name: subprocess.check_output(
            [sys.executable, "-m", entry.module, "--help"], text=True
        ).strip()
        for entry in sorted(commands)
        if entry.module.startswith("tfgan_zoo.")
    }
