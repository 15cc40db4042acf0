"""The one way in which printing refuses a paper, told apart from faults that a later try cures."""


class UnprintableError(ValueError):
    """The context or the template cannot become this paper; trying again will not help.

    The message names keys, templates and characters, never anybody's data.
    """
