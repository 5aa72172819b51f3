"""The three ways a call can fail for a reason its caller can mend.

Texts are written where they are raised and say what, where and what to do. The command line prints them as one line;
the library never prints.
"""

from __future__ import annotations


class ExtractorError(Exception):
    """Base of the family; catch it to catch all three."""


class InputError(ExtractorError):
    """A document can't be read: missing, empty, binary, undecodable, no permission."""


class RuleError(ExtractorError):
    """A rules folder is wrong. `problems` holds one line per mistake, each with file and line."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class UsageError(ExtractorError):
    """An option or argument is wrong: bad floor, folder that can't be written, unknown export format."""
