"""60 hostile image files, to the pipelines, to the server and to the page of the demo.

Each has to be read, or refused in words; what is good beside them comes, and what
serves them serves on, in bounded time and memory.
"""

import base64
import collections
import contextlib
import multiprocessing
import os
import random
import tempfile
from pathlib import Path

import requests
from PIL import Image

from benchmarks import serving
from benchmarks.abuse import _demo_page, _hostile_images
from tfgan_zoo.experiments.peak_memory import reset_peak, status_mib
from tfgan_zoo.export import pretrained

COUNT = 60
GOOD = [(250, 10, blue) for blue in (0, 60, 120, 180, 240)]  # Their colours.
PATIENCE = _demo_page.PATIENCE  # Seconds for a file.
START = 300  # Seconds for a process to start, and for all files together.
MAX_MIB = 1024  # Above idle.
MOST_SENT = 2**26  # Bytes of a file that is sent; what is larger is there on the disk.


def run(options) -> dict:
    """Makes the files, hands them on, and counts what comes of them by its kind."""
    answers, faults, memory = collections.Counter(), [], {}
    with tempfile.TemporaryDirectory() as folder:
        files = _written(Path(folder), random.Random(options.seed))
        for name, part in PARTS.items():
            log = Path(folder) / f"{name}.log"
            log.touch()
            steps = part(Path(folder), files, log)
            process, idle, most = next(steps), None, (0.0, "")
            for step, answer, fault in steps:
                answers[f"{name}: {answer}"] += 1
                faults += [f"{name}, {_called(step)}: {answer} {fault}"] * bool(fault)
                with contextlib.suppress(OSError, KeyError):  # It has died.
                    if idle is None:  # It has begun, and done what is right.
                        idle = status_mib("VmRSS", process.pid)
                    peak = status_mib("VmHWM", process.pid) - idle
                    reset_peak(process.pid)
                    most = max(most, (peak, _called(step)))
                    if peak > MAX_MIB:
                        faults.append(
                            f"{name}, {_called(step)}: {peak:.0f} MiB above idle"
                        )
            memory[f"{name}_peak_mib_above_idle"], memory[f"{name}_largest_by"] = most
            if "Traceback" in log.read_text(errors="replace"):
                faults.append(f"{name}: tracebacks in the log")
    counts = dict(sorted(answers.items()))
    return {"images": len(files), **counts, **memory, "faults": faults}


def _called(step):
    return step if isinstance(step, str) else f"{step.parent.name}/{step.name[:30]}"


def _written(folder, chance):
    """All files, each in a folder of its own; good ones lie in others."""
    kinds, files = _hostile_images.KINDS, []

    def place(name):
        path = folder / "images" / f"{len(files):02d}" / name
        path.parent.mkdir(parents=True)
        files.append(path)
        return path

    place("folder.png").mkdir()
    place("dangling.png").symlink_to("nowhere.png")
    with place("sparse.png").open("wb") as sparse:
        sparse.truncate(3 * 2**30)
    for i in range(COUNT - len(files)):
        name, content = kinds[i % len(kinds)](chance)
        place(name).write_bytes(content)
    for i, color in enumerate(GOOD):
        good = folder / "images" / f"good_{i}" / "good.png"
        good.parent.mkdir()
        Image.new("RGB", (48, 48), color).save(good)
    return files


def _in_pipelines(folder, files, log):
    """What a process says that reads each alone, and all together."""
    processes = multiprocessing.get_context("spawn")
    ours, theirs = processes.Pipe()
    process = processes.Process(
        target=_read_all, args=(folder, files, theirs), daemon=True
    )
    process.start()
    theirs.close()  # Or its end would not be seen.
    yield process
    for file in ["start", *files, "together"]:
        try:
            if not ours.poll(PATIENCE if file in files else START):
                yield file, "hung", "it took too long"
                break
            answer = ours.recv()
        except EOFError:
            process.join()
            yield file, "died", f"with status {process.exitcode}"
            break
        yield file, *answer
        ours.send("go on")
    process.kill()
    process.join()


def _read_all(folder, files, answers):
    """The process that reads: an answer and what is wrong with it, for each."""
    silence = os.open(os.devnull, os.O_WRONLY)
    for output in (1, 2):  # TensorFlow logs the tracebacks of errors that it raises.
        os.dup2(silence, output)

    def say(answer, fault=""):
        answers.send((answer, fault))
        answers.recv()

    say(*_read(folder / "images" / "good_0"))
    for file in files:
        say(*_read(file.parent))
    say(*_together(folder / "images"))


def _images(folder, **kwargs):
    import pipelines

    return pipelines.load(
        f"folder:{folder}",
        batch_size=1,
        image_size=32,
        channels=3,
        repeat=False,
        shuffle=False,
        **kwargs,
    )


def _read(folder):
    import tensorflow as tf

    try:
        (image,) = _images(folder)
    except (ValueError, tf.errors.OpError) as error:
        return type(error).__name__, "" if str(error) else "no words"
    except Exception as error:
        return type(error).__name__, str(error) or "no words"
    right = image.shape == (1, 32, 32, 3)
    return "read", "" if right else f"its shape is {image.shape}"


def _together(folder):
    """Whether each good image comes once, from a folder with all files."""
    try:
        images = [image.numpy() for image in _images(folder, skip_unreadable=True)]
    except Exception as error:
        return "not together", f"{type(error).__name__}: {error}"
    came = [sum(bool((i == color).all()) for i in images) for color in GOOD]
    return "good beside them", "" if came == [1] * len(GOOD) else f"came: {came}"


def _in_server(folder, files, log):
    """What the server says to a request with the content of each."""
    with serving.serve(pretrained.model_base(None), log) as (process, http, _):
        asked = f"{http}/v1/models/{_demo_page.MODEL}:predict"

        def ask(instance):
            return requests.post(
                asked, json={"instances": [instance]}, timeout=PATIENCE
            )

        sheet = [[[1.0] * 3] * 64] * 64
        yield process
        yield from _served(ask(sheet), "good", [200])
        for file, content in _contents(files):
            text = base64.b64encode(content).decode()
            try:
                yield from _served(ask({"b64": text}), file, range(400, 500))
            except requests.RequestException as error:
                yield file, type(error).__name__, str(error)
        yield from _served(ask(sheet), "good", [200])


def _served(answer, file, right):
    words = answer.text[:200]
    fault = "" if answer.status_code in right and words else words or "no words"
    yield file, answer.status_code, fault


def _in_page(folder, files, log):
    """What the tab of edges says to each as a drawing."""
    with _demo_page.serve(log) as (process, address):
        good = ("good.png", (folder / "images" / "good_0" / "good.png").read_bytes())
        yield process
        yield from _demo_page.draw(address, *good, ["picture"])
        for file, content in _contents(files):
            yield from _demo_page.draw(address, file, content, ["picture", "words"])
        yield from _demo_page.draw(address, *good, ["picture"])


def _contents(files):
    """The files that may be sent."""
    for file in files:
        if file.is_file() and file.stat().st_size <= MOST_SENT:
            yield file, file.read_bytes()


PARTS = {"pipelines": _in_pipelines, "server": _in_server, "page": _in_page}
