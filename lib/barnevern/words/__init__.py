"""Sentences and cells in Norwegian, made from the tables they stand beside."""
