"""The office's address in the house; its views add themselves."""

from flask import Blueprint

office = Blueprint("office", __name__, url_prefix="/xu-ly")
