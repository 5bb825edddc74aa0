"""What is shown, and how it becomes HTML and CSV."""
