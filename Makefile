# `make train`, `make serve` and `make test` need only Python 3.10 or later; both make .venv first.
PYTHON ?= python3
export TF_CPP_MIN_LOG_LEVEL ?= 3

.PHONY: train serve test test-floor clean

train: .venv/installed
	.venv/bin/tfgan-train --recipe=dcgan --dataset=digits --width=32 --batch_size=64 \
	    --workdir=runs/dcgan_digits

serve: .venv/installed
	.venv/bin/tfgan-serve --model_base=saved_models --port=8501 --grpc_port=8500

test: .venv/installed
	.venv/bin/python -m pytest

# The oldest TensorFlow and Keras that the zoo supports.
test-floor: .venv-floor/installed
	.venv-floor/bin/python -m pytest

.venv/installed: constraints.txt
.venv-floor/installed: constraints-floor.txt

%/installed: setup.py Makefile
	$(PYTHON) -m venv $*
	$*/bin/python -m pip install --quiet --editable '.[test]' \
	    --constraint $(filter constraints%,$^)
	touch $@

clean:
	rm -rf .venv .venv-floor build dist *.egg-info
