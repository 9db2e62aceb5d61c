"""What every command line shares: flags of its own, errors as messages, a status."""

import io
import subprocess
import sys

import pytest

from tfgan_zoo import flags, recipes
from tfgan_zoo.flags import Flag
from tfgan_zoo.scripts import command, config_flags, convert, sample, train


def entry(function, *flags):
    main, _ = command.entry_points("tfgan_zoo.scripts.some_thing", flags, function)
    return main


def test_it_is_called_many_times_with_other_arguments():
    seen = []
    number = Flag("number", "of things", 3, int, min=1)
    words = Flag("words", "separated by commas", type=list)
    main = entry(lambda flags: seen.append((flags.number, flags.words)), number, words)
    for arguments in (["--number=5"], [], ["--words=a,b", "--number", "2"]):
        main(arguments)
    assert seen == [(5, None), (3, None), (2, ["a", "b"])]


def test_paths_that_are_not_utf8_are_printed(monkeypatch):
    out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
    monkeypatch.setattr(sys, "stdout", out)
    assert entry(lambda flags: print("k\udce4se"))([]) is None
    assert out.buffer.getvalue() == b"k\\udce4se\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--number=0"], "flag --number=0"),
        (["--numbr=1"], "Unknown command line flag 'numbr'. Did you mean: number"),
        (["--number=1", "rest"], "flags begin with --; cannot use ['rest']"),
        ([], "--number is required"),
        (["--number=4"], "four is no number"),
        (["--number=9223372036854775808"], "is beyond 64 bits"),
        (["--number=1", "--rate=nan"], "is no finite number"),
        (["--number=1", "--rate=inf"], "is no finite number"),
        (["--number=1", "--folder="], "flag --folder=: is empty"),
    ],
)
def test_wrong_flags_are_a_message_and_a_status(arguments, message, capsys):
    def check(value):
        if value == 4:
            raise ValueError("four is no number")

    number = Flag("number", "of things", None, int, True, min=1, check=check)
    others = Flag("rate", "of them", 1.0, float), Flag("folder", "to write to")
    assert entry(lambda flags: 0, number, *others)(arguments) == 1
    error = capsys.readouterr().err
    assert error.startswith("tfgan-some-thing: ")
    assert message in error
    assert error.endswith("See tfgan-some-thing --help.\n")


def test_expected_errors_are_messages_and_others_are_not(capsys):
    def fail(error):
        def function(flags):
            raise error

        return entry(function)

    assert fail(ValueError("not so"))([]) == 1
    assert capsys.readouterr().err == "tfgan-some-thing: not so\n"
    assert fail(KeyboardInterrupt())([]) == 130
    with pytest.raises(ValueError, match="not so"):
        fail(ValueError("not so"))(["--verbosity=1"])
    with pytest.raises(ZeroDivisionError):
        fail(ZeroDivisionError())([])


def test_several_commands_live_in_one_process(tmp_path, capsys):
    assert train.main(["--recipe=gan"]) == 1
    assert "tfgan-train: --workdir is required" in capsys.readouterr().err
    assert sample.main(["--model=none", f"--output={tmp_path / 'x.png'}"]) == 1
    assert "no pretrained model of this name" in capsys.readouterr().err
    assert convert.main([f"--model={tmp_path}", "--output=a.keras"]) == 1
    assert "is made of a run directory" in capsys.readouterr().err
    assert train.main(["--help"]) == 0
    assert "--workdir: the run directory" in capsys.readouterr().out


def test_a_recipe_is_printed_without_tensorflow():
    code = (
        "import sys; from tfgan_zoo.scripts import train;"
        "status = train.main(['--recipe=wgan', '--print_recipe']);"
        "sys.exit(status or 'tensorflow' in sys.modules)"
    )
    answer = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True
    )
    assert answer.returncode == 0, answer.stderr
    assert answer.stdout == recipes.get("wgan").file.read_text()


def test_flags_of_fields_may_have_other_defaults():
    (steps, data_dir) = config_flags.of("steps", "data_dir", steps=7)
    values = flags.parse([steps, data_dir], [])
    assert (values.steps, values.data_dir) == (7, None)
    assert flags.given([steps, data_dir], values) == {}
    values = flags.parse([steps, data_dir], ["--steps=9"])
    assert command.line("tfgan-x", [steps], values) == "tfgan-x --steps=9"
