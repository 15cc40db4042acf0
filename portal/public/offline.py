"""Checking a paper without the network: the page a phone keeps, and all that it keeps with it.

The page holds nothing of whoever reads it, since a service worker keeps it on the device.
"""

from http import HTTPStatus

from flask import Response, jsonify, make_response, render_template, request, url_for

from portal.acting import reading, services
from portal.assets import asset
from portal.auth import open_to_all
from portal.public.views import public
from portal.verification import code_keys_of
from procedures.acts.publish_revocations import paper_hash
from procedures.reads.offline import agencies, kinds, last_ended, newest_list

MINUTES = 60
STYLES = ("frame", "components", "kit", "dark", "public")
WEIGHTS = (400, 600)
SCRIPTS = ("vietnamese", "latin-ext", "latin")


@public.get("/xac-minh/ngoai-tuyen")
@open_to_all
def offline() -> str:
    """The page that answers from what it keeps; it names nobody."""
    return render_template("public/offline.html", kept=_data(), person=None, nav=())


@public.get("/xac-minh/ngoai-tuyen/tho.js")
@open_to_all
def offline_worker() -> Response:
    """The service worker; its scope is that page alone, and it changes with what it keeps."""
    page = url_for("public.offline")
    script = render_template(
        "public/offline_worker.js", page=page, data=list(_data().values()), assets=_assets()
    )
    response = make_response(script)
    response.mimetype = "text/javascript"
    response.headers["Service-Worker-Allowed"] = page
    return response


@public.get("/xac-minh/khoa.json")
@open_to_all
def code_keys() -> Response:
    """The public keys of QR codes and lists (RFC 7517)."""
    return _kept_for(jsonify(code_keys_of(services())), 10 * MINUTES)


@public.get("/xac-minh/ten.json")
@open_to_all
def code_names() -> Response:
    """What the codes in a QR code are called: agencies and kinds of papers."""
    with reading() as db:
        names = {"agencies": agencies(db), "kinds": kinds(db)}
    return _kept_for(jsonify(names), 60 * MINUTES)


@public.get("/xac-minh/danh-sach-thu-hoi")
@open_to_all
def revoked_papers() -> str:
    """The list for people: how new it is, what ended last, and how a program reads it."""
    with reading() as db:
        return render_template(
            "public/revoked_papers.html",
            head=newest_list(db),
            found=[(paper_hash(one.verify_code), one) for one in last_ended(db)],
        )


@public.get("/xac-minh/danh-sach-thu-hoi.json")
@open_to_all
def revocation_list() -> Response:
    """The signed list as the worker wrote it (`procedures.acts.publish_revocations`).

    Before the first one there is nothing to say, and nothing wrong either.
    """
    with reading() as db:
        head = newest_list(db)
    if head is None:
        return Response(status=HTTPStatus.NO_CONTENT)
    response = Response(services().blobs.get(head.sha256), mimetype="application/json")
    response.last_modified = head.made_at
    return _kept_for(response, 5 * MINUTES)


def _kept_for(response: Response, seconds: int) -> Response:
    """Kept that long by whoever asks, then asked anew by its tag."""
    response.cache_control.public = True
    response.cache_control.max_age = seconds
    response.add_etag()
    response.make_conditional(request)
    return response


def _data() -> dict[str, str]:
    return {
        "keys": url_for("public.code_keys"),
        "names": url_for("public.code_names"),
        "list": url_for("public.revocation_list"),
    }


def _assets() -> list[str]:
    """Everything that the page asks for."""
    fonts = [
        asset(f"vendor/fonts/be-vietnam-pro-{script}-{weight}-normal.woff2", by_digest=False)
        for script in SCRIPTS
        for weight in WEIGHTS
    ]
    return [
        asset("img/icon.svg"),
        asset("vendor/govuk/govuk-frontend.min.css"),
        asset("vendor/govuk/govuk-frontend.min.js"),
        *(asset(f"css/{name}.css") for name in STYLES),
        *(asset(f"js/{name}.js") for name in ("site", "offline", "camera")),
        asset("vendor/jsqr/jsQR.js"),
        *fonts,
    ]
