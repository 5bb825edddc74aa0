"""Many pages at once: what to make (plan), making it (run), and the index of what was made
(index).
"""
