#!/usr/bin/env python3
"""Checks a SARIF file of iislint against the files that it talks about.

    sarif_check.py [--root DIR] [--secret TEXT]... FILE.sarif...

The public validators know neither the scanned files nor what the numbers mean. This one reads the
sources again and proves regions, snippets, hashes, fingerprints, indexes, messages and fixes. --root is
the folder that SRCROOT stands for where the log does not say. Everything is computed here
independently of the program. Passwords and keys found in the sources must not occur in the log.
"""
import argparse
import gzip
import hashlib
import json
import os
import re
import sys
import urllib.parse
import xml.etree.ElementTree as ElementTree

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
GUID = re.compile(r"[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-5][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}")
URI = re.compile(r"(?:[A-Za-z0-9\-._~!$&'()*+,;=:@/]|%[0-9A-Fa-f]{2})*")
LINK = re.compile(r"(?<!\\)\[[^\]]*\]\((\d+)\)")
MASK = "\u2022\u2022\u2022"
# Values that are secrets wherever they stand in a configuration file.
SECRETS = (
    re.compile(r"""\b(?:password|validationKey|decryptionKey)\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.I),
    re.compile(r"""\b(?:password|pwd)\s*=\s*([^;"'<>]+)""", re.I),
    re.compile(r"""\b(?:accountkey|sharedaccesskey|client[_-]?secret)\s*=\s*([^;"'<>]+)""", re.I),
)
NO_SECRET = re.compile(r"\[enc:|AutoGenerate|%\w+%$|true$|false$", re.I)


def masked(text):
    """The text with its secrets masked and the line ends inside them."""
    spans = {match.span(i) for pattern in SECRETS for match in pattern.finditer(text)
             for i in range(1, pattern.groups + 1) if match.group(i) and not NO_SECRET.match(match.group(i))}
    inner = [one for one in spans if not any(one != other and one[0] <= other[0] and other[1] <= one[1] for other in spans)]
    for start, end in sorted(inner, reverse=True):
        text = text[:start] + MASK + re.sub(r"[^\r\n]", "", text[start:end]) + text[end:]
    return text


# --- the scanned text -----------------------------------------------------------------------------
class Source:
    """One scanned file: bytes, text without BOM, lines, columns in UTF-16 code units."""

    def __init__(self, path):
        with open(path, "rb") as file:
            self.bytes = file.read()
        self.bom = ""
        for mark, codec in ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
            if self.bytes.startswith(mark):
                self.codec, self.bom = codec, mark
                break
        else:
            self.codec = "utf-8"
            if self.bytes[:4] == b"<\0?\0" or self.bytes[:2] == b"<\0":
                self.codec = "utf-16-le"
            elif self.bytes[:2] == b"\0<":
                self.codec = "utf-16-be"
        self.text = self.bytes[len(self.bom):].decode(self.codec, "replace")
        self.lines = re.findall(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z", self.text) or [""]
        if self.lines[-1].endswith(("\r", "\n")):
            self.lines.append("")
        self.starts = [0]
        for line in self.lines:
            self.starts.append(self.starts[-1] + len(line))
        self._hashes = None

    def offset(self, line, column):
        """Index into text of a 1-based position; None when there is no such place."""
        if not 1 <= line <= len(self.lines):
            return None
        content = self.lines[line - 1].rstrip("\r\n").encode("utf-16-le")
        if not 1 <= column <= len(content) // 2 + 1:
            return None
        try:
            return self.starts[line - 1] + len(content[:2 * (column - 1)].decode("utf-16-le"))
        except UnicodeDecodeError:
            return None  # inside a surrogate pair

    def span(self, region):
        """(start, end) of a region with all four numbers, or a sentence that says what is wrong."""
        try:
            numbers = [region[k] for k in ("startLine", "startColumn", "endLine", "endColumn")]
        except KeyError as missing:
            return f"no {missing.args[0]}"
        start, end = self.offset(*numbers[:2]), self.offset(*numbers[2:])
        if start is None or end is None:
            return f"{numbers} lies outside of the file"
        if end < start:
            return f"{numbers} ends before it starts"
        return start, end

    def fingerprints(self):
        """primaryLocationLineHash of every line: {line: set of accepted values}."""
        if self._hashes is None:
            text = masked(self.text)
            plain = line_hashes(text)
            marked = line_hashes("\ufeff" + text) if self.bom else plain
            # GitHub reads UTF-8 and counts its BOM as a character; UTF-16 it does not read as text at all.
            kinds = [marked] if self.codec == "utf-8" else [plain, marked]
            self._hashes = {line: {k[line] for k in kinds} for line in plain}
        return self._hashes

    def encode(self, text):
        return self.bom * bool(self.bom) + text.encode(self.codec) if self.bom else text.encode(self.codec)


def line_hashes(text):
    """The rolling hash of GitHub's code scanning: {line: "hash:count"}."""
    units = text.encode("utf-16-le", "surrogatepass")
    size, modulus, mask = 100, 37, (1 << 64) - 1
    leaving = pow(modulus, size, 1 << 64)
    window, pending = [0] * size, [0] * size
    seen, result = {}, {}
    state = {"hash": 0, "at": 0}

    def emit():
        value = f"{state['hash']:x}"
        seen[value] = seen.get(value, 0) + 1
        result[pending[state["at"]]] = f"{value}:{seen[value]}"
        pending[state["at"]] = 0

    def shift(unit):
        at = state["at"]
        state["hash"] = (modulus * state["hash"] + unit - leaving * window[at]) & mask
        window[at] = unit
        state["at"] = (at + 1) % size

    line, line_start, after_cr = 0, True, False
    for i in range(0, len(units) + 2, 2):
        unit = units[i] | units[i + 1] << 8 if i < len(units) else 0xFFFF
        if unit in (0x20, 0x09) or (after_cr and unit == 0x0A):
            after_cr = False
            continue
        after_cr = unit == 0x0D
        if after_cr:
            unit = 0x0A
        if pending[state["at"]]:
            emit()
        if line_start:
            line, line_start = line + 1, False
            pending[state["at"]] = line
        line_start = unit == 0x0A
        shift(unit)
    for _ in range(size):
        if pending[state["at"]]:
            emit()
        shift(0)
    return result


def snippet_matches(snippet, text, tokens):
    """Equal, or equal but for redacted stretches."""
    if snippet == text:
        return True
    used = [t for t in tokens if t in snippet]
    if not used:
        return False
    parts = re.split("|".join(map(re.escape, used)), snippet)
    return re.fullmatch(".*?".join(map(re.escape, parts)), text, re.S) is not None


def expand(template, arguments):
    """A message string with its {0}, {1}... and {{ }} replaced."""
    def one(match):
        if match[0] in ("{{", "}}"):
            return match[0][0]
        index = int(match[1])
        return arguments[index] if index < len(arguments) else match[0]
    return re.sub(r"\{\{|\}\}|\{(\d+)\}", one, template)


def well_formed(data):
    try:
        ElementTree.fromstring(data)
    except (ElementTree.ParseError, ValueError, LookupError):
        return False
    return True


def secrets_of(text):
    for pattern in SECRETS:
        for match in pattern.finditer(text):
            value = next((g for g in match.groups() if g), "").strip()
            if len(value) >= 4 and not NO_SECRET.match(value):
                yield value


# --- the log --------------------------------------------------------------------------------------
class Check:
    """The checks of one log; `problems` is what is wrong, each with its place in the log."""

    def __init__(self, path, root, secrets):
        self.problems = []
        self.root = root
        self.sources = {}
        self.secrets = set(secrets)
        with open(path, "rb") as file:
            self.data = file.read()
        self.log = json.loads(self.data.decode("utf-8"), object_pairs_hook=self.pairs)

    def pairs(self, pairs):
        names = [name for name, _ in pairs]
        for name in set(names):
            if names.count(name) > 1:
                self.say("json", f"the property {name} occurs twice in one object")
        return dict(pairs)

    def say(self, where, text):
        self.problems.append(f"{where}: {text}")

    def run_all(self):
        self.whole_file()
        for number, run in enumerate(self.log.get("runs", [])):
            self.run = run
            self.at = f"runs[{number}]"
            self.driver = run["tool"]["driver"]
            self.rules = self.driver.get("rules", [])
            self.tokens = run.get("redactionTokens", [])
            self.find_root()
            self.all_objects(run, self.at)
            self.rule_objects()
            self.artifacts()
            self.taxonomies()
            self.invocations()
            for i, result in enumerate(run.get("results", [])):
                self.result(result, f"{self.at}.results[{i}]")
            self.all_or_none("suppressions")
            self.all_or_none("baselineState")
            self.fixes_together()
            self.no_secrets()
        return self.problems

    def whole_file(self):
        if self.data.startswith(b"\xef\xbb\xbf"):
            self.say("file", "starts with a BOM")
        if list(self.log)[:3] != ["$schema", "version", "runs"]:
            self.say("file", f"starts with {list(self.log)[:3]}, not with $schema, version, runs")
        if self.log.get("$schema") != SCHEMA:
            self.say("$schema", f"is {self.log.get('$schema')}")
        if len(self.log.get("runs", [])) != 1:
            self.say("runs", "is not exactly one run")
        if len(gzip.compress(self.data)) > 10_000_000:
            self.say("file", "is over 10 MB when packed: GitHub refuses it")

    def find_root(self):
        base = self.run.get("originalUriBaseIds", {}).get("SRCROOT", {})
        uri = base.get("uri")
        if uri is None:
            return
        if not uri.endswith("/"):
            self.say(f"{self.at}.originalUriBaseIds.SRCROOT", "does not end in /")
        if uri.startswith("file:///") and self.root is None:
            self.root = urllib.parse.unquote(uri[7:])

    def source(self, location):
        """The file of an artifactLocation, or None (outside of the root, or not a file)."""
        uri = location.get("uri")
        if uri is None and isinstance(location.get("index"), int):
            artifacts = self.run.get("artifacts", [])
            if location["index"] < len(artifacts):
                uri = artifacts[location["index"]]["location"].get("uri")
        if uri is None:
            return None
        if uri not in self.sources:
            path = urllib.parse.unquote(uri[7:] if uri.startswith("file:///") else uri)
            path = os.path.join(self.root or ".", path)
            self.sources[uri] = Source(path) if os.path.isfile(path) else None
        return self.sources[uri]

    # Everything that holds wherever such an object stands.
    def all_objects(self, value, where):
        if isinstance(value, dict):
            if "region" in value and "artifactLocation" in value:
                self.physical_location(value, where)
            for name, item in value.items():
                here = f"{where}.{name}"
                if name in ("byteOffset", "byteLength", "charOffset", "charLength"):
                    self.say(here, "offsets beside line and column mislead viewers")
                if name == "guid" and not (isinstance(item, str) and GUID.fullmatch(item)):
                    self.say(here, f"{item} is no RFC 4122 guid")
                if name == "uriBaseId" and item not in self.run.get("originalUriBaseIds", {}):
                    self.say(here, f"{item} is not in originalUriBaseIds")
                if isinstance(item, dict) and name in ("artifactLocation", "location") and "uri" in item:
                    self.artifact_location(item, here)
                self.all_objects(item, here)
        elif isinstance(value, list):
            for i, item in enumerate(value):
                self.all_objects(item, f"{where}[{i}]")

    def artifact_location(self, location, where):
        uri = location["uri"]
        if not URI.fullmatch(uri):
            self.say(where, f"{uri}: characters that a URI must escape")
        if not re.match(r"[a-z][a-z0-9+.-]+:", uri, re.I):
            if uri.startswith(("/", "./")) or ".." in uri.split("/") or "\\" in uri:
                self.say(where, f"{uri} is no clean relative path")
            if "uriBaseId" not in location:
                self.say(where, f"{uri} is relative to nothing")
        elif "uriBaseId" in location:
            self.say(where, f"{uri} is absolute and has a uriBaseId")
        self.index(location, self.run.get("artifacts", []), where,
                   lambda artifact: artifact["location"].get("uri") == uri)

    def index(self, holder, table, where, same=lambda item: True):
        """The index of an object, if it has one, points at the thing that the object names."""
        number = holder.get("index")
        if number is None:
            return None
        if not 0 <= number < len(table):
            self.say(where, f"index {number}, and there are {len(table)}")
            return None
        if not same(table[number]):
            self.say(where, f"index {number} points at another thing")
        return table[number]

    def physical_location(self, location, where):
        region, context = location["region"], location.get("contextRegion")
        source = self.source(location["artifactLocation"])
        if source is None:
            self.say(where, f"no such file: {location['artifactLocation'].get('uri')}")
            return
        span = source.span(region)
        if isinstance(span, str):
            self.say(f"{where}.region", span)
            return
        text = source.text[span[0]:span[1]]
        snippet = region.get("snippet", {}).get("text")
        if snippet is not None and not snippet_matches(snippet, text, self.tokens):
            self.say(f"{where}.region", f"snippet {snippet!r}, and the file has {text!r}")
        if context is not None:
            self.context_region(context, span, source, where + ".contextRegion")

    def context_region(self, context, span, source, where):
        first, last = context.get("startLine", 0), context.get("endLine", context.get("startLine", 0))
        if not 1 <= first <= last <= len(source.lines):
            self.say(where, f"lines {first} to {last} of {len(source.lines)}")
            return
        if context.get("startColumn", 1) != 1:
            self.say(where, "does not start at column 1")
        start, end = source.starts[first - 1], source.starts[last]
        bare_end = start + len(source.text[start:end].rstrip("\r\n"))
        if start > span[0] or end < span[1] or (start, bare_end) == span:
            self.say(where, "is no proper superset of the region")
        if last - first > 5:
            self.say(where, "over 6 lines: viewers clip it")
        snippet = context.get("snippet", {}).get("text")
        wanted = source.text[start:end]
        cut = source.text[start:source.starts[last - 1] + len(source.lines[last - 1].rstrip("\r\n"))]
        if snippet is None:
            self.say(where, "has no snippet")
        elif not any(snippet_matches(snippet, t, self.tokens) for t in (wanted, cut)):
            self.say(where, f"snippet {snippet!r}, and the file has {wanted!r}")

    def unique(self, objects, name, where):
        values = [o[name] for o in objects if name in o]
        for value in sorted(set(v for v in values if values.count(v) > 1)):
            self.say(where, f"{name} {value} is used twice")

    def rule_objects(self):
        where = f"{self.at}.tool.driver.rules"
        for name in ("id", "name", "guid"):
            self.unique(self.rules, name, where)
        if [r.get("id") for r in self.rules] != sorted(r.get("id") for r in self.rules):
            self.say(where, "are not sorted by id")
        for i, rule in enumerate(self.rules):
            self.rule(rule, f"{where}[{i}]")

    def rule(self, rule, where):
        for part in ("shortDescription", "fullDescription", "help", "helpUri", "name", "messageStrings"):
            if part not in rule:
                self.say(where, f"has no {part}")
        for part in ("shortDescription", "fullDescription"):
            if len(rule.get(part, {}).get("text", "")) > 1024:
                self.say(where, f"{part} is over 1024 characters")
        if len(rule.get("name", "")) > 255:
            self.say(where, "name is over 255 characters")
        properties = rule.get("properties", {})
        tags = properties.get("tags", [])
        if len(tags) > 10:
            self.say(where, f"{len(tags)} tags: GitHub keeps 10")
        if len(tags) != len(set(tags)):
            self.say(where, "a tag occurs twice")
        severity = properties.get("security-severity")
        if severity is not None:
            if not isinstance(severity, str) or not re.fullmatch(r"\d{1,2}\.\d", severity) or not 0 < float(severity) <= 10:
                self.say(where, f"security-severity {severity!r} is no string from 0.1 to 10.0")
            if "security" not in tags:
                self.say(where, "has a security-severity and no tag security")
        for message in rule.get("messageStrings", {}).values():
            numbers = sorted({int(n) for n in re.findall(r"(?<!\{)\{(\d+)\}", message["text"])})
            if numbers != list(range(len(numbers))):
                self.say(where, f"placeholders {numbers} are not numbered without a gap")
        for i, relation in enumerate(rule.get("relationships", [])):
            self.taxon(relation["target"], f"{where}.relationships[{i}]")

    def artifacts(self):
        for i, artifact in enumerate(self.run.get("artifacts", [])):
            where = f"{self.at}.artifacts[{i}]"
            source = self.source(artifact["location"])
            if source is None:
                if "hashes" in artifact or "length" in artifact:
                    self.say(where, "tells size or hash of a file that is not there")
                continue
            digest = hashlib.sha256(source.bytes).hexdigest()
            if artifact.get("hashes", {}).get("sha-256", digest).lower() != digest:
                self.say(where, f"sha-256 is {digest}")
            if artifact.get("length", len(source.bytes)) not in (-1, len(source.bytes)):
                self.say(where, f"length is {len(source.bytes)}")
            encoding = artifact.get("encoding")
            if encoding and not source.codec.startswith(encoding.lower()):
                self.say(where, f"encoding {encoding}, and the file is {source.codec}")
            self.secrets.update(secrets_of(source.text))
        self.unique([a["location"] for a in self.run.get("artifacts", [])], "uri", f"{self.at}.artifacts")
        places = self.run.get("logicalLocations", [])
        for i, place in enumerate(places):
            if not -1 <= place.get("parentIndex", -1) < len(places) or place.get("parentIndex") == i:
                self.say(f"{self.at}.logicalLocations[{i}]", "parentIndex points at nothing")

    def taxonomies(self):
        for i, taxonomy in enumerate(self.run.get("taxonomies", [])):
            for name in ("id", "guid"):
                self.unique(taxonomy.get("taxa", []), name, f"{self.at}.taxonomies[{i}]")

    def taxon(self, reference, where):
        """A reference to a taxon names its taxonomy and agrees with it."""
        component = reference.get("toolComponent", {})
        taxonomy = self.index(component, self.run.get("taxonomies", []), where + ".toolComponent",
                              lambda t: t["name"] == component.get("name", t["name"])
                              and t.get("guid") == component.get("guid", t.get("guid")))
        if taxonomy is None:
            self.say(where, "names no taxonomy by its index")
            return
        self.index(reference, taxonomy.get("taxa", []), where,
                   lambda t: t["id"] == reference.get("id", t["id"]) and t.get("guid") == reference.get("guid", t.get("guid")))

    def invocations(self):
        known = self.driver.get("notifications", [])
        for i, invocation in enumerate(self.run.get("invocations", [])):
            for kind in ("toolExecutionNotifications", "toolConfigurationNotifications"):
                for j, notice in enumerate(invocation.get(kind, [])):
                    where = f"{self.at}.invocations[{i}].{kind}[{j}]"
                    descriptor = notice.get("descriptor", {})
                    self.index(descriptor, known, where, lambda d, r=descriptor: d["id"] == r.get("id", d["id"]))
                    rule = notice.get("associatedRule", {})
                    self.index(rule, self.rules, where, lambda d, r=rule: d["id"] == r.get("id", d["id"]))

    # --- results ----------------------------------------------------------------------------------
    def result(self, result, where):
        rule = self.result_rule(result, where)
        kind, level = result.get("kind", "fail"), result.get("level")
        if (level == "none") == (kind == "fail") and level is not None:
            self.say(where, f"kind {kind} with level {level}")
        self.message(result, rule, where)
        locations = result.get("locations", [])
        if len(locations) != 1:
            self.say(where, f"{len(locations)} locations: consumers take one")
        for i, location in enumerate(locations + result.get("relatedLocations", [])):
            for place in location.get("logicalLocations", []):
                self.index(place, self.run.get("logicalLocations", []), f"{where} location {i}",
                           lambda p, r=place: p.get("fullyQualifiedName") == r.get("fullyQualifiedName", p.get("fullyQualifiedName")))
        if locations:
            self.location(result, locations[0], where)
        for i, taxon in enumerate(result.get("taxa", [])):
            self.taxon(taxon, f"{where}.taxa[{i}]")
        for i, fix in enumerate(result.get("fixes", [])):
            self.fix(fix, f"{where}.fixes[{i}]")

    def result_rule(self, result, where):
        number = result.get("ruleIndex", result.get("rule", {}).get("index"))
        if number is None or not 0 <= number < len(self.rules):
            self.say(where, f"ruleIndex {number}, and there are {len(self.rules)} rules")
            return None
        rule = self.rules[number]
        if result.get("ruleId", rule["id"]) != rule["id"]:
            self.say(where, f"ruleId {result['ruleId']} and ruleIndex of {rule['id']}")
        return rule

    def message(self, result, rule, where):
        message = result["message"]
        text = message.get("text", "")
        if not text:
            self.say(where, "a message without text: GitHub expands no id")
        strings = (rule or {}).get("messageStrings", {})
        if message.get("id") not in strings:
            self.say(where, f"message id {message.get('id')} is not in the rule's messageStrings")
        else:
            for form in ("text", "markdown"):
                template = strings[message["id"]].get(form)
                if form in message and template is not None:
                    wanted = expand(template, message.get("arguments", []))
                    if message[form] != wanted:
                        self.say(where, f"message {message[form]!r}, and its string gives {wanted!r}")
        related = [place.get("id") for place in result.get("relatedLocations", [])]
        if len(related) != len(set(related)):
            self.say(where, "two relatedLocations have one id")
        for number in LINK.findall(text):
            if int(number) not in related:
                self.say(where, f"the message links to {number}, and there is no such relatedLocation")

    def location(self, result, location, where):
        physical = location.get("physicalLocation", {})
        source = self.source(physical.get("artifactLocation", {}))
        region = physical.get("region")
        if region is None:
            self.say(where, "has no region")
            return
        if "snippet" not in region:
            self.say(where, "has no snippet")
        prints = result.get("partialFingerprints", {})
        if "primaryLocationLineHash" not in prints:
            self.say(where, "has no primaryLocationLineHash")
        elif source is not None:
            wanted = source.fingerprints().get(region.get("startLine"), set())
            if prints["primaryLocationLineHash"] not in wanted:
                self.say(where, f"primaryLocationLineHash is {' or '.join(sorted(wanted))}")
        for name in prints:
            if not re.fullmatch(r"[A-Za-z]\w*(?:/v\d+)?", name):
                self.say(where, f"fingerprint {name}: not name or name/vN")

    # --- fixes ------------------------------------------------------------------------------------
    def replacements(self, fix, where):
        """[(uri, start, end, text)] of a fix."""
        edits = []
        for change in fix.get("artifactChanges", []):
            source = self.source(change["artifactLocation"])
            for replacement in change.get("replacements", []):
                span = source.span(replacement["deletedRegion"]) if source else "no such file"
                if isinstance(span, str):
                    self.say(where, span)
                    continue
                text = replacement.get("insertedContent", {}).get("text", "")
                edits.append((change["artifactLocation"].get("uri"), *span, text))
        return edits

    def apply(self, edits, where):
        """The changed bytes of each file: {uri: bytes}. They stay well-formed XML if they were."""
        changed = {}
        for uri in sorted({edit[0] for edit in edits}):
            source = self.sources[uri]
            text, limit = source.text, len(source.text)
            for _, start, end, inserted in sorted((e for e in edits if e[0] == uri), key=lambda e: e[1:3], reverse=True):
                if end > limit:
                    self.say(where, "its replacements overlap")
                text, limit = text[:start] + inserted + text[end:], start
            changed[uri] = source.encode(text)
            if text == source.text:
                self.say(where, "changes nothing")
            if well_formed(source.bytes) and not well_formed(changed[uri]):
                self.say(where, f"leaves {uri} malformed")
        return changed

    def fix(self, fix, where):
        if not fix.get("description", {}).get("text"):
            self.say(where, "has no description")
        self.apply(self.replacements(fix, where), where)

    def fixes_together(self):
        """The first fix of every result, all at once, but for those that collide with an earlier one."""
        chosen = []
        for result in self.run.get("results", []):
            before = len(self.problems)
            edits = self.replacements(result["fixes"][0], "") if result.get("fixes") else []
            del self.problems[before:]
            free = all(e[0] != c[0] or e[2] < c[1] or c[2] < e[1] for e in edits for c in chosen)
            if free:
                chosen += edits
        self.apply(chosen, f"{self.at} all fixes")

    # --- the run as a whole -----------------------------------------------------------------------
    def all_or_none(self, name):
        having = [name in result for result in self.run.get("results", [])]
        if any(having) and not all(having):
            self.say(self.at, f"{name} on some results and not on others")

    def no_secrets(self):
        run = dict(self.run, tool={}, taxonomies=[])  # what rules say of passwords in general is no secret
        text = json.dumps(run, ensure_ascii=False)
        for secret in sorted(self.secrets):
            if json.dumps(secret, ensure_ascii=False)[1:-1] in text:
                self.say(self.at, f"the secret {secret[:2]}... occurs")
        if MASK in text and MASK not in self.tokens:
            self.say(self.at, f"{MASK} is not in redactionTokens")
        if len(self.run.get("results", [])) > 25000:
            self.say(self.at, "over 25,000 results: GitHub refuses it")
        if self.run.get("columnKind") != "utf16CodeUnits":
            self.say(self.at, "columnKind is not utf16CodeUnits")


def check(path, root=None, secrets=()):
    """What is wrong with a log: a list of sentences."""
    try:
        return Check(path, root, secrets).run_all()
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        return [f"cannot be checked: {type(error).__name__}: {error}"]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--root")
    parser.add_argument("--secret", action="append", default=[])
    parser.add_argument("logs", nargs="+")
    options = parser.parse_args()
    bad = 0
    for path in options.logs:
        problems = check(path, options.root, options.secret)
        bad += bool(problems)
        for problem in problems:
            print(f"{path}: {problem}")
    print(f"{len(options.logs) - bad} passed, {bad} failed")
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
