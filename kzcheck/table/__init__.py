"""The table of claims and the contract over it."""
