"""Data sets: built from tables, kept as Parquet, read a few regions at a time."""
