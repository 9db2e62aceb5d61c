"""The experiment of few labels, `tfgan-few-labels`: classifiers and their errors."""
