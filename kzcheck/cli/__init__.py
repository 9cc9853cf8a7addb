"""The command line. The only importer of click; it alone chooses the exit code."""
