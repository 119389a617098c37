"""How the answers to a case are judged: each law is one function, named in the data as `module.function`.

A law receives what was asked, what came back and what the reference answered, and returns a `Verdict`:

    law(calls, answers, expected, **parameters) -> Verdict

`calls` are `Call`s with arguments made afresh, `answers` and `expected` are `Answer`s, one per call. Most cases are
judged by `general.equal`; where many answers are right, a chapter's own module states the property instead. A law's
words never quote arguments. Laws travel to readers: NumPy and the standard library only, and no reference code.
"""

import importlib
from dataclasses import dataclass


@dataclass(frozen=True)
class Verdict:
    """What a law says of the answers to one case.

    Parameters
    ----------
    fraction : float
        How much of the case is right: 0 for wrong, 1 for right.
    words : str
        Why it is not all right, for the reader; empty if it is.
    """

    fraction: float
    words: str = ""

    @property
    def passed(self):
        """Whether all of the case is right."""
        return self.fraction == 1


RIGHT = Verdict(1.0)


def wrong(words):
    """Return the verdict on a wrong answer.

    >>> wrong("the sign is reversed").passed
    False
    """
    return Verdict(0.0, words)


def by_value(law):
    """Mark a law that accepts the reference's answer alone, so that readers may see what was expected.

    Where many answers are right, the reference's own would give one away; such a law stays unmarked. A marked law
    judges each call by itself.
    """
    law.by_value = True
    return law


def name_of(law):
    """Return the name of a law in the data: its module in this package and its own name."""
    return f"{law.__module__.rsplit('.', 1)[1]}.{law.__name__}"


def named(name):
    """Return the law of that name."""
    module, function = name.split(".")
    return getattr(importlib.import_module(f"{__name__}.{module}"), function)
