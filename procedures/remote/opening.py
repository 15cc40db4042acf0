"""Opens the adapter that speaks a provider's protocol; nothing here talks to the network yet."""

from procedures.providers import Protocols, Provider, RemoteSigner
from procedures.remote.csc import Csc
from procedures.remote.csc_words import Version1, Version2
from procedures.remote.marks import mark_for, standing_mark
from procedures.remote.smartca import SmartCa
from procedures.remote.tokens import Tokens
from procedures.remote.wire import JsonWire


def open_signer(provider: Provider, notices: str) -> RemoteSigner:
    """The service; `notices` is the public address that its notices come under."""
    wire = JsonWire(provider.base_url, provider.seconds)
    if provider.protocol is Protocols.SMARTCA:
        return SmartCa(wire, provider.client_id, provider.client_secret, provider.notice_key)
    words = Version1() if provider.protocol is Protocols.CSC_1 else Version2()

    def address(transaction: str) -> str:
        return f"{notices}/{provider.code}/{mark_for(provider.notice_key, transaction)}"

    tokens = Tokens(wire, words.root, provider)
    return Csc(wire, words, tokens, provider.notice_key, address, provider.by_rsa)


def notice_url(provider: Provider, notices: str) -> str:
    """The one address to register at a service that is not told one with each order."""
    return f"{notices}/{provider.code}/{standing_mark(provider.notice_key)}"
