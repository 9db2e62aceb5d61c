"""The `models.config` of TensorFlow Serving for a folder of models, printed.

python -m tfgan_zoo.serving.models_config saved_models > models.config
"""

import sys
from pathlib import Path

from tfgan_zoo.export import saved_model


def of_folder(folder: Path, mounted: str = "/models") -> str:
    """The configuration, in the text form of its protocol buffer.

    Args:
        folder: of `NAME/VERSION/saved_model.pb`.
        mounted: where the server finds the folder.

    Raises:
        ValueError: there is no model in it.
    """
    names = saved_model.models(folder)
    if not names:
        raise ValueError(f"{folder} holds no models, NAME/VERSION/saved_model.pb.")
    entries = [
        f'  config {{ name: "{name}" base_path: "{mounted}/{name}" '
        'model_platform: "tensorflow" }'
        for name in names
    ]
    return "\n".join(["model_config_list {", *entries, "}"])


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("Usage: python -m tfgan_zoo.serving.models_config FOLDER")
    try:
        print(of_folder(Path(sys.argv[1]).expanduser()))
    except (OSError, ValueError) as error:
        sys.exit(str(error))
