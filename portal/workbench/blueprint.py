"""The workbench's address in the house; its views add themselves."""

from flask import Blueprint

from portal.auth import for_roles
from procedures.people import Role

workbench = Blueprint("workbench", __name__, url_prefix="/ban-lam-viec")
for_officers = for_roles(Role.RECEIVER, Role.HANDLER, Role.LEADER)
