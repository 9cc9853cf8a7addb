"""`python -m kzcheck` is the same as `kzcheck`."""

from kzcheck.cli import main

if __name__ == "__main__":
    main()
