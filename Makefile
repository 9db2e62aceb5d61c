# Each needs only Python 3.10 or later, and makes its virtual environment first.
PYTHON ?= python3
export TF_CPP_MIN_LOG_LEVEL ?= 3

.PHONY: train serve demo test test-all test-floor docs clean

train: .venv/core
	.venv/bin/tfgan-train --recipe=cdcgan --dataset=mnist_5k --width=32 --steps=3000 \
	    --workdir=runs/cdcgan_mnist_5k

# The pretrained models behind REST and gRPC.
serve: .venv/installed
	.venv/bin/tfgan-serve --model_base=saved_models --port=8501 --grpc_port=8500

# A page to play with the pretrained models.
demo: .venv/installed
	.venv/bin/tfgan-demo

# Two workers, each with one thread; one that is done takes tests of the other's.
PYTEST = python -m pytest --numprocesses=2 --dist=worksteal

# The tests, but for those that train for real.
test: .venv/installed
	.venv/bin/$(PYTEST) -m "not learning"

# All tests, as in continuous integration.
test-all: .venv/installed
	.venv/bin/$(PYTEST)

# The oldest TensorFlow and Keras that the zoo supports.
test-floor: .venv-floor/installed
	.venv-floor/bin/$(PYTEST) -m "not learning"

# The site, in build/site; it opens from the disk.
docs: .venv/installed
	.venv/bin/python -m mkdocs build --strict --config-file=docs/site/mkdocs.yml

.venv/core .venv/installed: constraints.txt
.venv-floor/core .venv-floor/installed: constraints-floor.txt

# What training needs, and then what everything else does.
%/core: setup.py Makefile
	$(PYTHON) -m venv $*
	$*/bin/python -m pip install --quiet --editable . \
	    --constraint $(filter constraints%,$^)
	touch $@

%/installed: %/core
	$*/bin/python -m pip install --quiet --editable '.[test]' \
	    --constraint $(filter constraints%,$^)
	touch $@

clean:
	rm -rf .venv .venv-floor build dist *.egg-info
