"""Drawing that fails costs no step of a training."""

import contextlib
import warnings


@contextlib.contextmanager
def warned(what: str):
    """Warns where drawing fails: no picture is worth a step of training.

    Args:
        what: is drawn, for the message.
    """
    try:
        yield
    except Exception as error:
        why = str(error) or type(error).__name__
        warnings.warn(f"{what} is not drawn: {why}", stacklevel=3)
