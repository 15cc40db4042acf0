"""A condition with its fields' names changed: a table's row speaks of its own inputs."""

from collections.abc import Callable

from forms.schema import Cond

from .conditions import is_name, parts


def rename(cond: Cond, new_name: Callable[[str], str]) -> Cond:
    """The same condition about the fields with the new names."""
    operator, operand = next(iter(cond.items()))
    if operator == "filled":
        return {operator: new_name(str(operand))}
    if operator in {"eq", "ne", "in"} and isinstance(operand, list | tuple):
        return {operator: [new_name(str(operand[0])), operand[1]]}
    if operator in {"le", "lt"} and isinstance(operand, list | tuple):
        return {operator: [new_name(str(side)) if is_name(side) else side for side in operand]}
    inner = [rename(part, new_name) for part in parts(cond)]
    return {operator: inner[0] if operator == "not" else inner}
