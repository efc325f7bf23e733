"""A check of the snapshot finds what a check of the server does, at the same places."""
import json
import os
import shutil

from common import TOP, all_bytes, differences, findings, run, write

HOST = r"""<?xml version="1.0" encoding="%s"?>
<configuration>
  <system.applicationHost>
    <applicationPools><add name="P"><processModel identityType="SpecificUser" userName="CONTOSO\x" password="hush" />
      </add></applicationPools>
    <sites>
      <site name="S" id="1">
        <application path="/" applicationPool="P">
          <virtualDirectory path="/" physicalPath="C:\site" userName="u" password="%s" />
        </application>
        <bindings><binding protocol="http" bindingInformation="*:80:" /></bindings>
      </site>
    </sites>
  </system.applicationHost>
</configuration>
"""


def find_cases():
    for directory, folders, files in os.walk(os.path.join(TOP, "corpus")):
        if "applicationHost.config" in files:
            yield os.path.relpath(directory, TOP)
            folders.clear()


def options_of(case):
    path = os.path.join(TOP, case, "options")
    if not os.path.exists(path):
        return []
    with open(path, encoding="utf-8") as file:
        return [line for line in file.read().split("\n") if line]


def compare(program, folder, image, options=(), snapshot_options=(), status=0, cwd=None):
    """Takes snapshots of the image as folder and zip, checks all three; the zip's files are the folder's."""
    before = findings(program, folder, image, options, cwd)
    for name in ("snapshot", "snapshot.zip"):
        target = os.path.join(folder, name)
        done = run(program, folder, "snapshot", *snapshot_options, "-o", target, image, cwd=cwd)
        if done.status != status or done.left:
            return f"{done}, left: {done.left}"
        problem = differences(before, findings(program, folder, target, options, cwd))
        if problem:
            return f"{name}: {problem}"
    packed = dict(list(all_bytes(os.path.join(folder, "snapshot.zip")))[1:])
    if packed != dict(all_bytes(os.path.join(folder, "snapshot"))):
        return "the zip and the folder differ"
    return None


def clear(folder):
    shutil.rmtree(os.path.join(folder, "snapshot"), ignore_errors=True)
    if os.path.exists(os.path.join(folder, "snapshot.zip")):
        os.remove(os.path.join(folder, "snapshot.zip"))


def test_corpus(program, folder):
    count = 0
    for case in sorted(find_cases()):
        problem = compare(program, folder, case, options_of(case), cwd=TOP)
        if problem:
            return f"{case}: {problem}"
        clear(folder)
        count += 1
    return None if count > 5 else "where is the corpus?"


def fingerprints(program, folder, image, options):
    """Of every result, run from inside the image: a file is known by its name from there."""
    sarif = os.path.join(folder, "report.sarif")
    done = run(program, folder, "check", *options, "--format", f"sarif={sarif}", ".", cwd=image)
    if done.errors or done.status not in (0, 1):
        raise AssertionError(str(done))
    with open(sarif, encoding="utf-8") as file:
        results = json.load(file)["runs"][0]["results"]
    return [(result["ruleId"], result.get("partialFingerprints")) for result in results]


def test_fingerprints(program, folder):
    """A service that knows a finding of the server knows it in the snapshot."""
    secrets = 0
    for case in sorted(find_cases()):
        image, options = os.path.join(folder, "image"), options_of(case)
        shutil.copytree(os.path.join(TOP, case), image)  # out of the repository, from where names would count
        done = run(program, folder, "snapshot", "-o", os.path.join(folder, "snapshot"), image)
        secrets += b" 0 secrets" not in done.output
        before = fingerprints(program, folder, image, options)
        after = fingerprints(program, folder, os.path.join(folder, "snapshot"), options)
        if before != after:
            return f"{case}: {[pair for pair in zip(before, after) if pair[0] != pair[1]][:2]}"
        clear(folder)
        shutil.rmtree(image)
    return None if secrets > 0 else "no case has a secret"


def test_here(program, folder):
    """The working directory as the image is no other image."""
    image = os.path.join(folder, "image")
    write(image, "applicationHost.config", HOST % ("utf-8", "hush"))
    write(image, "root/C/site/web.config", '<configuration><appSettings file="..\\more.config"/></configuration>')
    write(image, "root/C/more.config", '<appSettings><add key="a" value="1"/></appSettings>')
    for name, path, cwd in (("one", image, folder), ("two", ".", image)):
        done = run(program, folder, "snapshot", "-o", os.path.join(folder, name), path, cwd=cwd)
        if done.status != 0 or done.errors:
            return str(done)
    one, two = (dict(all_bytes(os.path.join(folder, name))) for name in ("one", "two"))
    return None if one == two and os.path.join("root", "C", "more.config") in one else f"{sorted(one)} {sorted(two)}"


def test_snapshot_of_a_snapshot(program, folder):
    image = os.path.join(folder, "image")
    write(image, "applicationHost.config", HOST % ("utf-8", "[enc:AesProvider:aHVzaA==:enc]"))
    for name, source in (("one.zip", image), ("two.zip", "one.zip"), ("three", "two.zip")):
        done = run(program, folder, "snapshot", "-o", name, source)
        if done.status != 0 or done.left:
            return f"{name}: {done}"
        if (b"0 secrets replaced" in done.output) != (name != "one.zip"):
            return f"{name}: {done}"
    with open(os.path.join(folder, "one.zip"), "rb") as one, open(os.path.join(folder, "two.zip"), "rb") as two:
        return None if one.read() == two.read() else "the same files gave another zip"


def encodings():
    text = HOST % ("utf-8", "hush\u00e9\U0001F511")
    yield "UTF-8 with BOM", b"\xef\xbb\xbf" + text.encode("utf-8")
    for codec, mark in (("utf-16-le", b"\xff\xfe"), ("utf-16-be", b"\xfe\xff"), ("utf-16-le", b"")):
        yield codec, mark + (HOST % ("utf-16", "hush\u00e9\U0001F511")).encode(codec)
    yield "CRLF", text.replace("\n", "\r\n").encode("utf-8")
    yield "CR", text.replace("\n", "\r").encode("utf-8")
    yield "a secret of several lines", (HOST % ("utf-8", "hush\r\nhush\nhush")).encode("utf-8")


def test_encodings(program, folder):
    for name, content in encodings():
        write(folder, "image/applicationHost.config", content)
        problem = compare(program, folder, os.path.join(folder, "image"))
        if problem:
            return f"{name}: {problem}"
        if any(b"hush" in data for _, data in all_bytes(os.path.join(folder, "snapshot"))):
            return f"{name}: the password is there"
        clear(folder)
    return None


def faults():
    text = (HOST % ("utf-8", "hush")).encode("utf-8")
    yield "empty", b""
    yield "a byte that is not UTF-8", text.replace(b"</sites>", b"<!-- caf\xe9 --></sites>")
    yield "a NUL byte", text.replace(b"</sites>", b"\0</sites>")
    yield "half a pair", (HOST % ("utf-16", "hush")).encode("utf-16-le").replace(b"<\0/\0s\0i\0t\0e\0s", b"\0\xd8" * 6)
    yield "cut UTF-16", b"\xff\xfe" + (HOST % ("utf-16", "hush")).encode("utf-16-le") + b"x"
    yield "UTF-32", b"\xff\xfe\0\0" + (HOST % ("utf-32", "hush")).encode("utf-32-le")
    yield "a DOCTYPE", text.replace(b"<configuration>", b"<!DOCTYPE c><configuration>")
    yield "an unclosed tag", text.replace(b"</sites>", b"")
    yield "an unclosed value", text.replace(b'physicalPath="C:\\site"', b'physicalPath="C:\\site')
    yield "an unclosed secret", text.replace(b'password="hush" />\n        </app', b'password="hush />\n        </app')
    yield "too deep", text.replace(b"</sites>", b"<a>" * 200 + b"</a>" * 200 + b"</sites>")
    yield "an ampersand", text.replace(b'name="S"', b'name="S & T"')
    for length in range(40, len(text) - 2, 53):
        yield f"cut after {length} bytes", text[:length]


def test_faults(program, folder):
    """A file that is not well-formed is as faulty in the snapshot, and as silent about secrets."""
    for name, content in faults():
        write(folder, "image/applicationHost.config", HOST % ("utf-8", ""))
        for file in ("applicationHost.config", "root/C/site/web.config"):
            write(folder, "image/" + file, content)
            problem = compare_faults(program, folder)
            if problem:
                return f"{name}, {file}: {problem}"
            clear(folder)
            shutil.rmtree(os.path.join(folder, "image"))
            write(folder, "image/applicationHost.config", HOST % ("utf-8", ""))
    return None


def compare_faults(program, folder):
    image, target = os.path.join(folder, "image"), os.path.join(folder, "snapshot")
    before = findings(program, folder, image)
    done = run(program, folder, "snapshot", "-o", target, image)
    if done.status != 0 or done.left:
        return f"{done}, left: {done.left}"
    after = findings(program, folder, target)
    for one, other in zip(before[1], after[1]):
        if (one["rule"], one["places"][0]["line"]) != (other["rule"], other["places"][0]["line"]):
            return f"{one}\nbecame\n{other}"
    if len(before[1]) != len(after[1]) or before[0] != after[0]:
        return f"{before}\nbecame\n{after}"
    if any(b"hush" in data for _, data in all_bytes(target)):
        return "the password is there"
    return None


def test_mapped_folders(program, folder):
    """Folders that --map names are in the image where Windows has them."""
    write(folder, "image/applicationHost.config", (HOST % ("utf-8", "hush")).replace(r"C:\site", r"D:\web\site"))
    write(folder, "elsewhere/site/web.config",
          '<configuration><system.webServer><handlers accessPolicy="Reed"/></system.webServer></configuration>')
    options = ("--map", r"D:\web=" + os.path.join(folder, "elsewhere"))
    image, target = os.path.join(folder, "image"), os.path.join(folder, "snapshot")
    done = run(program, folder, "snapshot", *options, "-o", target, image)
    if done.status != 0 or not os.path.exists(os.path.join(target, "root/D/web/site/web.config")):
        return str(done)
    before, after = findings(program, folder, image, options), findings(program, folder, target)
    rules = [sorted(finding["rule"] for finding in found[1]) for found in (before, after)]
    if rules[0] != rules[1] or not rules[0]:
        return f"{before[2]}\nbecame\n{after[2]}"
    return None


def test_shares(program, folder):
    """A share has its place as well, when --map says where it can be read."""
    write(folder, "image/applicationHost.config", (HOST % ("utf-8", "hush")).replace(r"C:\site", r"\\nas\web\site"))
    write(folder, "elsewhere/site/web.config",
          '<configuration><system.webServer><handlers accessPolicy="Reed"/></system.webServer></configuration>')
    options = ("--map", r"\\nas\web=" + os.path.join(folder, "elsewhere"))
    image, target = os.path.join(folder, "image"), os.path.join(folder, "snapshot.zip")
    done = run(program, folder, "snapshot", *options, "-o", target, image)
    before, after = findings(program, folder, image, options), findings(program, folder, target)
    rules = [sorted(finding["rule"] for finding in found[1]) for found in (before, after)]
    return None if done.status == 0 and rules[0] == rules[1] and "IIS1203" in rules[0] else f"{done} {rules}"


def test_whole_image(program, folder):
    """Schema, framework, redirection and administration files are in it, and are masked too."""
    image = os.path.join(folder, "image")
    write(image, "applicationHost.config", HOST % ("utf-8", "hush"))
    write(image, "framework/machine.config",
          '<configuration><system.web><processModel userName="x" password="hush"/></system.web></configuration>')
    write(image, "redirection.config", '<configuration><configurationRedirection enabled="false" path="" '
                                       'userName="u" password="hush"/></configuration>')
    write(image, "administration.config", '<configuration><x password="hush"/></configuration>')
    source = os.path.join(TOP, "rules/schema")
    for name in sorted(os.listdir(source)):
        if name.endswith(".xml"):
            shutil.copyfile(os.path.join(source, name), write(image, "schema/" + name, ""))
    problem = compare(program, folder, image)
    if problem:
        return problem
    names = {name.replace(os.sep, "/"): data for name, data in all_bytes(os.path.join(folder, "snapshot"))}
    for name in ("framework/machine.config", "redirection.config", "administration.config"):
        if b"hush" in names[name] or "•••".encode() not in names[name]:
            return f"{name}: {names[name]}"
    for name, data in all_bytes(os.path.join(image, "schema")):
        if names["schema/" + name] != data:
            return f"the schema {name} was changed"
    return None
