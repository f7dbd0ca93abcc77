"""Our HTTP client over TLS: whom it believes, and that no error names the token."""

import ssl
from urllib.parse import urlsplit

import pytest
import trustme
from telegram.error import NetworkError
from test_wire import OK, Server

from bot import wire as wires
from bot.delivery import Verdict, diagnose
from bot.wire import NotSent, Wire

SECRET = "AAExample_Example-Example"


@pytest.fixture
def authority(monkeypatch: pytest.MonkeyPatch) -> trustme.CA:
    """An authority of the tests, the only one that the client believes."""
    authority = trustme.CA()
    trusted = ssl.create_default_context()
    authority.configure_trust(trusted)
    monkeypatch.setattr(wires, "_trust", lambda: trusted)
    return authority


def serving(certificate: trustme.LeafCert) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    return context


@pytest.fixture
def url() -> str:
    return f"https://localhost:{{port}}/bot1234567:{SECRET}/getMe"


async def refusal(certificate: trustme.LeafCert, url: str) -> NetworkError:
    server = Server(OK, tls=serving(certificate))
    async with server.listening() as address:
        with pytest.raises(NetworkError) as caught:
            await Wire().do_request(url.format(port=urlsplit(address).port), "POST")
    assert not server.requests, "nothing was sent to a stranger"
    return caught.value


async def test_a_certificate_of_the_authority_is_believed_and_the_connection_stays(authority, url):
    server, wire = Server(OK, OK, tls=serving(authority.issue_cert("localhost"))), Wire()
    async with server.listening() as address:
        to = url.format(port=urlsplit(address).port)
        assert [await wire.do_request(to, "POST") for _ in range(2)] == [(200, b"ok")] * 2
        await wire.shutdown()
    assert server.connections == 1


@pytest.mark.parametrize("case", ["a stranger's", "another host's", "a self-signed"])
async def test_any_other_certificate_is_refused_before_anything_is_sent(authority, url, case):
    certificates = {
        "a stranger's": lambda: trustme.CA().issue_cert("localhost"),
        "another host's": lambda: authority.issue_cert("api.telegram.org"),
        "a self-signed": lambda: trustme.CA(organization_name="self").issue_cert("localhost"),
    }
    error = await refusal(certificates[case](), url)
    assert isinstance(error.__cause__, NotSent)
    assert diagnose(error).verdict is Verdict.RETRY
    assert SECRET not in f"{error!r} {error.__cause__!r} {error.__context__!r}"


def test_the_authorities_of_the_product_are_checked_with_the_host():
    context = wires._trust()
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.check_hostname
    assert context.minimum_version >= ssl.TLSVersion.TLSv1_2
