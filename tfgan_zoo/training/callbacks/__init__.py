"""Callbacks for `fit`; they count generator steps, across epochs and restarts."""
