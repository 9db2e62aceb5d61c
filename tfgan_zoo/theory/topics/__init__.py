"""Topics: one module per figure; see `tfgan_zoo.theory` for what each holds."""
