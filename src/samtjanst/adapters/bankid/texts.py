"""What to tell the person: BankID's recommended messages, in our own words.

The ids are BankID's (RFA1-RFA23); those with a name are ours, for hints that BankID has no
message for.
"""

UNKNOWN, UNVERIFIED, TOO_LONG = "RFA22", "UNVERIFIED", "TOO_LONG"
_OPEN_APP = ("Öppna BankID-appen.", "Open the BankID app.")
_LOOKING_ON_COMPUTER = (
    (
        "Letar efter ditt BankID. Om inget hittas inom några sekunder finns det troligen inget "
        "BankID som går att använda på den här datorn. Har du en kortläsare sätter du i kortet."
    ),
    (
        "Looking for your BankID. If none is found within a few seconds, there is probably none "
        "to use on this computer. If you have a card reader, insert your card."
    ),
)
_LOOKING_ON_DEVICE = (
    (
        "Letar efter ditt BankID. Om inget hittas inom några sekunder finns det troligen inget "
        "BankID som går att använda på den här enheten."
    ),
    (
        "Looking for your BankID. If none is found within a few seconds, there is probably none "
        "to use on this device."
    ),
)
_TEXTS = {
    "RFA1": _OPEN_APP,
    "RFA2": (
        "BankID-appen saknas. Din bank hjälper dig att skaffa den.",
        "The BankID app is missing. Your bank can help you get it.",
    ),
    "RFA3": ("Det avbröts. Försök igen.", "It was interrupted. Try again."),
    "RFA4": (
        "Det finns redan en påbörjad legitimering eller underskrift för personnumret. Försök igen.",
        (
            "An identification or signature has already been started for this personal number. "
            "Try again."
        ),
    ),
    "RFA5": (
        "BankID svarar inte som det ska. Försök igen om en stund.",
        "BankID is not answering as it should. Try again in a while.",
    ),
    "RFA6": ("Du avbröt.", "You cancelled."),
    "RFA8": (
        (
            "Vi fick inget svar från BankID-appen. Kontrollera att den är igång och att du har "
            "internet. Saknar du ett giltigt BankID kan din bank ge dig ett."
        ),
        (
            "The BankID app did not answer. Check that it is running and that you are online. "
            "If you have no valid BankID, your bank can give you one."
        ),
    ),
    "RFA9": (
        "Ange din säkerhetskod i BankID-appen och välj Legitimera eller Skriv under.",
        "Enter your security code in the BankID app and choose Identify or Sign.",
    ),
    "RFA13": ("Vi försöker öppna BankID-appen.", "Trying to open the BankID app."),
    "RFA14A": _LOOKING_ON_COMPUTER,
    "RFA14B": _LOOKING_ON_DEVICE,
    "RFA15A": _LOOKING_ON_COMPUTER,
    "RFA15B": _LOOKING_ON_DEVICE,
    "RFA16": (
        (
            "Ditt BankID är spärrat eller för gammalt. Använd ett annat eller skaffa ett nytt hos "
            "din bank."
        ),
        "Your BankID is blocked or too old. Use another or get a new one from your bank.",
    ),
    "RFA17A": (
        "BankID-appen hittades inte här. Installera den och skaffa ett BankID hos din bank.",
        "The BankID app was not found here. Install it and get a BankID from your bank.",
    ),
    "RFA17B": (
        (
            "Koden gick inte att skanna. Öppna BankID-appen, uppdatera den om det behövs och "
            "skanna igen."
        ),
        "The code could not be scanned. Open the BankID app, update it if needed, and scan again.",
    ),
    "RFA18": _OPEN_APP,
    "RFA19": (
        "Vill du använda BankID på den här datorn eller på en annan enhet?",
        "Do you want to use BankID on this computer or on another device?",
    ),
    "RFA20": (
        "Vill du använda BankID på den här enheten eller på en annan?",
        "Do you want to use BankID on this device or on another?",
    ),
    "RFA21": ("Det pågår.", "In progress."),
    UNKNOWN: ("Något gick fel. Försök igen.", "Something went wrong. Try again."),
    "RFA23": (
        "Fotografera och läs av din id-handling med BankID-appen.",
        "Photograph and read your identity document with the BankID app.",
    ),
    "CONFIRM_CALL": (
        "Bekräfta samtalet i BankID-appen.",
        "Confirm the call in the BankID app.",
    ),
    "DECLINED_CALL": (
        "Samtalet bekräftades inte i BankID-appen, så inget har gjorts.",
        "The call was not confirmed in the BankID app, so nothing has been done.",
    ),
    "UPDATE_APP": (
        "BankID-appen är för gammal. Uppdatera den och försök igen.",
        "The BankID app is too old. Update it and try again.",
    ),
    "RISK": (
        "BankID stoppade detta av säkerhetsskäl. Kontakta oss om du behöver hjälp.",
        "BankID stopped this for security reasons. Contact us if you need help.",
    ),
}
_TEXTS[TOO_LONG] = (
    "Texten är längre än vad BankID kan visa. Skriv under på ett annat sätt.",
    "The text is longer than BankID can show. Sign in another way.",
)
_TEXTS[UNVERIFIED] = (
    "Svaret från BankID gick inte att bekräfta. Försök igen.",
    "The answer from BankID could not be confirmed. Try again.",
)
_PENDING = {
    "outstandingTransaction": "RFA1",
    "noClient": "RFA1",
    "userMrtd": "RFA23",
    "userCallConfirm": "CONFIRM_CALL",
    "userSign": "RFA9",
}
_FAILED = {
    "expiredTransaction": "RFA8",
    "certificateErr": "RFA16",
    "userCancel": "RFA6",
    "cancelled": "RFA3",
    "userDeclinedCall": "DECLINED_CALL",
    "notSupportedByUserApp": "UPDATE_APP",
    "transactionRiskBlocked": "RISK",
}
_CODES = {
    "bankid:alreadyInProgress": "RFA4",
    "bankid:canceled": "RFA3",
    "bankid:unknown": UNKNOWN,
    "bankid:invalidParameters": UNKNOWN,
    "bankid:unverified": UNVERIFIED,
}
IDS = tuple(_TEXTS)


def text(rfa_id: str, language: str) -> str:
    """The message in Swedish ("sv") or English; an unknown id gets the general one."""
    swedish, english = _TEXTS.get(rfa_id, _TEXTS[UNKNOWN])
    return english if language.lower().startswith("en") else swedish


def pending(hint: str, *, phone: bool) -> str:
    """The id for a hint code of a pending order."""
    if hint == "started":
        return "RFA15B" if phone else "RFA15A"
    return _PENDING.get(hint, "RFA21")


def failed(hint: str, *, phone: bool) -> str:
    """The id for a hint code of a failed order."""
    if hint == "startFailed":
        return "RFA17A" if phone else "RFA17B"
    return _FAILED.get(hint, UNKNOWN)


def refused(code: str) -> str:
    """The id for the code of a failure that a call raised."""
    return _CODES.get(code, "RFA5")
