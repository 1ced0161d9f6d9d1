"""What can go wrong, each with what was found, where, and what to do."""

from __future__ import annotations

__all__ = ["IonSweepError", "UnreachableError", "ServerError", "NotAllowedError", "NotFoundError", "ConflictError",
           "InvalidRequestError", "BusyError", "InvalidFileError", "InvalidSpectraError"]


class IonSweepError(Exception):
    """Any error that this package raises on purpose."""


class UnreachableError(IonSweepError):
    """The server does not answer."""


class ServerError(IonSweepError):
    """The server answered with an error (RFC 9457, application/problem+json).

    ``status`` is the HTTP status, ``type`` is for programs (``urn:ionsweep:…``), ``detail`` says what was found and what was
    expected, ``field`` names the part at fault ("" when it is not one), ``retry_after`` the seconds after which to ask again (None
    when the server does not say).
    """

    advice = ""

    def __init__(self, status: int, detail: str, *, type: str = "about:blank", title: str = "", field: str = "",
                 request: str = "", retry_after: float | None = None) -> None:
        self.status, self.detail, self.type, self.title = status, detail, type, title
        self.field, self.request, self.retry_after = field, request, retry_after
        text = f"{request} answered {status}{f' {title}' if title else ''}: {detail}"
        if field and field not in detail:
            text += f" (field: {field})"
        super().__init__(f"{text} {self.advice}" if self.advice else text)


class InvalidRequestError(ServerError):
    """What was sent cannot be used (400, 413, 415, 422): a spec, a dataset, spectra."""


class NotAllowedError(ServerError):
    """The token is missing or unknown (401) or its role does not reach (403)."""

    advice = "Give Client(token=…), or set IONSWEEP_TOKEN."


class NotFoundError(ServerError):
    """There is no such sweep, dataset or model (404)."""


class ConflictError(ServerError):
    """What is there stands against it (409): a sweep that runs, another spec under this id, a damaged file."""


class BusyError(ServerError):
    """The server cannot take it now (429, 502, 503, 504, 507); ``retry_after`` says when to ask again, where it is known."""


class InvalidFileError(IonSweepError):
    """A file holds no dataset or model, or was truncated or altered."""


class InvalidSpectraError(IonSweepError, ValueError):
    """Spectra do not have the shape or the axis that is needed."""


def of_status(status: int) -> type[ServerError]:
    """The class that stands for an HTTP status."""
    if status in (401, 403):
        return NotAllowedError
    if status in (400, 413, 415, 422):
        return InvalidRequestError
    return {404: NotFoundError, 409: ConflictError, 429: BusyError, 502: BusyError, 503: BusyError, 504: BusyError,
            507: BusyError}.get(status, ServerError)
