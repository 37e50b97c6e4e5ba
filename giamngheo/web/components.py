"""The design parts: every macro of templates/components/, reached from any page as `ui.<name>`."""

from typing import Any

from jinja2 import Environment

FILES = (
    "components/signs.html",
    "components/figures.html",
    "components/tables.html",
    "components/feedback.html",
    "components/forms.html",
    "components/movement.html",
    "components/records.html",
    "components/work.html",
    "components/entry.html",
)


class Components:
    """
    Looks a macro up in the component files.

    A global, because a block rendered alone for htmx does not run the imports at the top of its
    page. Macros take all they show as arguments: they see no request and no context.
    """

    def __init__(self, env: Environment) -> None:
        self._env = env

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        for file in FILES:
            # Jinja keeps the compiled template; the module is made once per compiled template.
            macro = getattr(self._env.get_template(file).module, name, None)
            if macro is not None:
                return macro
        raise AttributeError(f"no component {name!r} in {', '.join(FILES)}")
