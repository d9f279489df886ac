"""Who signs, how, and for whom the applicant may act: the part ``signing`` of the document."""

import re
from dataclasses import replace

from samtjanst.capabilities.formkit import model
from samtjanst.capabilities.formkit.kinds.properties import FARTHEST
from samtjanst.capabilities.formkit.kinds.signatories import MOST
from samtjanst.capabilities.formkit.login import LoginLevel, LoginRule
from samtjanst.capabilities.formkit.reading import rules
from samtjanst.capabilities.formkit.reading.fields import ID, Fields
from samtjanst.capabilities.formkit.texts import Told

_POWER = re.compile(r"[a-z][a-z0-9_]{0,39}")


def read(item: Fields, listed: tuple[model.Rule, ...]) -> model.SigningRule:
    """Read how the filing is signed; ``listed`` are the rules, which can demand more signatures."""
    who = item.part("signatories")
    signatories = model.Signatories(
        guardians_of=who.text("guardians_of", required=False, form=ID),
        stated_in=who.text("stated_in", required=False, form=ID),
        named_in=who.text("named_in", required=False, form=ID),
        needed=who.maybe_whole("needed", 1, MOST),
        order=model.SigningOrder(who.one_of("order", set(model.SigningOrder), "together")),
        alone_in=who.text("alone_in", required=False, form=ID),
        neighbours_of=who.text("neighbours_of", required=False, form=ID),
        neighbours_within=who.maybe_whole("neighbours_within", 1, FARTHEST),
    )
    signatories = replace(signatories, others=_others(signatories.named_in, listed))
    who.close()
    rule = model.SigningRule(
        mode=model.SigningMode(item.one_of("mode", set(model.SigningMode), "arrives_at_once")),
        reminders_days=item.wholes("reminders_days", 1, 365),
        expires_days=item.whole("expires_days", 1, 365),
        signatories=signatories,
        represents=_represents(item),
        confirmation=model.Confirmation(
            item.one_of("confirmation", set(model.Confirmation), "signature")
        ),
        login=_login(item),
    )
    if signatories.is_joint and not rule.is_signed:
        item.refuse(
            "confirmation",
            Told(
                "den sökande måste skriva under när någon annan ska göra det",
                "the applicant must sign when somebody else is to",
            ),
        )
    if rule.reminders_days and rule.reminders_days[-1] >= max(rule.expires_days, 1):
        item.refuse(
            "reminders_days",
            Told(
                "sista påminnelsen ska gå ut före tiden för underskrift",
                "the last reminder must go out before the time to sign has passed",
            ),
        )
    item.close()
    return rule


def _others(named_in: str, listed: tuple[model.Rule, ...]) -> tuple[str, ...]:
    found = dict.fromkeys(rule.target_id for rule in listed if rule.target == "party")
    return tuple(one for one in found if one not in {*rules.KNOWN_PARTIES, named_in})


def _login(item: Fields) -> LoginRule:
    if not item.has("login"):
        return LoginRule()
    told, levels = item.part("login"), set(LoginLevel)
    start, hand_in = (
        LoginLevel(told.one_of(name, levels, "by_class")) for name in ("start", "hand_in")
    )
    if start.number and hand_in.number and hand_in.number < start.number:
        told.refuse(
            "hand_in",
            Told(
                "det går inte att kräva lägre nivå för att lämna in än för att fylla i",
                "no lower level can be asked for to hand in than to fill in",
            ),
        )
    told.close()
    return LoginRule(start, hand_in)


def _represents(item: Fields) -> model.Represents:
    if not item.has("represents"):
        return model.Represents()
    told = item.part("represents")
    found = model.Represents(
        company=model.ActingPower(told.one_of("company", set(model.ActingPower), "never")),
        person=model.ActingPower(told.one_of("person", set(model.ActingPower), "never")),
        power=told.text("power", form=_POWER) if told.has("power") else "",
    )
    if found.person is not model.ActingPower.NEVER and not found.power:
        told.refuse(
            "power",
            Told(
                "ange vad fullmakten ska gälla när man kan ansöka för en annan person",
                "say what the power of attorney is to be about when one can apply for a person",
            ),
        )
    told.close()
    return found
