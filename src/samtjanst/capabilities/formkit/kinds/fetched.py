"""Kinds whose plain answer can be filled in from, chosen among or checked against a look-up.

The answer is the same as without a look-up. Where it came from is known from what the service
said, and sealed beside the answers (:mod:`formkit.origins`); only a text in one line carries its
origin itself.
"""
# ruff: noqa: ARG002 - every kind answers to the same signature

from dataclasses import replace
from typing import Any

from samtjanst.capabilities.formkit.context import Context
from samtjanst.capabilities.formkit.kinds import look_up_settings, looked_up
from samtjanst.capabilities.formkit.kinds.addresses import PARTS, AddressKind
from samtjanst.capabilities.formkit.kinds.base import Behaviour, Control, Posted, first, inner
from samtjanst.capabilities.formkit.kinds.choices import ChoiceKind
from samtjanst.capabilities.formkit.kinds.contacts import EmailKind, PhoneKind
from samtjanst.capabilities.formkit.kinds.decimals import MoneyKind, NumberKind, PercentageKind
from samtjanst.capabilities.formkit.kinds.identifiers import OrganisationNumberKind
from samtjanst.capabilities.formkit.kinds.numbers import DateKind, IntegerKind
from samtjanst.capabilities.formkit.kinds.properties import PropertyKind
from samtjanst.capabilities.formkit.kinds.written import LongTextKind
from samtjanst.capabilities.formkit.messages import Message
from samtjanst.capabilities.formkit.model import Question
from samtjanst.capabilities.formkit.reading.fields import Fields
from samtjanst.capabilities.formkit.settings import address_lookups, lookups
from samtjanst.capabilities.formkit.texts import Told


class LooksUp(Behaviour):
    """What a look-up adds to a kind that it stands before."""

    def check(self, question: Question, item: Fields) -> None:
        """A look-up needs all of its settings, and no other way to be filled in or checked."""
        super().check(question, item)
        look_up_settings.refuse_halves(question, item)
        told = question.settings
        if told.lookup and (told.confirm or told.from_register or told.prefill):
            reason = Told(
                "ett svar med uppslag skrivs inte två gånger och hämtas inte från annat håll",
                "an answer with a look-up is not written twice, nor fetched from elsewhere",
            )
            item.refuse("settings.lookup", reason)

    def read(self, question: Question, posted: Posted, context: Context) -> Any:
        """What was chosen in the list, else what was typed."""
        if not question.settings.lookup:
            return super().read(question, posted, context)
        name = question.id
        text = looked_up.chosen(question, posted, context)
        if text is None:
            text = first(posted, name) or first(posted, f"{name}.{looked_up.SELF}")
        return super().read(question, {name: [text]}, context)

    def judge(self, question: Question, value: Any, context: Context) -> tuple[Message, ...]:
        """As without a look-up, and something that the service must know."""
        found = super().judge(question, value, context)
        if found or not question.settings.lookup:
            return found
        return looked_up.refused(question, self.plain(question, value), context)

    def lines(
        self, question: Question, value: Any, context: Context, language: str
    ) -> tuple[str, ...]:
        """The answer, and which service said so when."""
        told = super().lines(question, value, context, language)
        return (*told, *looked_up.origin_lines(context.origins.get(question.id), language))

    def control(self, question: Question, value: Any, context: Context, language: str) -> Control:
        """As without a look-up, with a word of what it led to; or a list and an own field."""
        made = super().control(question, value, context, language)
        text = self.plain(question, value)
        told = looked_up.shown_of(question, text, context) if question.settings.lookup else None
        if told is None:
            return made
        offered = [
            (one, self._worded(question, one, context, language)) for one in looked_up.said(told)
        ]
        return looked_up.with_choices(
            question, made, told, text=text, offered=offered, language=language
        )

    def _worded(self, question: Question, text: str, context: Context, language: str) -> str:
        value, bare = self.fetched(question, text, context), replace(context, origins={})
        return ", ".join(self.lines(question, value, bare, language))


class FetchedLongText(LooksUp, LongTextKind):
    """Text in several lines."""

    settings = (*LongTextKind.settings, *lookups())


class FetchedInteger(LooksUp, IntegerKind):
    """A whole number."""

    settings = (*IntegerKind.settings, *lookups())


class FetchedNumber(LooksUp, NumberKind):
    """A number with decimals."""

    settings = (*NumberKind.settings, *lookups())


class FetchedPercentage(LooksUp, PercentageKind):
    """Per cent."""

    settings = (*PercentageKind.settings, *lookups())


class FetchedMoney(LooksUp, MoneyKind):
    """An amount of money."""

    settings = (*MoneyKind.settings, *lookups())


class FetchedDate(LooksUp, DateKind):
    """A day; of a moment (ISO 8601) its day."""

    settings = (*DateKind.settings, *lookups())

    def fetched(self, question: Question, text: str, context: Context) -> Any:
        """The day."""
        return super().fetched(question, text.partition("T")[0], context)


class FetchedEmail(LooksUp, EmailKind):
    """An e-mail address."""

    settings = (*EmailKind.settings, *lookups())


class FetchedPhone(LooksUp, PhoneKind):
    """A telephone number."""

    settings = (*PhoneKind.settings, *lookups())


class FetchedProperty(LooksUp, PropertyKind):
    """A property by its designation."""

    settings = (*PropertyKind.settings, *lookups())


class FetchedOrganisationNumber(LooksUp, OrganisationNumberKind):
    """An organisation number."""

    settings = (*OrganisationNumberKind.settings, *lookups())


class FetchedAddress(LooksUp, AddressKind):
    """An address, out of several values of a look-up; as one text it has a line for each part."""

    settings = (*AddressKind.settings, *address_lookups())

    def plain(self, question: Question, value: Any) -> str:
        """A line for each part, in the order of ``PARTS``."""
        return "" if self.empty(value) else "\n".join(inner(value, name) for name in PARTS)

    def fetched(self, question: Question, text: str, context: Context) -> Any:
        """The address; None when a part is missing or wrong."""
        parts = zip(PARTS, text.split("\n"), strict=False)
        posted = {f"{question.id}.{name}": [part] for name, part in parts}
        value = AddressKind.read(self, question, posted, context)
        return None if value is None or self.judge(question, value, context) else value

    def read(self, question: Question, posted: Posted, context: Context) -> Any:
        """The address that was chosen in the list, else what was typed."""
        text = looked_up.chosen(question, posted, context) if question.settings.lookup else None
        if text:
            return self.fetched(question, text, context)
        return AddressKind.read(self, question, posted, context)


class FetchedChoice(LooksUp, ChoiceKind):
    """One of the options, which the service names by its id or its Swedish or English label."""

    settings = (*ChoiceKind.settings, *lookups())

    def check(self, question: Question, item: Fields) -> None:
        """What is chosen among are the question's own options."""
        super().check(question, item)
        if question.settings.lookup_use:
            reason = Told(
                "svaret väljs bland frågans egna alternativ; uppslaget kan bara fylla i det",
                "the answer is one of the question's own options, which a look-up can only fill in",
            )
            item.refuse("settings.lookup_use", reason)

    def fetched(self, question: Question, text: str, context: Context) -> Any:
        """The option's id; None for none of them."""
        wanted = " ".join(text.casefold().split())
        for option in question.options:
            named = {option.id, option.label.to("sv").casefold(), option.label.to("en").casefold()}
            if wanted in named:
                return option.id
        return None
