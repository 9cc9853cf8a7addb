"""From the table to comparisons."""
