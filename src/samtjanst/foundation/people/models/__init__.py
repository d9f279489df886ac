"""Citizens, staff, sign-in sessions, e-ID orders and passkeys."""

from samtjanst.foundation.people.models.core import (
    ApiAnswer,
    ApiClient,
    ApiToken,
    ApiUse,
    BrowserSession,
    Citizen,
    DirectoryGroup,
    DirectoryMember,
    EidOrder,
    GroupRole,
    LoginElsewhere,
    Membership,
    RecoveryCode,
    StaffAccount,
    StaffIdentity,
    StaffInvitation,
    StaffLogin,
)
from samtjanst.foundation.people.models.emergency import EmergencyAccess
from samtjanst.foundation.people.models.own_eid import OwnEid
from samtjanst.foundation.people.models.passkeys import Passkey, PasskeyChallenge
from samtjanst.foundation.people.models.ways import CitizenWay

__all__ = [
    "ApiAnswer",
    "ApiClient",
    "ApiToken",
    "ApiUse",
    "BrowserSession",
    "Citizen",
    "CitizenWay",
    "DirectoryGroup",
    "DirectoryMember",
    "EidOrder",
    "EmergencyAccess",
    "GroupRole",
    "LoginElsewhere",
    "Membership",
    "OwnEid",
    "Passkey",
    "PasskeyChallenge",
    "RecoveryCode",
    "StaffAccount",
    "StaffIdentity",
    "StaffInvitation",
    "StaffLogin",
]
