"""Which key is kept where: `key-stores.json` beside the keys, described in KEYS.md.

A key that the file does not name comes from the test PKI where that is in use, and else is missing:
its papers wait, and an administrator reads why.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from procedures.catalogue.node import Node
from procedures.errors import N_, DomainError, Unavailable
from procedures.papers.csc_case import CscCase
from procedures.papers.hsm_case import HsmCase
from procedures.papers.keys import FolderKeys
from procedures.papers.pens import Pen
from procedures.papers.pkcs12_case import Pkcs12Case
from procedures.papers.pki_folder import PkiFolder
from procedures.papers.private_file import private_bytes
from procedures.ports import SignerRef
from procedures.providers import Login, Protocols, Provider, RemoteSigner
from procedures.schemes import rsa_scheme

FILE = "key-stores.json"
NO_KEY = N_(
    "Chưa có khóa ký cho người ký hoặc đơn vị này. Hãy khai khóa trong tệp key-stores.json."
)
MALFORMED = N_("Tệp key-stores.json viết sai nên không mở được kho khóa.")

Clock = Callable[[], datetime]
Opener = Callable[[Provider], RemoteSigner]
Case = Pkcs12Case | HsmCase | CscCase


def no_service(_provider: Provider) -> RemoteSigner:
    """Opens nothing: for whoever was given no way to remote signing services."""
    raise Unavailable(MALFORMED)


@dataclass(frozen=True, slots=True)
class Kept:
    """Where a key is: the store as the file describes it, and what the store calls the key."""

    store: Node
    name: str
    label: str


class KeyRing:
    """Implements `procedures.papers.pens.PenCase` over every store of the folder.

    The file is read anew for each key that is asked for; a store that was opened stays open while
    its description is the same. With `test` a key that it does not name is the test PKI's.
    """

    def __init__(
        self, folder: Path, now: Clock, service: Opener = no_service, *, test: bool
    ) -> None:
        self._root = folder
        self._service = service
        self._now = now
        self._test = FolderKeys(PkiFolder(folder), now) if test else None
        self._cases: dict[str, Case] = {}

    def held(self, signer: SignerRef) -> Pen:
        """The signer's pen; raises `Unavailable`."""
        kept = self.listed().get(signer.key_id)
        if kept is not None:
            return self._case(kept).pen(kept.label)
        if self._test is not None:
            return self._test.held(signer)
        raise Unavailable(NO_KEY)

    def listed(self) -> Mapping[str, Kept]:
        """Where each key is that the file names; raises `Unavailable` when it is malformed."""
        path = self._root / FILE
        if not path.exists():
            return {}
        try:
            told = Node(json.loads(path.read_text("utf-8")), FILE).only("stores", "keys")
            stores = dict(told["stores"].members())
            return {key: _kept(key, node, stores) for key, node in told["keys"].members()}
        except (DomainError, ValueError, KeyError, OSError) as fault:
            raise Unavailable(MALFORMED) from fault

    def _case(self, kept: Kept) -> Case:
        told = json.dumps([kept.name, kept.store.value], sort_keys=True)
        if told not in self._cases:
            try:
                self._cases[told] = self._opened(kept.name, kept.store)
            except (DomainError, ValueError) as fault:
                raise Unavailable(MALFORMED) from fault
        return self._cases[told]

    def _opened(self, name: str, node: Node) -> Case:
        scheme = rsa_scheme(node.maybe("scheme", Node.string))
        match node["kind"].string():
            case "pkcs12":
                node.only("kind", "scheme", "folder")
                folder = self._root / node["folder"].string()
                return Pkcs12Case(name, folder, self._now, scheme)
            case "pkcs11":
                node.only("kind", "scheme", "module", "token", "pin_file")
                module, pin = (self._root / node[one].string() for one in ("module", "pin_file"))
                return HsmCase(name, module, node["token"].string(), pin, self._now, scheme)
            case "csc":
                service = self._service(_provider(name, node, self._root))
                told = node.maybe("pin_file", Node.string)
                pin_file = self._root / told if told else None
                return CscCase(name, service, node["account"].string(), self._now, pin_file)
            case _:
                raise ValueError(node.path)


def _kept(key_id: str, node: Node, stores: Mapping[str, Node]) -> Kept:
    name = node.only("store", "label")["store"].string()
    return Kept(stores[name], name, node.maybe("label", Node.string) or key_id)


def _provider(name: str, node: Node, folder: Path) -> Provider:
    known = ("kind", "protocol", "base_url", "account", "login", "client_id", "secret_file")
    node.only(*known, "pin_file", "scheme")
    secret = node.maybe("secret_file", Node.string)
    return Provider(
        code=name,
        name={"vi": name, "en": name},
        protocol=Protocols(node["protocol"].string()),
        base_url=node["base_url"].string(),
        client_id=node.maybe("client_id", Node.string) or "",
        client_secret=private_bytes(folder / secret).decode().strip() if secret else "",
        notice_key="",
        login=Login(node.maybe("login", Node.string) or (Login.ASKED if secret else Login.NONE)),
        by_rsa=rsa_scheme(node.maybe("scheme", Node.string)),
    )
