"""Who is signed in, and which views they may open: every view says so by a decorator."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from http import HTTPStatus
from typing import Any, TypeVar
from uuid import UUID

from flask import (
    Flask,
    Response,
    current_app,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user
from werkzeug.wrappers import Response as AnyResponse

from portal.errors import kept_fields
from portal.frame import SignedIn, here
from portal.i18n import text
from portal.lapse import keep_for_its_writer
from portal.wiring import Services
from procedures.acts.sign_in import (
    Limits,
    Owner,
    close_session,
    open_session,
    owner_of_session,
)
from procedures.errors import N_, NotAllowed
from procedures.lifecycle import LAW, Act
from procedures.people import POSTS_OF, Actor, Role

View = TypeVar("View", bound=Callable[..., Any])
NOT_FOR_YOU = N_("Tài khoản của bạn không có quyền mở trang này.")
OPEN_BEFORE_CHANGE = frozenset(
    {
        "static",
        "healthz",
        "metrics",
        "public.change_password",
        "public.change_password_post",
        "public.sign_in_post",
        "public.sign_out",
        "public.language",
        "public.theme",
    }
)
"""What stays open to whoever must change their password first."""
GUEST = Actor(person_id=None, name="")


class User(UserMixin):
    """What Flask-Login keeps for a request: the session's id, whose it is, and its actor."""

    def __init__(self, session_id: UUID, owner: Owner) -> None:
        self.id = str(session_id)
        self.owner = owner
        self.actor = owner.actor


def init_app(app: Flask) -> None:
    """Load the signed-in person of each request from the server-side session."""
    manager = LoginManager(app)
    manager.session_protection = None
    manager.user_loader(_load)
    manager.unauthorized_handler(_ask_to_sign_in)
    app.before_request(_first_the_password)


def _services() -> Services:
    found: Services = current_app.extensions["services"]
    return found


def _load(cookie_says: str) -> User | None:
    try:
        session_id = UUID(cookie_says)
    except ValueError:
        return None
    services = _services()
    settings = services.settings
    limits = Limits(
        idle=timedelta(minutes=settings.session_idle_minutes),
        absolute=timedelta(hours=settings.session_hours),
    )
    with services.aside() as call:
        owner = owner_of_session(call, session_id, limits)
        return User(session_id, owner) if owner else None


def must_change() -> bool:
    """Whether the reader signed in with a password that was made for them, not by them."""
    return bool(current_user.is_authenticated and current_user.owner.must_change)


def _first_the_password() -> AnyResponse | None:
    """Lead whoever must change their password there, whatever else they ask for."""
    if "_user_id" not in session or request.endpoint in OPEN_BEFORE_CHANGE or not must_change():
        return None
    return redirect(url_for("public.change_password"), HTTPStatus.SEE_OTHER)


def start(person_id: UUID) -> None:
    """Sign the person in under a new session id; what the cookie held before is gone."""
    with _services().aside() as call:
        session_id = open_session(call, person_id)
    enter(session_id)


def enter(session_id: UUID) -> None:
    """Let the browser hold this session and nothing of what it held before."""
    keep = session.get("csrf_token")
    session.clear()
    if keep:
        session["csrf_token"] = keep
    user = _load(str(session_id))
    assert user is not None
    login_user(user)


def end() -> None:
    """Sign out here and on the server."""
    if current_user.is_authenticated:
        with _services().aside() as call:
            close_session(call, UUID(current_user.id))
    logout_user()
    session.clear()


def current_actor() -> Actor:
    """The signed-in actor, or a guest without rights."""
    actor: Actor = current_user.actor if current_user.is_authenticated else GUEST
    return actor


def signed_in() -> SignedIn | None:
    """The person as the page's header names them."""
    if not current_user.is_authenticated:
        return None
    actor = current_actor()
    return SignedIn(
        actor.name,
        text(actor.posts[0].title) if actor.posts else "",
        has_password=current_user.owner.has_password,
    )


def first_room() -> str:
    """The address where this person's work begins."""
    roles = {post.role for post in current_actor().posts}
    if Role.RECEIVER in roles:
        return "/mot-cua"
    if roles & {Role.HANDLER, Role.LEADER}:
        return "/xu-ly"
    return "/quan-tri" if Role.ADMIN in roles else "/ho-so"


def _ask_to_sign_in() -> AnyResponse:
    if request.method == "GET":
        return redirect(url_for("public.sign_in", ve=here()))
    kept = keep_for_its_writer(_services())
    page = render_template(
        "public/sign_in.html",
        next_page=here(),
        typed=() if kept else kept_fields(),
        kept=kept,
        had_files=bool(request.files),
        failed=False,
        username="",
    )
    response: Response = make_response(page, HTTPStatus.UNAUTHORIZED)
    response.headers["Cache-Control"] = "no-store"
    return response


def open_to_all(view: View) -> View:
    """Anybody may open the view."""
    view.permission = "all"  # type: ignore[attr-defined]
    return view


def for_signed_in(view: View) -> View:
    """Any signed-in person may; what they see is then decided by whose it is."""
    return _guarded(view, "signed-in", lambda _actor: True)


def for_roles(*roles: Role) -> Callable[[View], View]:
    """Officers who hold one of the roles today."""
    wanted = frozenset(roles)

    def allowed(actor: Actor) -> bool:
        return any(post.role in wanted for post in actor.posts)

    return lambda view: _guarded(view, ",".join(sorted(wanted)), allowed)


def requires(act: Act) -> Callable[[View], View]:
    """Those whom the law lets do `act` somewhere; the act asks again for the dossier at hand."""
    roles = frozenset(role for (_, a), rule in LAW.items() if a is act for role in rule.roles)
    if Role.APPLICANT in roles or act is Act.SUBMIT:
        return for_signed_in
    return for_roles(*(post for role in roles for post in POSTS_OF.get(role, {role})))


def _guarded(view: View, permission: str, allowed: Callable[[Actor], bool]) -> View:
    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - whatever the view gives
        if not current_user.is_authenticated:
            return current_app.login_manager.unauthorized()  # type: ignore[attr-defined]
        if not allowed(current_actor()):
            raise NotAllowed(NOT_FOR_YOU)
        return view(*args, **kwargs)

    guarded.permission = permission  # type: ignore[attr-defined]
    return guarded  # type: ignore[return-value]
