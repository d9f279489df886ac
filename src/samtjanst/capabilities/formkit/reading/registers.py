"""What a definition says of the registers that it asks."""

from samtjanst.capabilities.formkit.reading.fields import Fields
from samtjanst.capabilities.formkit.registers_asked import LONGEST, Register, RegisterUse
from samtjanst.capabilities.formkit.texts import SLOT, Text, Told


def read(item: Fields) -> RegisterUse:
    """One register, why it is asked and by what right."""
    use = RegisterUse(
        id=item.id(),
        register=Register(item.one_of("register", set(Register), Register.PERSON.value)),
        purpose=_told(item, "purpose"),
        legal_basis=_told(item, "legal_basis"),
        told_to_others=item.flag("told_to_others"),
    )
    item.close()
    return use


def refuse_doubles(item: Fields, uses: tuple[RegisterUse, ...]) -> None:
    """A register has one purpose and one basis: what is kept with a look-up must be one."""
    seen: set[Register] = set()
    for place, use in enumerate(uses):
        if use.register in seen:
            reason = Told("registret står redan i listan", "the register is in the list already")
            item.refuse(f"registers[{place}].register", reason)
        seen.add(use.register)


def _told(item: Fields, key: str) -> Text:
    text = item.words(key)
    if max(len(text.sv), len(text.en)) > LONGEST:
        reason = Text("texten får ha högst {most} tecken", "the text has at most {most} characters")
        item.refuse(key, reason.told(most=LONGEST))
    # It is kept with every look-up as it stands, and must mean the same everywhere.
    if SLOT.search(text.sv) or SLOT.search(text.en):
        reason = Text("texten kan inte ha parametrar", "the text cannot have parameters")
        item.refuse(key, reason.told())
    return text
