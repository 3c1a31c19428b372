"""Every error that Desireline raises on purpose: one tree.

    DesirelineError
    ├── InputError            what came in is wrong; whoever sent it can mend it (also a ValueError)
    │   ├── FileError         a file cannot be read: names the file and, where known, the place in it
    │   ├── MappingError      a mapping file does not fit, or a format needs one
    │   ├── AmbiguityError    the data allow two readings and nobody was there to choose
    │   └── RecipeError       recipe.toml says something that cannot be
    ├── NotAllowedError       nobody has proved that they may do this
    ├── BusyError             too much came in at once; later it will be taken
    ├── WorkspaceError        the folder is not a workspace, is damaged, or is held by another process
    ├── DeliveryError         a server elsewhere did not answer, or not as it should; trying again may help
    ├── EngineError           a query failed for reasons of the engine; trying again may help
    ├── CancelledError        somebody stopped a job; what was committed stays
    └── RenderError           a map cannot be drawn

Each carries a stable `code` for programs, a message that says what was found, and a `hint` that
says what to do next.
"""

from __future__ import annotations


class DesirelineError(Exception):
    """The root: `code` for programs, `message` (what was found), `hint` (what to do)."""

    code = "desireline"

    def __init__(self, message: str, *, hint: str, code: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        if code is not None:
            self.code = code

    def as_dict(self) -> dict[str, str]:
        """The same three words that the command line and the web app show."""
        return {"code": self.code, "message": self.message, "hint": self.hint}


class InputError(DesirelineError, ValueError):
    """What came in is wrong; whoever sent it can mend it."""

    code = "input"


class FileError(InputError):
    """A file cannot be read. `path` is as the user gave it; `place` is a line, cell or byte."""

    code = "input.file"

    def __init__(
        self,
        path: str,
        found: str,
        *,
        hint: str,
        place: str | None = None,
        code: str | None = None,
    ) -> None:
        where = f"{path}, {place}" if place else path
        super().__init__(f"{where}: {found}", hint=hint, code=code)
        self.path = path
        self.place = place
        self.found = found


class MappingError(InputError):
    """A mapping file does not fit the data, or a format needs one."""

    code = "input.mapping"


class AmbiguityError(InputError):
    """The data allow two readings and nobody was there to choose.

    `question` and `choices` (key -> words) let a terminal or the web wizard ask instead of failing;
    the answer goes back as `options[error.option] = key`. `free` says what else may be typed.
    """

    code = "input.ambiguous"

    def __init__(
        self,
        message: str,
        *,
        hint: str,
        question: str,
        choices: dict[str, str],
        option: str = "answer",
        free: str = "",
    ) -> None:
        super().__init__(message, hint=hint)
        self.question = question
        self.choices = choices
        self.option = option
        self.free = free


class RecipeError(InputError):
    """recipe.toml says something that cannot be."""

    code = "input.recipe"


class DeliveryError(DesirelineError):
    """A server elsewhere did not answer, or not as it should; trying again may help."""

    code = "delivery"


class NotAllowedError(DesirelineError):
    """Nobody has proved that they may do this."""

    code = "not-allowed"


class BusyError(DesirelineError):
    """Too much came in at once; nothing was kept, and later it will be. `wait_seconds` says when."""

    code = "busy"

    def __init__(
        self, message: str, *, hint: str, code: str | None = None, wait_seconds: int = 5
    ) -> None:
        super().__init__(message, hint=hint, code=code)
        self.wait_seconds = wait_seconds


class WorkspaceError(DesirelineError):
    """The folder is not a workspace, is damaged, or is held by another process."""

    code = "workspace"


class EngineError(DesirelineError):
    """A query failed for reasons of the engine; trying again may help."""

    code = "engine"


class CancelledError(DesirelineError):
    """Somebody stopped a job; what was committed stays."""

    code = "cancelled"


class RenderError(DesirelineError):
    """A map cannot be drawn."""

    code = "render"
