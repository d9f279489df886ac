"""Values of plugins."""

from enum import StrEnum


class Port(StrEnum):
    """The kinds of outside system."""

    IDENTITY = "identity"
    LOGIN = "login"
    SIGNING = "signing"
    REGISTER = "register"
    COMPANY_REGISTER = "company_register"
    MANDATE = "mandate"
    PROPERTY_REGISTER = "property_register"
    LOOKUP = "lookup"
    MAP_GROUND = "map_ground"
    CHANNEL = "channel"
    STORAGE = "storage"
    SCAN = "scan"
    BUSINESS_SYSTEM = "business_system"
    WEBHOOK = "webhook"
    SEAL = "seal"
    PAYMENT = "payment"
