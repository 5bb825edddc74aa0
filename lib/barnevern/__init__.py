"""Reports on municipal child welfare (barnevern) in Norway."""

__version__ = "0.1.0"

import pandas as pd

# Strings as Python objects: a page's tables are small, and Arrow's strings cost it a third more
# time.
pd.options.mode.string_storage = "python"
