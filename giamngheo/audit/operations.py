"""The migration operation that puts a table under audit."""

from collections.abc import Sequence

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

_TRANSITIONS = {
    "insert": "REFERENCING NEW TABLE AS new_rows",
    "update": "REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows",
    "delete": "REFERENCING OLD TABLE AS old_rows",
    "truncate": "",
}


class AuditTable(Operation):
    """
    Put a table under audit: each statement that changes it writes one AuditChange.

    `exclude` names columns that are derived or noise (a statement that changes nothing else
    leaves no trace); `mask` names secrets, of which only a short digest is kept, so that a change
    shows without the value. The migration depends on ("audit", "0002_chain").
    """

    reduces_to_sql = True
    reversible = True

    def __init__(
        self,
        table: str,
        *,
        key: str = "id",
        exclude: Sequence[str] = (),
        mask: Sequence[str] = (),
    ) -> None:
        self.table, self.key = table, key
        self.exclude, self.mask = list(exclude), list(mask)

    def deconstruct(self) -> tuple[str, list[str], dict[str, object]]:
        return (
            type(self).__name__,
            [self.table],
            {"key": self.key, "exclude": self.exclude, "mask": self.mask},
        )

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Triggers are not part of Django's model state."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        quote, literal = schema_editor.quote_name, schema_editor.quote_value
        arguments = ", ".join(
            str(literal(value)).replace("%%", "%")
            for value in (self.key, _array(self.exclude), _array(self.mask))
        )
        for op, transition in _TRANSITIONS.items():
            schema_editor.execute(
                f"CREATE TRIGGER giamngheo_audit_{op} AFTER {op.upper()} ON {quote(self.table)} "
                f"{transition} FOR EACH STATEMENT "
                f"EXECUTE FUNCTION giamngheo_audit_capture({arguments})"
            )

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        table = schema_editor.quote_name(self.table)
        for op in _TRANSITIONS:
            schema_editor.execute(f"DROP TRIGGER IF EXISTS giamngheo_audit_{op} ON {table}")

    def describe(self) -> str:
        return f"Put {self.table} under audit"

    @property
    def migration_name_fragment(self) -> str:
        return f"audit_{self.table}"


def _array(names: Sequence[str]) -> str:
    return "{" + ",".join(names) + "}"
