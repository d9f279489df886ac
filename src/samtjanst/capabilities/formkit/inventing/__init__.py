"""A real run through a form with invented people in it, so that it can be kept as a test.

Every personal datum is replaced by an invented one of the same kind and length, the same one
everywhere; what rules look at (days between dates, ages, choices, amounts) is as it was.
"""

from samtjanst.capabilities.formkit.inventing.inventor import RunOutError
from samtjanst.capabilities.formkit.inventing.run import Invented, invented

__all__ = ["Invented", "RunOutError", "invented"]
