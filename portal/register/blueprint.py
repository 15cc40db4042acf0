"""The register's address in the house; its views add themselves."""

from flask import Blueprint

from portal.auth import for_roles
from procedures.people import Role

register = Blueprint("register", __name__, url_prefix="/so-theo-doi")
for_officers = for_roles(Role.RECEIVER, Role.HANDLER, Role.LEADER)
