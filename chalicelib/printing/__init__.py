"""Sheets to be printed: values in, bytes out. What draws them is imported where it is used, since it takes long to load."""
