"""Disclosure control: which figures may be shown, so that no child can be read out of a report.

The gate takes the raw observations of a data set and gives the ones that notebooks may see.
"""
