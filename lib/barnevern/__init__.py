"""Reports on municipal child welfare (barnevern) in Norway."""

__version__ = "0.1.0"
