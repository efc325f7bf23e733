#!/usr/bin/env python3
"""The laws of the house that a compiler does not know.

    house.py [--self-test]

Errors fail; warnings ask for a look. Each law is one function over (path, text of a C file).
"""
import os
import re
import sys
import tempfile

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
FLOORS = ("base", "source", "config", "facts", "rules", "run", "report", "cli")
# What each floor may include: itself, what stands below it, and the public header.
ALLOWED = {floor: set(FLOORS[:i + 1]) for i, floor in enumerate(FLOORS)}
ALLOWED["report"] = {"base", "report"}  # it sees findings through include/iislint.h only...
EXCEPTIONS = {("report", "source/digest.h")}  # ...and needs a hash, whose one door is there
# One door per library: the header, and the floor of the only .c file that includes it.
DOORS = {"libxml/parser.h": "source", "libxml/parserInternals.h": "source", "libxml/relaxng.h": "source",
         "pcre2.h": "source", "cJSON.h": "report", "cjson/cJSON.h": "report",
         "zip.h": "base"}
BANNED = ("strcpy", "strcat", "sprintf", "vsprintf", "gets", "strtok", "atoi", "atol", "atof", "scanf", "sscanf",
          "alloca", "system", "popen", "tmpnam", "mktemp", "setlocale")
FILE_LINES, FILE_LINES_MAX, FUNCTION_LINES, FUNCTION_LINES_MAX = 500, 600, 60, 100
INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*[<"]([^>"]+)[>"]', re.M)


def without_comments(text, strings=True):
    """The code with comments (and strings) blanked; line numbers stay."""
    def blank(match):
        found = match[0]
        if found[0] in "\"'" and not strings:
            return found
        return re.sub(r"[^\n]", " ", found)
    return re.sub(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', blank, text, flags=re.S)


def line_of(text, offset):
    return text.count("\n", 0, offset) + 1


def floor_of(path):
    parts = path.split("/")
    return parts[1] if parts[0] == "src" and len(parts) > 2 else None


def includes(path, text):
    """Includes point down the floors only."""
    floor = floor_of(path)
    if floor is None:
        return
    if floor not in FLOORS:
        yield "error", 1, f"src/{floor} is no floor of the house"
        return
    for match in INCLUDE.finditer(without_comments(text, strings=False)):
        target = match[1].split("/")[0]
        if target in FLOORS and target not in ALLOWED[floor] and (floor, match[1]) not in EXCEPTIONS:
            yield "error", line_of(text, match.start()), f"src/{floor} must not include {match[1]}"
        if floor == "report" and match[1].startswith("libxml"):
            yield "error", line_of(text, match.start()), "src/report sees nothing of libxml2"


def banned(path, text):
    """Functions that cannot be used safely, or hide global state."""
    for match in re.finditer(r"\b(" + "|".join(BANNED) + r")\s*\(", without_comments(text)):
        yield "error", line_of(text, match.start()), f"{match[1]}() is not used here"


def loose_ends(path, text):
    """No note to oneself stays in the code."""
    for match in re.finditer(r"\b(TODO|FIXME|XXX|HACK)\b", text):
        yield "error", line_of(text, match.start()), f"{match[1]}: do it, or file an issue"


def file_length(path, text):
    lines = text.count("\n")
    if lines > FILE_LINES_MAX:
        yield "error", 1, f"{lines} lines: over {FILE_LINES_MAX}"
    elif lines > FILE_LINES:
        yield "warning", 1, f"{lines} lines: over {FILE_LINES}"


def functions(path, text):
    """A function that needs scrolling is two."""
    code = without_comments(text)
    for match in re.finditer(r"^([A-Za-z_][^;{}#]*?\b(\w+)\s*\([^;{}]*\))\s*\{$", code, re.M):
        end = code.find("\n}", match.end())
        length = code.count("\n", match.end(), end) if end > 0 else 0
        if length > FUNCTION_LINES:
            level = "error" if length > FUNCTION_LINES_MAX else "warning"
            yield level, line_of(code, match.start(2)), f"{match[2]}() has {length} lines: over {FUNCTION_LINES}"


def comments(path, text):
    """Each group of declarations in a header says what it is for."""
    if not path.endswith(".h"):
        return
    if not text.lstrip().startswith("/*"):
        yield "error", 1, "a header starts with a comment that says what it is about"
    if not path.startswith("include/"):
        return
    # The public header: each paragraph of declarations stands under a comment, or has one beside it.
    code = without_comments(text)
    lines = text.split("\n")
    for match in re.finditer(r"^[A-Za-z_][\w \t*]*?\b(iislint_\w+)\s*\([^;{}]*\)[^;{}]*;", code, re.M):
        first = line_of(code, match.start()) - 1
        while first > 0 and lines[first - 1].strip() and "/*" not in lines[first] and not lines[first - 1].rstrip().endswith("*/"):
            first -= 1
        above = lines[first - 1].rstrip().endswith("*/") if first else False
        if not above and "/*" not in "\n".join(lines[first:line_of(code, match.end())]):
            yield "error", line_of(code, match.start()), f"{match[1]}() has no comment"


LAWS = (includes, banned, loose_ends, file_length, functions, comments)


def doors(files):
    """One door per library: one .c file includes it."""
    for header, floor in DOORS.items():
        users = [p for p, text in files.items() if p.startswith("src/") and
                 header in INCLUDE.findall(without_comments(text, strings=False))]
        for path in users:
            if floor_of(path) != floor:
                yield "error", path, 1, f"{header} is included in src/{floor} only"
        if len([p for p in users if p.endswith(".c")]) > 1 and header in ("libxml/parser.h", "pcre2.h", "cJSON.h", "cjson/cJSON.h", "zip.h"):
            yield "error", users[0], 1, f"{header} has {len(users)} doors: {', '.join(users)}"
    nettle = [p for p, text in files.items() if any(i.startswith("nettle/") for i in INCLUDE.findall(text))]
    if len(nettle) > 1 or nettle and floor_of(nettle[0]) != "source":
        yield "error", nettle[0], 1, f"nettle has more than one door, or one outside of src/source: {', '.join(nettle)}"


def read(top):
    """All C files of the project: {path: text}."""
    found = {}
    for folder in ("include", "src", "tests", "tools"):
        for here, below, names in os.walk(os.path.join(top, folder)):
            below[:] = sorted(b for b in below if b != "node_modules")
            for name in sorted(names):
                if name.endswith((".c", ".h")):
                    path = os.path.join(here, name)
                    with open(path, encoding="utf-8") as file:
                        found[os.path.relpath(path, top)] = file.read()
    return found


def inspect(files):
    """All complaints: (level, path, line, text)."""
    for path, text in files.items():
        for law in LAWS:
            if path.startswith("tests/") and law in (functions, file_length, banned):
                continue
            for level, line, say in law(path, text):
                yield level, path, line, say
    yield from doors(files)


def self_test():
    """Every law must catch a file that breaks it."""
    long = "static int f(int a)\n{\n" + "    a++;\n" * 120 + "    return a;\n}\n"
    broken = {
        "src/base/a.c": '#include "config/scope.h"\n',
        "src/rules/b.c": '#include "run/run.h"\n',
        "src/run/a.c": '#include "report/report.h"\n',
        "src/report/a.c": '#include "rules/rulebook.h"\n',
        "src/report/b.c": "#include <libxml/tree.h>\n",
        "src/config/a.c": "void f(char *a, char *b) { strcpy(a, b); }\n",
        "src/config/b.c": "/* TODO: later */\n",
        "src/config/c.c": "int a;\n" * 700,
        "src/config/d.c": long,
        "src/config/e.h": "int a;\n",
        "include/iislint.h": "/* public */\n\nint iislint_f(void);\n",
        "src/source/a.c": "#include <libxml/parser.h>\n#include <pcre2.h>\n",
        "src/attic/a.c": "int a;\n",
        "src/source/b.c": "#include <libxml/parser.h>\n",
        "src/rules/a.c": "#include <cjson/cJSON.h>\n",
        "src/facts/a.c": "#include <nettle/sha1.h>\n",
    }
    good = {"src/config/a.c": '#include "base/text.h"\n/* strcpy() */\nconst char *a = "gets(";\n',
            "include/iislint.h": "/* public */\n\n/* Does f. */\nint iislint_f(void);\nint iislint_g(int a,\n              int b);\n"}
    with tempfile.TemporaryDirectory() as top:
        for path, text in broken.items():
            os.makedirs(os.path.dirname(os.path.join(top, path)), exist_ok=True)
            with open(os.path.join(top, path), "w", encoding="utf-8") as file:
                file.write(text)
        caught = {path for level, path, _, _ in inspect(read(top)) if level == "error"}
    missed = set(broken) - caught - {"src/source/b.c"}
    wrong = [say for *_, say in inspect(good)]
    for path in sorted(missed):
        print(f"not caught: {path}")
    for say in wrong:
        print(f"wrongly caught: {say}")
    return not missed and not wrong


def main():
    if sys.argv[1:] == ["--self-test"]:
        sys.exit(0 if self_test() else 1)
    errors = 0
    for level, path, line, say in inspect(read(TOP)):
        print(f"warning: {path}:{line}: {say}" if level == "warning" else f"{path}:{line}: {say}")
        errors += level == "error"
    sys.exit(1 if errors else 0)


if __name__ == "__main__":
    main()
