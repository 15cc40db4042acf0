"""`python -m portal.local.signer` serves the sample signing service until it is told to stop."""

import signal
import sys
from threading import Thread
from types import FrameType
from urllib.parse import urlsplit

from portal.local.signer.known import Registered
from portal.local.signer.server import create_service, server
from portal.settings import Settings
from portal.wiring import NOTICES, utc_now
from procedures.remote.opening import notice_url


def main() -> None:
    """Serve where SAMPLE_SIGNER_URL says; refuse wherever it is not the service in force."""
    settings = Settings.at_start()
    if not settings.sample_signer:
        sys.stderr.write("chỉ chạy với REMOTE_SIGNERS=sample / only with REMOTE_SIGNERS=sample\n")
        sys.exit(2)
    (provider,) = settings.remote_providers
    notices = f"{settings.base_url.rstrip('/')}{NOTICES}"
    client = Registered(provider.client_id, provider.client_secret, notice_url(provider, notices))
    app = create_service(settings.pki_dir, settings.sample_password, client, utc_now)
    made = server(app, urlsplit(settings.sample_signer_url).port or 80)

    def stop(_number: int, _frame: FrameType | None) -> None:
        Thread(target=made.shutdown, daemon=True).start()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    with made:
        made.serve_forever(0.2)


if __name__ == "__main__":
    main()
