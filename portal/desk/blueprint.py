"""The desk's address in the house; its views add themselves."""

from flask import Blueprint

desk = Blueprint("desk", __name__, url_prefix="/mot-cua")
