"""The parts of `tfgan-compare`: a run and what measures it, and the page over all."""
