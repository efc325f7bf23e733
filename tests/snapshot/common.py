"""What the tests of snapshots share: running the program in a place where it can leave nothing behind."""
import json
import os
import subprocess
import zipfile

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SECONDS = 120


class Done:
    def __init__(self, status, output, errors, left):
        self.status, self.output, self.errors, self.left = status, output, errors, left

    def __str__(self):
        text = (self.output + self.errors).decode("utf-8", "replace")
        return f"exit {self.status}: {text[:1500]}"


def run(program, folder, *arguments, cwd=None, preexec_fn=None):
    """Run it with a folder of its own for temporary files; what is left in there is told."""
    temporary = os.path.join(folder, "temporary files")
    os.makedirs(temporary, exist_ok=True)
    environment = dict(os.environ, TMPDIR=temporary, TEMP=temporary, TMP=temporary,
                       SOURCE_DATE_EPOCH="0")
    done = subprocess.run([program, *arguments], cwd=cwd or folder, stdin=subprocess.DEVNULL,
                          capture_output=True, timeout=SECONDS, env=environment,
                          preexec_fn=preexec_fn)
    return Done(done.returncode, done.stdout, done.stderr, os.listdir(temporary))


def write(folder, name, content):
    path = os.path.join(folder, *name.split("/"))
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        file.write(content.encode("utf-8") if isinstance(content, str) else content)
    return path


def all_bytes(path):
    """Every file of a folder or zip as (name, bytes); the zip itself too, as it is on disk."""
    if os.path.isfile(path):
        with open(path, "rb") as file:
            yield path, file.read()
        with zipfile.ZipFile(path) as archive:
            for entry in archive.infolist():
                yield entry.filename, archive.read(entry)
        return
    for directory, _, names in os.walk(path):
        for name in names:
            with open(os.path.join(directory, name), "rb") as file:
                yield os.path.relpath(os.path.join(directory, name), path), file.read()


def findings(program, folder, path, options=(), cwd=None):
    """The findings as SARIF has them, and the text report, both with the input's name as IMAGE."""
    sarif = os.path.join(folder, "report.sarif")
    done = run(program, folder, "check", "--color", "never", "--show-undecided", *options,
               "--format", "text", "--format", f"sarif={sarif}", path, cwd=cwd)
    shown = path.replace("\\", "/")
    if done.errors or done.status not in (0, 1, 3) or done.left:
        raise AssertionError(f"{done}, left: {done.left}")
    with open(sarif, encoding="utf-8") as file:
        results = json.load(file)["runs"][0]["results"]
    text = done.output.decode("utf-8").replace(shown, "IMAGE")
    return done.status, [simplify(result, shown) for result in results], text


def place(location, shown):
    physical = location.get("physicalLocation", {})
    region = physical.get("region", {})
    uri = physical.get("artifactLocation", {}).get("uri", "")
    logical = [item.get("fullyQualifiedName") for item in location.get("logicalLocations", [])]
    return {"file": strip(uri, shown), "line": region.get("startLine"), "column": region.get("startColumn"), "logical": logical}


def strip(uri, shown):
    base = os.path.basename(shown)
    return uri.split(base + "/", 1)[-1]


def simplify(result, shown):
    return {"rule": result["ruleId"], "level": result.get("level"), "kind": result.get("kind"),
            "message": json.dumps(result["message"], sort_keys=True).replace(shown, "IMAGE"),
            "places": [place(item, shown) for item in result.get("locations", [])],
            "related": [place(item, shown) for item in result.get("relatedLocations", [])],
            "suppressed": bool(result.get("suppressions"))}


def differences(before, after):
    """The first thing that two sets of findings do not have in common, or None."""
    if before[0] != after[0]:
        return f"exit status {before[0]} became {after[0]}: {after[2][-800:]}"
    if len(before[1]) != len(after[1]):
        return f"{len(before[1])} findings became {len(after[1])}:\n{before[2]}\n-- after --\n{after[2]}"
    for one, other in zip(before[1], after[1]):
        if one != other:
            return f"{json.dumps(one)}\nbecame\n{json.dumps(other)}"
    if before[2] != after[2]:
        lines = [pair for pair in zip(before[2].splitlines(), after[2].splitlines()) if pair[0] != pair[1]]
        return f"the text report differs: {lines[:2]}"
    return None
