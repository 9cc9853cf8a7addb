"""When: the time expressions of a passage, and which of them each quantity is tied to."""

from kzcheck.extract.time.attachment import apply_policy, tie
from kzcheck.extract.time.fiscal import FiscalCalendar, calendars_of
from kzcheck.extract.time.mentions import find, of_head

__all__ = ["FiscalCalendar", "apply_policy", "calendars_of", "find", "of_head", "tie"]
