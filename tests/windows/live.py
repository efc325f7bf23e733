"""The live server and IIS Express, on a machine that is made up: no PATH is given."""
import os
import re
import shutil

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.dirname(os.path.dirname(HERE))
INETSRV = r"C:\windows\system32\inetsrv\config"
FRAMEWORK = r"C:\windows\Microsoft.NET"
SITE = "C:\\sites\\shöp"
DEEP = SITE + "\\" + "\\".join(["a-rather-long-name-of-a-folder"] * 9)
HOST = "C:/windows/System32/inetsrv/config/applicationHost.config"
DECLARATIONS = '<configSections><section name="connectionStrings"/></configSections>'
OWN_SCHEMA = """<configSchema><sectionSchema name="own.group/thing"><attribute name="size" type="uint" defaultValue="7"/>
</sectionSchema></configSchema>"""


def strings(name):
    return f'<connectionStrings><add name="{name}" connectionString="Password=hunter2"/></connectionStrings>'


def write(wine, path, content):
    local = wine.path(path)
    os.makedirs(os.path.dirname(local), exist_ok=True)
    with open(local, "wb") as file:
        file.write(content if isinstance(content, bytes) else content.encode("utf-8"))
    return local


def documents(wine):
    """The folder of that name, made wine's own: it is a link to the files of whoever runs the test."""
    folder = r"C:\users\%s\Documents" % wine.user()
    if os.path.islink(wine.path(folder)):
        os.remove(wine.path(folder))
    return folder


def forget(wine):
    """What an earlier run left in the same wine folder."""
    for folder in (r"C:\windows\system32\inetsrv", FRAMEWORK, r"C:\sites", r"C:\shared", r"C:\express", r"C:\image"):
        shutil.rmtree(wine.path(folder), ignore_errors=True)
    shutil.rmtree(wine.share("nas"), ignore_errors=True)
    shutil.rmtree(wine.path(documents(wine) + r"\IISExpress"), ignore_errors=True)


def write_framework(wine):
    """Three pairs: 64-bit v4.0, which most pools run, 64-bit v2.0 and 32-bit v4.0."""
    for family, version, name in (("Framework64", "v4.0.30319", "four"), ("Framework64", "v2.0.50727", "two"),
                                  ("Framework", "v4.0.30319", "four-32")):
        folder = rf"{FRAMEWORK}\{family}\{version}\Config"
        write(wine, folder + r"\machine.config", f"<configuration>{DECLARATIONS}{strings(name)}</configuration>")
        write(wine, folder + r"\web.config", f'<configuration>{strings(name + "-web")}</configuration>')


def build(wine):
    """The files of the server; what applicationHost.config says."""
    with open(os.path.join(HERE, "applicationHost.config"), encoding="utf-8") as file:
        host = file.read()
    write(wine, INETSRV + r"\applicationHost.config", host)
    write(wine, INETSRV + r"\redirection.config", "<configuration><configurationRedirection /></configuration>")
    write(wine, INETSRV + r"\administration.config", "<configuration/>")
    for name in os.listdir(os.path.join(TOP, "rules", "schema")):
        with open(os.path.join(TOP, "rules", "schema", name), "rb") as file:
            write(wine, INETSRV + "\\schema\\" + name, file.read())
    write(wine, INETSRV + r"\schema\own.xml", OWN_SCHEMA)
    write(wine, SITE + r"\web.config", '<configuration><system.webServer><nonsense/></system.webServer></configuration>')
    write(wine, DEEP + r"\web.config", "<configuration><open></configuration>")
    share = os.path.join(wine.share("nas"), "web")
    os.makedirs(share, exist_ok=True)
    with open(os.path.join(share, "Web.config"), "w", encoding="utf-8") as file:
        file.write("<configuration><system.webServer><directoryBrowse enabled='true'/></system.webServer></configuration>")
    write_framework(wine)
    return host


def server(wine, options, checks):
    """No argument: this server."""
    status, output, errors = wine.run_apart(options.program, "--show-undecided")
    text = output.decode("utf-8")
    for wanted in (HOST + ":", "AppHostSvc", "C:/sites/shöp/web.config:1:", "<open>",
                   DEEP.replace("\\", "/") + "/web.config:1:"):
        checks.that(wanted in text, f"the live server: no {wanted!r} in\n{text}{errors.decode()}")
    checks.that(status == 3, f"the live server: exit {status}")
    checks.that(rb"\\gone\share" in output + errors, f"a share that is not there is not told: {output!r} {errors!r}")
    checks.that(b"hunter2" not in output + errors, "the live server: a secret is shown")


def effective(wine, options, checks):
    """Sections at places of this server: its schema, its shares, and the .NET Framework of each pool."""
    for place, section, wanted, absent in (
            ("Shop", "connectionStrings", ('"four"', '"four-web"', "Framework64/v4.0.30319"), ('"two"',)),
            ("Old", "connectionStrings", ('"two"', '"two-web"', "Framework64/v2.0.50727"), ('"four"',)),
            ("Small", "connectionStrings", ('"four-32"', "Framework/v4.0.30319"), ('"four"', '"two"')),
            ("Share", "system.webServer/directoryBrowse", ("true", "//nas/web/"), ()),
            ("/", "own.group/thing", ("7",), ())):
        status, output, errors = wine.run_apart(options.program, "effective", place, section)
        text = output.decode("utf-8").replace("'", '"')
        checks.that(status == 0, f"effective {place} {section}: exit {status}: {errors!r}")
        for word in wanted:
            checks.that(word in text, f"effective {place} {section}: no {word} in\n{text}")
        for word in absent:
            checks.that(word not in text, f"effective {place} {section}: {word} in\n{text}")
        checks.that("hunter2" not in text, f"effective {place} {section}: a secret is shown")


def findings(output, folder):
    """Rule and place of each finding, without where the files are."""
    text = re.sub(re.escape(folder) + "/", "", output.decode("utf-8"))
    return sorted(set(re.findall(r"\bIIS\d{4}\b", text)))


def snapshot(wine, options, checks):
    """A snapshot of this server gives the findings of this server."""
    _, live, _ = wine.run_apart(options.program)
    for name in ("C:\\image\\web01", "C:\\image\\web01.zip"):
        status, output, errors = wine.run_apart(options.program, "snapshot", "-o", name)
        checks.that(status in (0, 3) and os.path.exists(wine.path(name)), f"snapshot {name}: exit {status}: {errors!r}")
        status, output, errors = wine.run_apart(options.program, "check", name)
        folder = name.replace("\\", "/")
        checks.that(findings(output, folder) == findings(live, "C:"),
                    f"{name}: {findings(output, folder)} and live {findings(live, 'C:')}: {errors!r}")
        checks.that(findings(live, "C:") != [], "the live server has no finding")
    image = wine.path(r"C:\image\web01")
    files = {os.path.relpath(os.path.join(folder, name), image) for folder, _, names in os.walk(image) for name in names}
    for wanted in ("applicationHost.config", "redirection.config", "administration.config", "facts.xml",
                   "schema/own.xml", "framework/machine.config", "framework/web.config",
                   "framework/Framework64/v2.0.50727/Config/machine.config",
                   "framework/Framework/v4.0.30319/Config/web.config", "root/C/sites/shöp/web.config",
                   "root/UNC/nas/web/Web.config"):
        checks.that(wanted in files, f"no {wanted} in the snapshot: {sorted(files)}")
    for name in files:
        with open(os.path.join(image, name), "rb") as file:
            checks.that(b"hunter2" not in file.read(), f"a secret is in {name}")
    status, output, _ = wine.run_apart(options.program, "effective", "--server", r"C:\image\web01", "Old",
                                       "connectionStrings")
    checks.that(b"two-web" in output and b"four" not in output, f"the runtime in the snapshot: {output!r}")


def shared(wine, options, checks, host):
    """Shared configuration: what is there counts, and what is missing or broken is said."""
    file = INETSRV + r"\redirection.config"
    was = open(wine.path(file), "rb").read()
    write(wine, file,
          '<configuration><configurationRedirection enabled="true" path="%SystemDrive%\\shared" /></configuration>')
    status, _, errors = wine.run_apart(options.program)
    checks.that(status == 3 and b"shared configuration" in errors and b"C:/shared" in errors,
                f"shared configuration that is not there: exit {status}: {errors!r}")
    write(wine, r"C:\shared\applicationHost.config", host)
    status, output, _ = wine.run_apart(options.program)
    checks.that(b"C:/shared/applicationHost.config:" in output, f"shared configuration: {output!r}")
    status, output, errors = wine.run_apart(options.program, "effective", "/", "own.group/thing")
    checks.that(status == 0 and b"7" in output, f"the schema is the server's own: {output!r} {errors!r}")
    write(wine, file, "<configuration><configurationRedirection")
    status, output, errors = wine.run_apart(options.program)
    checks.that(status == 3 and b"shared cannot be told" in errors,
                f"a broken redirection.config: exit {status}: {output!r} {errors!r}")
    write(wine, file, was)


def express(wine, options, checks, host):
    """IIS Express: a file that is named, the one of a solution above, the one of the user."""
    own = host.replace("%SITES%", r"%IIS_SITES_HOME%")
    write(wine, r"C:\express\applicationhost.config", own)
    status, output, errors = wine.run_apart(options.program, "--iis-express", r"C:\express\applicationhost.config")
    checks.that(status in (0, 1, 3) and b"C:/express/applicationhost.config" in output, f"IIS Express: {errors!r}")
    status, _, errors = wine.run_apart(options.program, "--iis-express")
    checks.that(status == 3 and b"IIS Express" in errors, f"IIS Express that is not there: exit {status}: {errors!r}")

    write(wine, documents(wine) + r"\IISExpress\config\applicationhost.config", own)
    _, output, errors = wine.run_apart(options.program, "--iis-express")
    checks.that(b"Documents/IISExpress/config/application" in output, f"IIS Express of the user: {output!r} {errors!r}")
    write(wine, r"C:\express\solution\.vs\Shop\config\applicationhost.config", own)
    write(wine, r"C:\express\solution\Shop\Views\x.txt", "")
    below = wine.path(r"C:\express\solution\Shop\Views")
    _, output, errors = wine.run_apart(options.program, "--iis-express", directory=below)
    checks.that(b".vs/Shop/config/application" in output, f"IIS Express of a solution: {output!r} {errors!r}")
