"""Norwegian as it is printed: numbers, dates, lists and the alphabet."""
