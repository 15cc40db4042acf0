"""The anchors of papers for everybody: whoever checks a paper without us starts from these."""

from datetime import timedelta
from ssl import DER_cert_to_PEM_cert

from flask import Response, render_template

from portal.acting import reading
from portal.auth import open_to_all
from portal.public.views import public
from portal.wiring import utc_now
from procedures.anchors import Store
from procedures.reads.administration.trust import CertificateItem, certificates

KEPT = timedelta(minutes=5)


@public.get("/xac-minh/chung-thu-goc")
@open_to_all
def anchors() -> str:
    """Each anchor with its fingerprint, to be compared with what one was told elsewhere."""
    return render_template("public/anchors.html", anchors=_anchors())


@public.get("/xac-minh/trust-roots.pem")
@open_to_all
def trust_roots() -> Response:
    """The anchors of papers and of their time stamps, as a reader of PDF files takes them."""
    text = "".join(DER_cert_to_PEM_cert(one.der) for one in _anchors())
    answer = Response(text, mimetype="application/x-pem-file")
    answer.headers["Content-Disposition"] = 'attachment; filename="trust-roots.pem"'
    answer.cache_control.max_age = int(KEPT.total_seconds())
    return answer


def _anchors() -> list[CertificateItem]:
    with reading() as db:
        found = certificates(db, utc_now())
    return [one for one in found if one.is_root and one.store is not Store.CITIZENS]
