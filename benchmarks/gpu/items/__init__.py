"""The measurements; `benchmarks.gpu` says what one is."""
