"""What everybody is to the new head of a household, as far as the old relations tell."""

from giamngheo.registry.enums import Relation

# new head's relation to the old one: {another's relation to the old one: her relation to the new}
_TO_NEW: dict[Relation, dict[Relation, Relation]] = {
    Relation.SPOUSE: {
        Relation.HEAD: Relation.SPOUSE,
        Relation.CHILD: Relation.CHILD,
        Relation.GRANDCHILD: Relation.GRANDCHILD,
    },
    Relation.CHILD: {
        Relation.HEAD: Relation.PARENT,
        Relation.SPOUSE: Relation.PARENT,
        Relation.CHILD: Relation.SIBLING,
    },
    Relation.PARENT: {
        Relation.HEAD: Relation.CHILD,
        Relation.SIBLING: Relation.CHILD,
        Relation.PARENT: Relation.SPOUSE,
        Relation.CHILD: Relation.GRANDCHILD,
    },
    Relation.SIBLING: {
        Relation.HEAD: Relation.SIBLING,
        Relation.SIBLING: Relation.SIBLING,
        Relation.PARENT: Relation.PARENT,
    },
    Relation.GRANDCHILD: {},
    Relation.OTHER: {},
}


def relation_to_new_head(*, new_head_was: str, other_was: str) -> str:
    """
    Return what somebody is to the new head; "Quan hệ khác" where the old relations do not tell
    (a grandchild of the old head may be the new head's child or nephew), for an officer to put
    right.
    """
    return _TO_NEW.get(Relation(new_head_was), {}).get(Relation(other_was), Relation.OTHER).value
