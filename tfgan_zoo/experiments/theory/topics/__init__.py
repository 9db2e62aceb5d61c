"""Topics: one module per figure; `experiments.theory` says what each holds."""
