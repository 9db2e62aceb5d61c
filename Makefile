# Each needs only Python 3.10 or later, and makes its virtual environment first.
PYTHON ?= python3
export TF_CPP_MIN_LOG_LEVEL ?= 3

.PHONY: train serve demo test test-all test-floor docs clean

train: .venv/installed
	.venv/bin/tfgan-train --recipe=dcgan --dataset=digits --width=32 --batch_size=64 \
	    --workdir=runs/dcgan_digits

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

.venv/installed: constraints.txt
.venv-floor/installed: constraints-floor.txt

%/installed: setup.py Makefile
	$(PYTHON) -m venv $*
	$*/bin/python -m pip install --quiet --editable '.[test]' \
	    --constraint $(filter constraints%,$^)
	touch $@

clean:
	rm -rf .venv .venv-floor build dist *.egg-info
