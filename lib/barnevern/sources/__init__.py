"""One module per outside format; each gives observations, and nothing else knows the format."""
