"""Certificates of invented hosts, signed by an invented authority."""

import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

DAY = timedelta(days=1)


def named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name[:64])])


def started(subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder(issuer, subject, key, x509.random_serial_number())
        .not_valid_before(now - DAY)
        .not_valid_after(now + DAY)
    )


class Authority:
    """Signs a certificate for whatever host is asked for, unless it is among the `impostors`."""

    def __init__(self, folder: Path, name: str = "Invented Authority") -> None:
        self.folder = folder
        self.name = named(name)
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.host_key = ec.generate_private_key(ec.SECP256R1())
        self.impostors: dict[str, str] = {}  # hosts that show the certificate of another
        self.contexts: dict[str, ssl.SSLContext] = {}
        self.trusted = ssl.create_default_context(cadata=self.certificate())

    def certificate(self) -> str:
        """The authority's own."""
        key = self.key.public_key()
        usage = x509.KeyUsage(False, False, False, False, False, True, True, False, False)
        signed = (
            started(self.name, self.name, key)
            .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
            .add_extension(usage, critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
            .sign(self.key, hashes.SHA256())
        )
        return signed.public_bytes(serialization.Encoding.PEM).decode()

    def context(self, host: str) -> ssl.SSLContext:
        """How a server shows that it is this host."""
        if host not in self.contexts:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(self.written(host))
            self.contexts[host] = context
        return self.contexts[host]

    def written(self, host: str) -> Path:
        """The file of a host's certificate and key."""
        key, authority = self.host_key.public_key(), self.key.public_key()
        signed = (
            started(named(host), self.name, key)
            .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(authority), critical=False)
            .sign(self.key, hashes.SHA256())
        )
        secret = self.host_key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        path = self.folder / f"{host}.pem"
        path.write_bytes(signed.public_bytes(serialization.Encoding.PEM) + secret)
        return path

    def serving(self) -> ssl.SSLContext:
        """What a server of all hosts listens with: each asks for its own certificate by name."""
        context = self.context("nobody.example")

        def show(connection: ssl.SSLSocket | ssl.SSLObject, host: str | None, _: ssl.SSLContext) -> None:
            connection.context = self.context(self.impostors.get(host or "", host or "nobody.example"))

        context.sni_callback = show
        return context
