"""The collectors and the live server, on a machine that is made up with wine's own tools.

What wine cannot make up (access lists, http.sys, a directory, events) is only asked, so that the questions
themselves are run; what becomes of the answers is tested from recorded ones in tests/unit/facts.
"""
import base64
import hashlib
import os
import shutil
import struct
import xml.etree.ElementTree as xml

HERE = os.path.dirname(os.path.abspath(__file__))
SPACE = "{urn:iislint:facts:1}"
INETSRV = r"C:\windows\system32\inetsrv\config"
SITE = "C:\\sites\\shöp"
DEEP = SITE + "\\" + "\\".join(["a-rather-long-name-of-a-folder"] * 9)
SERVICES = [("W3SVC", "auto", "automatic"), ("WAS", "demand", "manual"), ("AppHostSvc", "disabled", "disabled")]
LSA = r"HKLM\SYSTEM\CurrentControlSet\Control\Lsa"
POOL = "S-1-5-82-3006700770-424185619-1745488364-794895919-4004696415"

# (group, element, the attribute that names it, its value, what else it must say)
FACTS = [
    ("iis", None, None, None, {"version": "10.0"}),
    ("environment", "variable", "name", "SITES", {"value": "C:\\sites"}),
    ("environment", "variable", "name", "SystemDrive", {"value": "C:"}),
    ("services", "service", "name", "W3SVC", {"state": "stopped", "start": "automatic", "account": "LocalSystem"}),
    ("services", "service", "name", "WAS", {"state": "stopped", "start": "manual"}),
    ("services", "service", "name", "AppHostSvc", {"state": "stopped", "start": "disabled"}),
    ("features", "feature", "name", "Web-Server", {"installed": "true"}),
    ("features", "feature", "name", "Web-Windows-Auth", {"installed": "true"}),
    ("features", "feature", "name", "Web-Client-Auth", {"installed": "true"}),
    ("features", "feature", "name", "Web-CGI", {"installed": "false"}),
    ("features", "feature", "name", "Web-Basic-Auth", {"installed": "false"}),
    ("profiles", "profile", "key", POOL,
     {"sid": POOL, "path": r"C:\users\DefaultAppPool", "exists": "true", "state": "516"}),
    ("profiles", "profile", "key", "S-1-5-21-1-2-3-1001.bak",
     {"sid": "S-1-5-21-1-2-3-1001", "path": r"C:\users\gone", "exists": "false"}),
    ("sqlInstances", "sqlInstance", "name", "SQLEXPRESS",
     {"edition": "Express Edition", "version": "15.0.4360.2", "service": "MSSQL$SQLEXPRESS"}),
    ("sqlInstances", "sqlInstance", "name", "MSSQLSERVER", {"service": "MSSQLSERVER"}),
    ("sqlInstances", "sqlInstance", "name", r"(localdb)\MSSQLLocalDB", {"version": "15.0"}),
    ("registry", "value", "name", "DisableLoopbackCheck", {"key": LSA, "type": "dword", "data": "1"}),
    ("registry", "value", "name", "BackConnectionHostNames", {"key": LSA + r"\MSV1_0", "type": "multi"}),
    ("certificates", "certificate", "subject", "CN=www.shop.example, O=Shop",
     {"store": "MY", "issuer": "CN=www.shop.example, O=Shop", "privateKey": "false"}),
    ("files", "file", "path", r"C:\windows\System32\inetsrv\cachhttp.dll", {"exists": "false"}),
    ("files", "file", "path", r"C:\windows\System32\kernel32.dll", {"exists": "true", "machine": "x64"}),
    ("files", "file", "path", SITE, {"exists": "true"}),
]
COMPLETE = ("services", "profiles", "sqlInstances", "spns", "certificates", "sslBindings")
NOT_ITSELF = ("hunter2", "DB_PASSWORD")


class Checks:
    """Counts what held and remembers what did not."""

    def __init__(self):
        self.passed, self.problems = 0, []

    def that(self, good, what):
        if good:
            self.passed += 1
        else:
            self.problems.append(what)

    def result(self, name):
        return name, self.passed, len(self.problems), "\n".join(self.problems)


def write(wine, path, content):
    local = wine.path(path)
    os.makedirs(os.path.dirname(local), exist_ok=True)
    with open(local, "wb") as file:
        file.write(content if isinstance(content, bytes) else content.encode("utf-8"))
    return local


def forget(wine):
    """What an earlier run left in the same wine folder."""
    for folder in (r"C:\windows\system32\inetsrv", r"C:\sites", r"C:\shared", r"C:\express"):
        shutil.rmtree(wine.path(folder), ignore_errors=True)
    for name, _, _ in SERVICES:
        wine.run("sc", "delete", name)
    wine.run("reg", "delete", r"HKLM\SOFTWARE\Microsoft\InetStp", "/f")


def certificate():
    """The bytes of certificate.pem, as Windows keeps them: each property of a certificate has its number (32: the
    certificate itself), a one and its length before it."""
    text = open(os.path.join(HERE, "certificate.pem"), encoding="ascii").read()
    content = base64.b64decode("".join(line for line in text.split("\n") if line and "-----" not in line))
    return hashlib.sha1(content).hexdigest().upper(), struct.pack("<III", 32, 1, len(content)) + content


def install_certificate(wine):
    thumbprint, blob = certificate()
    key = r"HKLM\SOFTWARE\Microsoft\SystemCertificates\MY\Certificates" + "\\" + thumbprint
    wine.run("reg", "add", key, "/v", "Blob", "/t", "REG_BINARY", "/d", blob.hex(), "/f")


def build(wine):
    for name, start, _ in SERVICES:
        wine.run("sc", "create", name, "binPath=", r"C:\windows\system32\svchost.exe", "start=", start)
    write(wine, r"C:\machine.reg", open(os.path.join(HERE, "machine.reg"), encoding="ascii").read()
          .replace("\n", "\r\n").encode("utf-16"))
    wine.run("reg", "import", r"C:\machine.reg")
    install_certificate(wine)
    os.makedirs(wine.path(r"C:\users\DefaultAppPool"), exist_ok=True)
    host = open(os.path.join(HERE, "applicationHost.config"), encoding="utf-8").read()
    write(wine, INETSRV + r"\applicationHost.config", host)
    write(wine, SITE + r"\web.config", '<configuration><system.webServer><nonsense/></system.webServer></configuration>')
    write(wine, DEEP + r"\web.config", "<configuration><open></configuration>")
    return host


def absent(wine, options, checks):
    status, _, errors = wine.run_apart(options.program)
    checks.that(status == 3, f"without IIS: exit {status}")
    checks.that(b"IIS is not installed on this machine" in errors, f"without IIS it says {errors!r}")


def find(root, group, element, name, value):
    found = root.find(SPACE + group)
    if found is None or element is None:
        return found
    return next((item for item in found.iter(SPACE + element) if item.get(name) == value), None)


def collected(wine, options, checks):
    """The facts of the machine that was made up."""
    local = wine.path("C:\\fäcts.xml")
    status, output = wine.run(options.program, "collect", "-o", "C:\\fäcts.xml")
    checks.that(status == 0 and os.path.exists(local), f"collect: exit {status}: {output}")
    if not os.path.exists(local):
        return
    text = open(local, encoding="utf-8").read()
    root = xml.fromstring(text)
    for group, element, name, value, wanted in FACTS:
        item = find(root, group, element, name, value)
        where = f"{group} {element or ''} {value or ''}"
        checks.that(item is not None, f"{where} is missing")
        for attribute, content in wanted.items() if item is not None else ():
            checks.that(item.get(attribute) == content,
                        f"{where}: {attribute} is {item.get(attribute)!r}, not {content!r}")
    found = find(root, "certificates", "certificate", "thumbprint", certificate()[0])
    checks.that(found is not None and [name.text for name in found] == ["www.shop.example", "*.shop.example"] and
                found.get("notBefore") == "2026-11-21T06:27:31Z" and found.get("notAfter") == "2036-11-18T06:27:31Z",
                f"certificate: {found is not None and xml.tostring(found)}")
    names = [item.text for item in root.iter(SPACE + "item")]
    checks.that(names == ["www.a.example", "b"], f"BackConnectionHostNames: {names}")
    for group in COMPLETE:
        item = root.find(SPACE + group)
        checks.that(item is not None and item.get("complete") == "true", f"{group} is not complete")
    for secret in NOT_ITSELF:
        checks.that(secret not in text, f"{secret} is in the facts")
    beside = [name for name in os.listdir(os.path.dirname(local)) if ".iislint-" in name]
    checks.that(not beside, f"left behind: {beside}")


def live(wine, options, checks):
    """No argument: this server."""
    status, output, errors = wine.run_apart(options.program, "--show-undecided")
    text = output.decode("utf-8")
    for wanted in ("C:/windows/System32/inetsrv/config/applicationHost.config:", "AppHostSvc",
                   "C:/sites/shöp/web.config:1:", "<open>", DEEP.replace("\\", "/") + "/web.config:1:"):
        checks.that(wanted in text, f"the live server: no {wanted!r} in\n{text}{errors.decode()}")
    checks.that(status in (1, 3), f"the live server: exit {status}")
    checks.that("hunter2" not in text, "the live server: a secret is shown")


def shared(wine, options, checks, host):
    """Shared configuration: what is there counts, and what is missing there is said."""
    write(wine, INETSRV + r"\redirection.config",
          '<configuration><configurationRedirection enabled="true" path="C:\\shared" /></configuration>')
    status, _, errors = wine.run_apart(options.program)
    checks.that(status == 3 and b"shared configuration" in errors and b"C:/shared" in errors,
                f"shared configuration that is not there: exit {status}: {errors!r}")
    write(wine, r"C:\shared\applicationHost.config", host)
    status, output, _ = wine.run_apart(options.program)
    checks.that(b"C:/shared/applicationHost.config:" in output, f"shared configuration: {output!r}")
    os.remove(wine.path(INETSRV + r"\redirection.config"))


def express(wine, options, checks, host):
    write(wine, r"C:\express\applicationhost.config", host.replace("%SITES%", r"%IIS_SITES_HOME%"))
    status, output, errors = wine.run_apart(options.program, "--iis-express", r"C:\express\applicationhost.config")
    checks.that(status in (0, 1) and b"C:/express/applicationhost.config" in output, f"IIS Express: {errors!r}")
    status, _, errors = wine.run_apart(options.program, "--iis-express")
    checks.that(status == 3 and b"IIS Express" in errors, f"IIS Express that is not there: exit {status}: {errors!r}")


def test(wine, options):
    forget(wine)
    checks = Checks()
    absent(wine, options, checks)
    host = build(wine)
    yield checks.result("a machine without IIS")
    for name, step in (("collectors", lambda c: collected(wine, options, c)),
                       ("live server", lambda c: live(wine, options, c)),
                       ("shared configuration", lambda c: shared(wine, options, c, host)),
                       ("IIS Express", lambda c: express(wine, options, c, host))):
        checks = Checks()
        step(checks)
        yield checks.result(name)
