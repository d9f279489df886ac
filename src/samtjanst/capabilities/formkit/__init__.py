"""The form engine: pure functions over an immutable definition document (see README.md)."""

from samtjanst.capabilities.formkit.context import (
    AddressFacts,
    ApplicantFacts,
    ChildFacts,
    Context,
    FileFacts,
    GuardianFacts,
)
from samtjanst.capabilities.formkit.definition import (
    Definition,
    DefinitionError,
    Problem,
    load,
    load_text,
)
from samtjanst.capabilities.formkit.evaluation import Evaluation, evaluate

__all__ = [
    "AddressFacts",
    "ApplicantFacts",
    "ChildFacts",
    "Context",
    "Definition",
    "DefinitionError",
    "Evaluation",
    "FileFacts",
    "GuardianFacts",
    "Problem",
    "evaluate",
    "load",
    "load_text",
]
