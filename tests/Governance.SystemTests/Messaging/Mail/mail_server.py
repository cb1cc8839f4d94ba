"""A real SMTP server on loopback for tests. Prints its port, then every message as one line of JSON.

usage: mail_server.py <mode> [certificate.pem key.pem]     mode: starttls | tls
"""
import asyncio
import json
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult


class Keeper:
    async def handle_DATA(self, server, session, envelope):
        print(json.dumps({
            "from": envelope.mail_from,
            "to": envelope.rcpt_tos,
            "text": envelope.content.decode("ascii"),
            "tls": session.ssl is not None or server.transport.get_extra_info("ssl_object") is not None,
            "user": session.auth_data if isinstance(session.auth_data, str) else None,
        }), flush=True)
        return "250 2.0.0 kept"

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("nobody@"):
            return "550 5.1.1 there is no such mailbox here"
        if address.startswith("later@"):
            return "451 4.7.1 come back later"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 known"


def judge(server, session, envelope, mechanism, login):
    known = login.login == b"pager" and login.password == b"opens"
    return AuthResult(success=known, handled=known, auth_data=f"{login.login.decode()} by {mechanism}")


async def main():
    mode, certificate, key = sys.argv[1:4]
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    exclude = sys.argv[4:]
    starts = mode == "starttls"

    def session():
        return SMTP(
            Keeper(), tls_context=context if starts else None, require_starttls=starts,
            authenticator=judge, auth_required=False, auth_require_tls=starts, auth_exclude_mechanism=exclude)

    loop = asyncio.get_running_loop()
    server = await loop.create_server(session, "127.0.0.1", 0, ssl=None if starts else context)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


asyncio.run(main())
