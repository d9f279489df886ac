"""What can be made to go wrong, with what the control page calls it."""

SERVICE = {
    "down": "Tjänsten är nere (503)",
    "maintenance": "Underhåll (503)",
    "internal": "Internt fel (500)",
    "timeout": "Tidsgräns passerad (408)",
    "too_many": "För många anrop (429)",
    "unauthorized": "Ingen behörighet (403)",
    "slow": "Långsam",
    "dropped": "Förbindelsen bryts",
    "malformed": "Trasig JSON",
    "huge": "Jättelikt svar",
}
PROOF = {
    "tampered": "Ändrad underskrift",
    "other_text": "Underskrift över en annan text",
    "wrong_person": "Fel person",
    "wrong_function": "Legitimering i stället för underskrift",
    "wrong_party": "Till en annan mottagare",
    "policy": "Fel sorts certifikat",
    "expired": "För gammalt certifikat",
    "revoked": "Spärrat certifikat (OCSP)",
    "forged_answer": "Förfalskat OCSP-svar",
    "nonce": "OCSP-svar till en annan underskrift",
}
NONE = "none"
FAULTS = (NONE, *SERVICE, *PROOF)

PENDING_HINTS = (
    "outstandingTransaction", "noClient", "started", "userMrtd", "userCallConfirm", "userSign",
)  # fmt: skip
FAIL_HINTS = (
    "userCancel", "cancelled", "expiredTransaction", "certificateErr", "startFailed",
    "userDeclinedCall", "notSupportedByUserApp", "transactionRiskBlocked", "somethingNew",
)  # fmt: skip
