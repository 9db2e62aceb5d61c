"""The input benchmark, `tfgan-pipeline-bench`: whether a step waits for its data."""
