"""The three ways in which an outside system can fail us. Adapters raise nothing else."""


class PortError(Exception):
    """Base of the three failures. ``code`` is short, stable and free of personal data.

    ``hint`` names what to tell the person, as in ``ports.identity.Progress``; "" says nothing
    beyond the failure's class.
    """

    def __init__(self, code: str, hint: str = "") -> None:
        super().__init__(code)
        self.code, self.hint = code, hint


class Temporary(PortError):  # noqa: N818 - the domain's word, as in the design
    """Down, slow or overloaded: the same call may succeed later."""


class Rejected(PortError):  # noqa: N818
    """The outside system understood and said no: the same call will fail again."""


class NotConfigured(PortError):  # noqa: N818
    """The municipality has not set the port up, or set it up wrongly."""
