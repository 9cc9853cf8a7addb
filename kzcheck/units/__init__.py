"""Units: definitions for pint and the registry. The only importer of pint."""
