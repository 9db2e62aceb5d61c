"""The parts of tfgan-pipeline-bench."""
