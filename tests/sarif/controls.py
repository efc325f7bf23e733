"""Negative controls: a checker that refuses nothing proves nothing.

`sample/good.sarif` passes every check. Each control breaks one thing in it and names the checker that has to refuse
the result: "schema" (val.mjs), "validator" (Microsoft's, through gate.mjs) or "ours" (sarif_check.py).
"""
import copy
import json
import os

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.join(HERE, "sample", "source")
GOOD = os.path.join(HERE, "sample", "good.sarif")

# Values of GitHub's own tests for the line hash: text, {line: value}.
LINE_HASHES = (
    ("", {1: "c129715d7a2bc9a3:1"}),
    (" a\nb\n  \t\tc\n d", {1: "271789c17abda88f:1", 2: "54703d4cd895b18:1", 3: "180aee12dab6264:1", 4: "a23a3dc5e078b07b:1"}),
    (" a\r\nb\r  \t\tc\r\n d", {1: "271789c17abda88f:1", 2: "54703d4cd895b18:1", 3: "180aee12dab6264:1", 4: "a23a3dc5e078b07b:1"}),
    ("Lorem ipsum dolor sit amet.\n" * 10, {1: "a7f2ff13bc495cf2:1", 6: "a7f2ff13bc495cf2:6", 7: "a7f2ff1481e87703:1",
                                            11: "c129715d7a2bc9a3:1"}),
)


def physical(run, result=0):
    return run["results"][result]["locations"][0]["physicalLocation"]


def put(holder, name, value):
    holder[name] = value


def replacement(run):
    return run["results"][0]["fixes"][0]["artifactChanges"][0]["replacements"][0]


# name, checker, change of the run
CONTROLS = (
    ("unknown-property", "schema", lambda run: put(run, "colour", "blue")),
    ("column-zero", "schema", lambda run: put(physical(run)["region"], "startColumn", 0)),
    ("message-without-text", "schema", lambda run: put(run["results"][0], "message", {})),
    ("malformed-guid", "schema", lambda run: put(run["tool"]["driver"]["rules"][0], "guid", "x")),
    ("windows-path-as-uri", "validator", lambda run: put(physical(run)["artifactLocation"], "uri", "C:\\inetpub\\wwwroot\\web.config")),
    ("no-context", "validator", lambda run: physical(run).pop("contextRegion")),
    ("rule-without-help", "validator", lambda run: run["tool"]["driver"]["rules"][0].pop("help")),
    ("no-location", "validator", lambda run: put(run["results"][0], "locations", [])),
    ("wrong-rule-id", "ours", lambda run: put(run["results"][0], "ruleId", "IIS1001")),
    ("wrong-snippet", "ours", lambda run: put(physical(run)["region"]["snippet"], "text", "mode=\"On\"")),
    ("shifted-region", "ours", lambda run: put(physical(run, 2)["region"], "startColumn", physical(run, 2)["region"]["startColumn"] + 1)),
    ("region-outside", "ours", lambda run: put(physical(run)["region"], "endColumn", 400)),
    ("wrong-context", "ours", lambda run: put(physical(run)["contextRegion"]["snippet"], "text", "nothing\n")),
    ("wrong-hash", "ours", lambda run: put(run["artifacts"][0]["hashes"], "sha-256", "0" * 64)),
    ("wrong-fingerprint", "ours", lambda run: put(run["results"][0]["partialFingerprints"], "primaryLocationLineHash", "12ab:1")),
    ("link-to-nothing", "ours", lambda run: run["results"][0].pop("relatedLocations")),
    ("wrong-arguments", "ours", lambda run: put(run["results"][0]["message"], "arguments", ["On", "true"])),
    ("wrong-index", "ours", lambda run: put(physical(run)["artifactLocation"], "index", 2)),
    ("wrong-logical-index", "ours", lambda run: put(run["results"][0]["locations"][0]["logicalLocations"][0], "index", 1)),
    ("wrong-taxon", "ours", lambda run: put(run["results"][1]["taxa"][0], "index", 7)),
    ("unknown-base", "ours", lambda run: put(physical(run)["artifactLocation"], "uriBaseId", "ELSEWHERE")),
    ("climbing-uri", "ours", lambda run: put(run["artifacts"][0]["location"], "uri", "../source/admin/web.config")),
    ("severity-as-number", "ours", lambda run: put(run["tool"]["driver"]["rules"][0]["properties"], "security-severity", 5.3)),
    ("eleven-tags", "ours", lambda run: put(run["tool"]["driver"]["rules"][1]["properties"], "tags", [f"t{i}" for i in range(11)])),
    ("some-suppressions", "ours", lambda run: run["results"][0].pop("suppressions")),
    ("failure-of-level-none", "ours", lambda run: put(run["results"][0], "level", "none")),
    ("byte-offset", "ours", lambda run: put(physical(run)["region"], "byteOffset", 10)),
    ("fix-outside", "ours", lambda run: put(replacement(run)["deletedRegion"], "endLine", 90)),
    ("fix-breaks-xml", "ours", lambda run: put(replacement(run)["insertedContent"], "text", "<\"")),
    ("secret-in-snippet", "ours", lambda run: put(physical(run, 2)["region"]["snippet"], "text",
                                                  'connectionString="Server=db;User Id=shop;Password=s3cret-9;Encrypt=true"')),
    ("secret-in-message", "ours", lambda run: put(run["results"][2]["message"], "text", "The password is s3cret-9.")),
)


def write(directory):
    """Writes the broken logs; returns [(name, checker, path)]."""
    with open(GOOD, encoding="utf-8") as file:
        good = json.load(file)
    os.makedirs(directory, exist_ok=True)
    written = []
    for name, checker, change in CONTROLS:
        log = copy.deepcopy(good)
        change(log["runs"][0])
        path = os.path.join(directory, name + ".sarif")
        with open(path, "w", encoding="utf-8") as file:
            json.dump(log, file, indent=1, ensure_ascii=False)
        written.append((name, checker, path))
    return written
