"""Where the tags and attributes of a configuration file stand, by offset: enough of XML for files that are known
to be well-formed."""
import re

TOKEN = re.compile(r"<!--.*?-->|<\?.*?\?>|<(?P<end>/)?(?P<name>[\w.:-]+)(?P<attributes>(?:[^<>\"']|\"[^\"]*\"|'[^']*')*?)"
                   r"(?P<empty>/)?>", re.S)
ATTRIBUTE = re.compile(r"([\w.:-]+)\s*=\s*(\"[^\"]*\"|'[^']*')")


class Attribute:
    """name="value": offsets of the whole and of the value between the quotes."""

    def __init__(self, match, base):
        self.name, self.value = match[1], match[2][1:-1]
        self.start, self.end = base + match.start(), base + match.end()
        self.value_start, self.value_end = base + match.start(2) + 1, self.end - 1


class Element:
    def __init__(self, match, parent):
        self.name, self.parent, self.children = match["name"], parent, []
        self.start, self.tag_end = match.start(), match.end()
        self.empty = bool(match["empty"])
        self.close_start = self.end = match.end()
        base = match.start("attributes")
        self.attributes = {a.name: a for a in (Attribute(m, base) for m in ATTRIBUTE.finditer(match["attributes"]))}
        if parent is not None:
            parent.children.append(self)

    def get(self, name):
        return self.attributes[name].value if name in self.attributes else None

    def up(self):
        """The element and all above it, innermost first."""
        element = self
        while element is not None:
            yield element
            element = element.parent

    def path(self):
        """Names from below <configuration>, without location tags: "system.webServer/modules/add"."""
        names = [element.name for element in self.up()][-2::-1]
        return "/".join(name for name in names if name != "location")

    def location(self):
        """The <location> that it stands in, or None."""
        return next((element for element in self.up() if element.name == "location"), None)


class Document:
    def __init__(self, text):
        self.text, self.elements, stack = text, [], []
        for match in TOKEN.finditer(text):
            if match["name"] is None:
                continue
            if match["end"]:
                element = stack.pop()
                element.close_start, element.end = match.start(), match.end()
                continue
            element = Element(match, stack[-1] if stack else None)
            self.elements.append(element)
            if not element.empty:
                stack.append(element)
        self.root = self.elements[0]

    def all(self, path, located=None):
        """Elements by path; `located` True or False: only those in, or not in, a location tag."""
        return [element for element in self.elements if element.path() == path
                and (located is None or (element.location() is not None) == located)]


def position(text, offset):
    """Line and column of an offset as reports count them: from 1, in UTF-16 units."""
    start = text.rfind("\n", 0, offset) + 1
    return text.count("\n", 0, offset) + 1, len(text[start:offset].encode("utf-16-le")) // 2 + 1
