"""Folders of images of your own: their files, splits, classes, labels and pairs."""
