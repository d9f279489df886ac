"""The search behind the proof ends: a choice whose part stays open is not made again and again."""

from samtjanst.capabilities.formkit.analysis.solver import (
    And,
    Budget,
    Literal,
    Or,
    Variable,
    solve,
)


def _variables(count: int) -> list[Variable]:
    return [Variable(name, 3, 0b111) for name in range(count)]


def test_choice_of_choices_is_made_once() -> None:
    one, two = _variables(2)
    choices = [Or((Literal(one, bit), Literal(two, bit))) for bit in (0b001, 0b010)]
    assert solve([Or(choices)], Budget(10)) is not None


def test_what_cannot_hold_is_found_out_within_a_few_steps() -> None:
    one, two, three = _variables(3)
    open_parts = [
        And((Or((Literal(one, bit), Literal(two, bit))), Literal(three, 0b100)))
        for bit in (0b001, 0b010)
    ]
    never = [Literal(one, 0b100), Literal(two, 0b100)]
    assert solve([Or(open_parts), *never], Budget(20)) is None
