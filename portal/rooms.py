"""The rooms of the house: which there are, who finds which in the navigation, where work begins."""

from collections.abc import Sequence

from flask import Flask

from portal.admin import admin
from portal.auth import current_actor, must_change
from portal.citizen.views import citizen
from portal.desk import desk
from portal.files import files
from portal.frame import NavItem, nav_item
from portal.i18n import gettext as _
from portal.office import office
from portal.public.views import public
from portal.register import register
from portal.workbench import workbench
from procedures.people import Actor, Role

ROOMS = (public, citizen, files, desk, office, workbench, admin, register)


def init_app(app: Flask) -> None:
    """Open the rooms."""
    for room in ROOMS:
        app.register_blueprint(room)


def nav() -> Sequence[NavItem]:
    """What the reader may open, in the order of a dossier's path."""
    if must_change():
        return ()
    actor = current_actor()
    items = [nav_item(_("Thủ tục"), "/thu-tuc"), nav_item(_("Tra cứu"), "/tra-cuu")]
    items.append(nav_item(_("Xác minh"), "/xac-minh"))
    if actor.person_id is None:
        items.append(nav_item(_("Đăng nhập"), "/dang-nhap"))
    elif not actor.is_officer:
        items.append(nav_item(_("Hồ sơ của tôi"), "/ho-so"))
    return [*items, *_office_items(actor)]


def _office_items(actor: Actor) -> list[NavItem]:
    roles = {post.role for post in actor.posts}
    items = []
    if Role.RECEIVER in roles:
        items.append(nav_item(_("Một cửa"), "/mot-cua"))
    if roles & {Role.HANDLER, Role.LEADER}:
        items.append(nav_item(_("Xử lý"), "/xu-ly"))
    if roles & {Role.RECEIVER, Role.HANDLER, Role.LEADER}:
        items.append(nav_item(_("Sổ theo dõi"), "/so-theo-doi"))
    if Role.ADMIN in roles:
        items.append(nav_item(_("Quản trị"), "/quan-tri"))
    return items
