"""The command line: the only importer of click; it reads the clock, writes files and chooses the exit code."""

from kzcheck.cli.app import main

__all__ = ["main"]
