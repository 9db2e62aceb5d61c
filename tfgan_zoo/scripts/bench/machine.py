"""What a measurement was made on."""

import os
import platform

from tfgan_zoo.scripts import run_directory


def facts() -> dict:
    """Commit, load, versions, processor cores and accelerators."""
    import tensorflow as tf

    devices = tf.config.list_physical_devices("GPU")
    details = [tf.config.experimental.get_device_details(d) for d in devices]
    return {
        "commit": run_directory.commit(),
        "load": round(os.getloadavg()[0], 2),
        "versions": run_directory.versions(),
        "machine": f"{platform.machine()}, {os.cpu_count()} cores",
        "accelerators": [d.get("device_name", "unknown") for d in details],
    }
