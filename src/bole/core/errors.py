"""Errors that people read.

Every error which a user may see is a `BoleError`: a Chinese template for what is wrong, a Chinese template for what to do about it,
and a stable code for programs. The templates keep their placeholders (`%(name)s`) so that the interface can translate them before
it fills them in; `str(error)` is the filled Chinese text.
"""


class BoleError(Exception):
    """The root of all errors that are shown to users.

    `message` and `remedy` are templates with `%(name)s` placeholders; `params` fills them. `code` names the error for programs
    and tests (letters, digits, dots, underscores); without it the class's own `default_code` is taken.
    """

    default_code = "error"
    status = 500

    def __init__(self, message: str, *, remedy: str = "", code: str = "", **params: object) -> None:
        self.message = message
        self.remedy = remedy
        self.code = code or self.default_code
        self.params = params
        super().__init__(message)

    def __str__(self) -> str:
        return fill(self.message, self.params)

    @property
    def advice(self) -> str:
        """The remedy with its placeholders filled, in Chinese."""
        return fill(self.remedy, self.params)

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        """Errors cross process boundaries (guarded child, worker) with all that they say."""
        return _rebuild, (type(self), self.message, self.remedy, self.code, self.params)


class InvalidInput(BoleError):
    """What was given cannot be used as it is."""

    default_code = "invalid"
    status = 400


class NotAllowed(BoleError):
    """The user may not do this."""

    default_code = "forbidden"
    status = 403


class NotFound(BoleError):
    """There is no such thing, or the user may not know of it."""

    default_code = "not_found"
    status = 404


class Conflict(BoleError):
    """Somebody else was faster, or the state does not allow it."""

    default_code = "conflict"
    status = 409


class TooMany(BoleError):
    """The same visitor asks too often; waiting helps."""

    default_code = "too_many"
    status = 429


class Unavailable(BoleError):
    """Something that is needed does not answer; trying again later may help."""

    default_code = "unavailable"
    status = 503


def fill(template: str, params: dict[str, object]) -> str:
    """Fill `%(name)s` placeholders; a template without parameters may contain bare percent signs."""
    return template % params if params else template


def _rebuild(kind: type[BoleError], message: str, remedy: str, code: str, params: dict[str, object]) -> BoleError:
    return kind(message, remedy=remedy, code=code, **params)
