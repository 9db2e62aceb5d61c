"""What every command line of the zoo shares."""

import contextlib
import os
import sys

from absl import app, flags, logging


def run(module_name: str, main):
    """Runs `main()` after parsing the flags that a module defines.

    `--help` prints the module's docstring and its flags, and nothing is imported for
    it. An expected error is printed as one message; with --verbosity=1 it comes with
    its traceback.

    Args:
        module_name: `__name__` of the script.
        main: function without arguments; returns the exit status.
    """
    # Said before TensorFlow is imported: its start-up notes are not the user's.
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    program = os.path.basename(sys.argv[0])
    if {"--help", "-help", "-h"} & set(sys.argv[1:]):
        module = sys.modules[module_name]
        print(f"{module.__doc__.strip()}\n")
        print(flags.FLAGS.module_help(_flags_module(module_name)))
        sys.exit(0)

    def guarded(argv):
        if argv[1:]:
            raise app.UsageError(f"flags begin with --; cannot use {argv[1:]}")
        if not flags.FLAGS["verbosity"].present:
            logging.set_verbosity(logging.WARNING)
        try:
            return main()
        except Exception as error:
            if flags.FLAGS.verbosity > 0 or not isinstance(error, _expected()):
                raise
            print(f"{program}: {error}", file=sys.stderr)
            return 1
        except KeyboardInterrupt:
            return 130  # As a shell reports Ctrl-C.

    app.run(guarded)


@contextlib.contextmanager
def extra(name: str, what: str):
    """Says which extra to install if an import of the program that needs it fails.

    Args:
        name: of the extra, and of the program: tfgan-NAME.
        what: the extra is for, in words.
    """
    try:
        yield
    except ModuleNotFoundError as error:
        raise ValueError(
            f"tfgan-{name} needs {error.name}. Install what {what} with: "
            f"pip install 'tfgan-zoo[{name}]'"
        ) from error


def model_base():
    """The folder that --model_base names; else that of the shipped models."""
    from tfgan_zoo.export import shipped

    directory = flags.FLAGS.model_base or shipped.directory()
    if directory is None:
        raise ValueError("No models come with this installation; name --model_base.")
    return directory


def required(name: str, known=None):
    """Makes a flag required, with one of the known values if they are given."""

    def check(value):
        if value is None:
            raise flags.ValidationError(f"--{name} is required")
        if known is not None and value not in known():
            from pipelines import catalogue

            raise flags.ValidationError(str(catalogue.unknown(name, value, known())))
        return True

    flags.register_validator(name, check)


def _expected() -> tuple:
    """Errors that tell the user what to do; those of data arrive as TensorFlow's."""
    errors = (ValueError, OSError, FloatingPointError)
    if "tensorflow" in sys.modules:
        errors += (sys.modules["tensorflow"].errors.OpError,)
    return errors


def _flags_module(module_name):
    # absl files the flags of the main module under the program's path.
    known = flags.FLAGS.flags_by_module_dict()
    return module_name if module_name in known else sys.argv[0]
