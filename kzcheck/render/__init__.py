"""Documents, claims, comparisons and findings as text for people and machines."""
