"""The steps by which a signature is judged, and why one does not hold, in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# As the adapters name them.
CHECKS: dict[str, Promise] = {
    "document": _("Underskriften går att läsa och är hel"),
    "structure": _("Inget har lagts till i underskriften"),
    "signature": _("Underskriften stämmer med innehållet"),
    "chain": _("Certifikatet är utfärdat under en utfärdare som vi litar på"),
    "policy": _("Certifikatet är av rätt sort"),
    "signatory": _("Certifikatet tillhör den som skulle skriva under"),
    "function": _("Det är en underskrift, inte en inloggning"),
    "content": _("Det som skrevs under är det som visades"),
    "ocsp": _("Certifikatet gällde när underskriften gjordes"),
    "eid_document": _("Svaret från e-legitimationen går att läsa och är helt"),
    "eid_structure": _("Inget har lagts till i svaret"),
    "eid_signature": _("Svaret är oförändrat sedan personen legitimerade sig"),
    "eid_signatory": _("Certifikatet tillhör den som lämnade in"),
    "eid_function": _("Det är en legitimering och inget annat"),
    "eid_content": _("Legitimeringen gjordes hos kommunen, för det som visades i appen"),
    "eid_ocsp": _("Certifikatet gällde när personen legitimerade sig"),
    "eid_ocsp_nonce": _("Beskedet om certifikatet hör till just den här legitimeringen"),
    "login_signature": _("Svaret från inloggningen är helt, och undertecknat av utfärdaren"),
    "login_provider": _("Inloggningen gjordes hos rätt utfärdare, för kommunen"),
    "login_person": _("Det var den som skulle skriva under som loggade in"),
    "login_content": _("Inloggningen gjordes för att skriva under just den här texten"),
    "login_time": _("Inloggningen gjordes när underskriften togs emot"),
    "passkey_signature": _("Svaret från passkeyn är helt, och undertecknat med dess nyckel"),
    "passkey_person": _("Passkeyn tillhör den som skulle skriva under"),
    "passkey_content": _("Passkeyn visades för att skriva under just den här texten"),
    "paper": _("Det inskannade papperet är det som registrerades"),
    "ocsp_nonce": _("Beskedet om certifikatet hör till just den här underskriften"),
}
# What is looked at here, besides.
KEPT: dict[str, Promise] = {
    "snapshot": _("Ansökan är kvar som den lämnades in"),
    "decision": _("Beslutet är kvar som det skrevs under"),
    "record": _("Beviset är kvar som det sparades"),
    "digest": _("Underskriften gäller det här innehållet"),
    "text": _("Texten i beviset är den som visades"),
}
WHY_NOT: dict[str, Promise] = {
    "changed after it was handed in": _("Innehållet har ändrats efter att det lämnades in."),
    "missing": _("Beviset finns inte."),
    "unreadable": _("Det som sparades går inte att läsa. Det har ändrats, eller hör hemma någon "
                    "annanstans."),
    "out of its place": _("Beviset, eller det före, har ändrats, tagits bort eller bytt plats."),
    "about another document": _("Kontrollsumman är en annan än ansökans."),
    "the document is not named": _("Det som skrevs under pekar inte på ansökan."),
    "differs": _("Texten är en annan."),
    "does not verify": _("Något har ändrats efter att underskriften gjordes."),
    "algorithm not allowed": _("Underskriften är gjord på ett sätt som inte är säkert."),
    "not under a pinned root": _("Utfärdaren är okänd."),
    "not issued by the next": _("Kedjan av utfärdare hänger inte ihop."),
    "issued by something that is no authority": _("Den som utfärdade får inte utfärda."),
    "too many authorities": _("Kedjan av utfärdare är längre än den får vara."),
    "not valid at the time of signing": _("Certifikatet gällde inte vid den tiden."),
    "certificate policy not allowed": _("Certifikatet är av en sort som inte godtas."),
    "a key for another use": _("Nyckeln är till för något annat."),
    "another person": _("Det är någon annans."),
    "made for another use": _("Den gjordes för något annat."),
    "another text": _("Texten är en annan."),
    "other hidden data": _("Kontrollsumman som följde med är en annan."),
    "shown in another form": _("Texten visades i en annan form."),
    "made for another relying party": _("Den gjordes hos någon annan än kommunen."),
    "about another certificate": _("Beskedet gäller ett annat certifikat."),
    "about another issuer's certificate": _("Beskedet gäller en annan utfärdares certifikat."),
    "the certificate was not good": _("Certifikatet var spärrat."),
    "no responder": _("Det framgår inte vem som har gett beskedet."),
    "answered by somebody who may not": _("Beskedet kommer från någon som inte får ge det."),
    "the answer has been changed": _("Beskedet har ändrats."),
    "an old answer": _("Beskedet var för gammalt."),
    "answered at another time": _("Beskedet gavs vid en annan tid än underskriften."),
    "the answer is not bound to the signature": _("Beskedet hör till en annan underskrift."),
}  # fmt: skip
UNSOUND = _("Delen saknas, går inte att läsa eller är inte uppbyggd som den ska.")
