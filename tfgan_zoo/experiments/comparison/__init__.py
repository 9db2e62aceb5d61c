"""The comparison of recipes, `tfgan-compare`: its runs, its numbers and its page."""
