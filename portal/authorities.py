"""The authorities that the settings name: read from a file, each judged before boot.

The file is a JSON object; `portal/AUTHORITIES.md` says what it holds.
"""

import json
import re
from functools import cache
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from urllib.parse import urlsplit

from portal.setting_rows import ROOT, SettingsError
from procedures.catalogue.node import Node
from procedures.errors import DomainError
from procedures.papers.authorities import Authorities, TimeAuthority
from procedures.papers.private_file import open_to_others
from procedures.papers.wire import Route

_POLICY = re.compile(r"[0-2](\.(0|[1-9][0-9]*))+")
_NAME = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)*")


@cache
def authorities_in(named: str, *, test_pki: bool) -> Authorities:
    """What the file says; nothing beside the test PKI. Raises `SettingsError`, one line."""
    if test_pki and named:
        raise _refusal(named, "không đi cùng TEST_PKI=yes / does not go with TEST_PKI=yes")
    if test_pki:
        return Authorities()
    if not named:
        raise _refusal(named, "phải được đặt khi TEST_PKI=no / must be set when TEST_PKI=no")
    path = ROOT / named
    try:
        written = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as fault:
        told = f"không đọc được / cannot be read ({type(fault).__name__})"
        raise _refusal(named, told) from fault
    try:
        return _authorities(Node(written, path.name), path.parent)
    except DomainError as fault:
        told = fault.msgid.format_map({"path": "", **fault.params})
        raise _refusal(named, f"{told} / is not valid") from fault


def _authorities(file: Node, folder: Path) -> Authorities:
    file.only("time", "routes", "proxy", "inside")
    inside = file.maybe("inside", Node.strings) or ()
    networks, hosts = _told_apart(inside)
    return Authorities(
        time=tuple(_time(one, folder) for one in file["time"].some()),
        routes=tuple(_route(one) for one in file.get("routes") or ()),
        proxy=file.maybe("proxy", _proxy) or "",
        hosts=hosts,
        networks=networks,
    )


def _time(node: Node, folder: Path) -> TimeAuthority:
    node.only("url", "policy", "user", "secret_file")
    url, policy = _address(node["url"]), node.maybe("policy", Node.string) or ""
    if policy and not _POLICY.fullmatch(policy):
        raise _wrong(node["policy"], "phải là mã chính sách (OID) / must be a policy's OID")
    secret = node.get("secret_file")
    if secret is None:
        return TimeAuthority(url, policy)
    if not url.startswith("https://"):
        raise _wrong(node["url"], "phải là https khi có mật khẩu / must be https with a secret")
    return TimeAuthority(
        url, policy, node.maybe("user", Node.string) or "", _secret(secret, folder)
    )


def _secret(node: Node, folder: Path) -> Path:
    path = folder / node.string()
    try:
        told = "phải có quyền 0600 / must have the mode 0600" if open_to_others(path) else ""
    except OSError:
        told = "không có tệp này / there is no such file"
    if told:
        raise _wrong(node, told)
    return path


def _route(node: Node) -> Route:
    node.only("address", "to", "proxy")
    return Route(
        _address(node["address"]),
        node.maybe("to", _address) or "",
        node.maybe("proxy", _proxy) or "",
    )


def _address(node: Node) -> str:
    address = node.string().rstrip("/")
    if not _is_web(address, "http", "https"):
        raise _wrong(node, "phải là địa chỉ http(s) / must be an http(s) address")
    return address


def _proxy(node: Node) -> str:
    address = node.string().rstrip("/")
    if not _is_web(address, "http") or urlsplit(address).path:
        raise _wrong(node, "phải có dạng http://máy:cổng / must be http://host:port")
    return address


def _is_web(address: str, *schemes: str) -> bool:
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return False
    return (
        parts.scheme in schemes and bool(parts.hostname) and "@" not in parts.netloc and port != 0
    )


def _told_apart(
    inside: tuple[str, ...],
) -> tuple[tuple[IPv4Network | IPv6Network, ...], frozenset[str]]:
    """Networks, and names of hosts."""
    networks, hosts = [], set()
    for one in inside:
        try:
            networks.append(ip_network(one))
        except ValueError as fault:
            if not _NAME.fullmatch(one) or one[-1].isdecimal():
                told = "phải là tên máy hoặc mạng / must be a host's name or a network"
                raise _wrong(Node(one, f"inside {one!r}"), told) from fault
            hosts.add(one)
    return tuple(networks), frozenset(hosts)


def _wrong(node: Node, told: str) -> DomainError:
    return DomainError(f"{node.path}: {told}")


def _refusal(shown: str, told: str) -> SettingsError:
    return SettingsError(f"AUTHORITIES={shown!r}: {told}")
