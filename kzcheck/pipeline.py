"""The one place that wires the steps."""
