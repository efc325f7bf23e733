"""The ways in which a healthy server is broken. Each takes a server and a source of chance, and gives the changed
file and where the finding must stand; it raises Nothing when this server has nothing to break in that way."""

HOST = "applicationHost.config"


class Change:
    """One file with one or more insertions and deletions; `mark` is the offset, in the new text, of the fault."""

    def __init__(self, file, text):
        self.file, self.text, self.mark, self.encoded = file, text, 0, None

    def replace(self, start, end, new, mark=None):
        """`mark`: offset into `new` of what is at fault."""
        self.text = self.text[:start] + new + self.text[end:]
        if mark is not None:
            self.mark = start + mark
        return self

    def insert(self, at, new, mark=None):
        return self.replace(at, at, new, mark)


def change(server, file):
    return Change(file, server.documents[file].text)


class Nothing(Exception):
    """This server has nothing to break in that way."""


def pick(chance, items):
    if not items:
        raise Nothing
    return chance.choice(items)


def some_element(server, chance, wanted, files=None):
    found = [(file, element) for file in sorted(files or server.documents)
             for element in server.documents[file].elements if wanted(element)]
    return pick(chance, found)


def is_web(file):
    return file.lower().endswith("web.config")


def web_files(server):
    return [file for file in server.documents if is_web(file)]


def insert_child(result, element, new, mark):
    """As the first child, whether the element is empty or not."""
    if element.empty:
        slash = result.text.rindex("/", element.start, element.tag_end)
        return result.replace(slash, element.tag_end, f">{new}</{element.name}>", 1 + mark)
    return result.insert(element.tag_end, new, mark)


def in_group(server, result, content, mark):
    """A piece of system.webServer at the end of the file, in a location of its own when there is a path."""
    end = server.documents[result.file].root.close_start
    return result.insert(end, f"<system.webServer>{content}</system.webServer>\n", len("<system.webServer>") + mark)


# ---- the file ------------------------------------------------------------------------------------

def raw_ampersand(server, chance):
    file, element = some_element(server, chance, lambda e: e.attributes)
    attribute = pick(chance, sorted(element.attributes.values(), key=lambda a: a.start))
    return change(server, file).insert(attribute.value_end, "& ", 0)


def raw_less_than(server, chance):
    file, element = some_element(server, chance, lambda e: e.attributes)
    attribute = pick(chance, sorted(element.attributes.values(), key=lambda a: a.start))
    return change(server, file).insert(attribute.value_end, "<", 0)


def attribute_twice(server, chance):
    file, element = some_element(server, chance, lambda e: e.attributes)
    attribute = pick(chance, sorted(element.attributes.values(), key=lambda a: a.start))
    last = max(element.attributes.values(), key=lambda a: a.end)
    return change(server, file).insert(last.end, f' {attribute.name}="x"', 1)


def wrong_end_tag(server, chance):
    file, element = some_element(server, chance, lambda e: not e.empty)
    return change(server, file).replace(element.close_start, element.end, f"</{element.name}x>", 0)


def unclosed_tag(server, chance):
    """Not one in another of its name: then the outer one is the one that lacks its end."""
    file, element = some_element(server, chance, lambda e: not e.empty and e.parent is not None
                                 and all(above.name != e.name for above in e.parent.up()))
    result = change(server, file).replace(element.close_start, element.end, "")
    result.mark = element.start
    return result


def double_hyphen(server, chance):
    file, element = some_element(server, chance, lambda e: e.parent is not None)
    return change(server, file).insert(element.start, "<!-- a -- b -->", 7)


def invalid_bytes(server, chance):
    file, element = some_element(server, chance, lambda e: e.attributes)
    attribute = pick(chance, sorted(element.attributes.values(), key=lambda a: a.start))
    result = change(server, file).insert(attribute.value_end, "\ue000", 0)
    result.encoded = result.text.encode("utf-8").replace("\ue000".encode("utf-8"), b"\xc3\x28")
    return result


def doctype(server, chance):
    file = pick(chance, sorted(server.documents))
    return change(server, file).insert(server.documents[file].root.start, "<!DOCTYPE configuration>\n", 0)


def large_file(server, chance):
    file = pick(chance, sorted(web_files(server)))
    result = change(server, file)
    result.insert(len(result.text), f"<!-- {'x' * 260_000} -->\n")
    result.mark = server.documents[file].root.start
    return result


def other_root(server, chance):
    file = pick(chance, sorted(web_files(server)))
    root = server.documents[file].root
    result = change(server, file)
    result.replace(root.close_start, root.end, "</settings>")
    return result.replace(root.start, root.start + len("<configuration"), "<settings", 1)


# ---- declarations --------------------------------------------------------------------------------

def undeclared_section(server, chance):
    file = pick(chance, sorted(web_files(server)) or [HOST])
    return in_group(server, change(server, file), "<rewriter><rules/></rewriter>", 0)


def declared_twice(server, chance):
    file, element = some_element(server, chance, lambda e: e.name == "section" and "configSections/" in e.path(), [HOST])
    text = server.documents[file].text[element.start:element.end]
    return change(server, file).insert(element.end, text, 0)


def declarations_late(server, chance):
    file, element = some_element(server, chance, lambda e: e.path() == "configSections", [HOST])
    new = "<system.web/>"
    return change(server, file).insert(element.start, new, len(new))


def declarations_twice(server, chance):
    file, element = some_element(server, chance, lambda e: e.path() == "configSections", [HOST])
    return change(server, file).insert(element.end, "<configSections/>", 0)


PLAIN = ["directoryBrowse", "defaultDocument", "httpErrors", "httpProtocol", "staticContent", "urlCompression", "caching"]


def section_twice(server, chance):
    file, element = some_element(server, chance, lambda e: e.parent is not None and e.parent.name == "system.webServer"
                                 and e.parent.parent.name == "configuration" and e.name in PLAIN)
    return in_group(server, change(server, file), f"<{element.name}/>", 0)


def location_twice(server, chance):
    file, element = some_element(server, chance, lambda e: e.name == "location" and e.get("path") and any(
        c.name == "system.webServer" and any(s.name in PLAIN for s in c.children) for c in e.children))
    section = next(s for c in element.children if c.name == "system.webServer" for s in c.children if s.name in PLAIN)
    new = f'<location path="{element.get("path")}"><system.webServer>'
    end = server.documents[file].root.close_start
    return change(server, file).insert(end, f"{new}<{section.name}/></system.webServer></location>", len(new))


def both_modes(server, chance):
    file, element = some_element(server, chance, lambda e: e.name == "location" and "overrideMode" in e.attributes)
    mode = element.attributes["overrideMode"]
    return change(server, file).insert(mode.end, ' allowOverride="true"', 1)


def dead_location(server, chance):
    end = server.documents[HOST].root.close_start
    new = f'<location path="NoSuchSite{chance.randrange(100)}"><system.webServer><caching enabled="true"/></system.webServer></location>'
    return change(server, HOST).insert(end, new, len("<location "))


# ---- shape ---------------------------------------------------------------------------------------

def in_section(element):
    """Inside a section of IIS, or a section itself."""
    names = [e.name for e in element.up()]
    return ("system.webServer" in names[1:] and "configSections" not in names
            and any(name in PLAIN + ["handlers", "requestFiltering", "anonymousAuthentication"] for name in names))


def unknown_element(server, chance):
    file, element = some_element(server, chance, lambda e: in_section(e) and e.name in PLAIN)
    return insert_child(change(server, file), element, "<speed/>", 1)


def unknown_attribute(server, chance):
    file, element = some_element(server, chance, in_section)
    result = change(server, file)
    return result.insert(element.start + 1 + len(element.name), ' speed="9"', 1)


def wrong_boolean(server, chance):
    file, element = some_element(server, chance, lambda e: in_section(e) and any(
        a.value in ("true", "false") and not n.startswith("lock") for n, a in e.attributes.items()))
    attribute = pick(chance, [a for n, a in element.attributes.items()
                              if a.value in ("true", "false") and not n.startswith("lock")])
    result = change(server, file).replace(attribute.value_start, attribute.value_end, "yes")
    result.mark = attribute.start
    return result


REQUIRED = {"handlers/add": "path", "httpErrors/error": "statusCode", "staticContent/mimeMap": "mimeType"}


def no_required_attribute(server, chance):
    file, element = some_element(server, chance, lambda e: any(e.path().endswith("/" + p) and a in e.attributes
                                                               for p, a in REQUIRED.items()))
    name = next(a for p, a in REQUIRED.items() if element.path().endswith("/" + p))
    attribute = element.attributes[name]
    result = change(server, file).replace(attribute.start, attribute.end, "")
    result.mark = element.start
    return result


def text_in_section(server, chance):
    file, element = some_element(server, chance, lambda e: in_section(e) and e.name in PLAIN)
    return insert_child(change(server, file), element, "speed", 0)


def no_such_directive(server, chance):
    file, element = some_element(server, chance, lambda e: e.path().endswith("applicationPools/add")
                                 and not any(c.name == "environmentVariables" for c in e.children), [HOST])
    new = "<environmentVariables>"
    return insert_child(change(server, file), element, new + "<clear/></environmentVariables>", len(new))


def later_version(server, chance):
    """Checked as IIS 8.5, which has no HSTS."""
    file, element = some_element(server, chance, lambda e: e.path().endswith("sites/site"), [HOST])
    return change(server, file).insert(element.close_start, '<hsts enabled="true" max-age="31536000"/>', 0)


# ---- collections ---------------------------------------------------------------------------------

KEYED = ["handlers/add", "modules/add", "httpErrors/error", "staticContent/mimeMap", "defaultDocument/files/add",
         "customHeaders/add", "globalModules/add", "hiddenSegments/add", "fileExtensions/add"]


def duplicate_entry(server, chance):
    file, element = some_element(server, chance, lambda e: any(e.path().endswith("/" + path) for path in KEYED))
    text = server.documents[file].text[element.start:element.end]
    return change(server, file).insert(element.end, text, 0)


def same_pool(server, chance):
    file, element = some_element(server, chance, lambda e: e.path().endswith("applicationPools/add"), [HOST])
    name = element.get("name")
    new = f'<add name="{name.upper() if chance.random() < 0.5 else name}"/>'
    return change(server, file).insert(element.end, new, 0)


def same_binding(server, chance):
    file, element = some_element(server, chance, lambda e: e.path().endswith("sites/site/bindings/binding"), [HOST])
    text = server.documents[file].text[element.start:element.end]
    return change(server, file).insert(element.end, text, 0)


def same_folder(server, chance):
    """A directory below an application that is the application's own folder, with a web.config that adds something."""
    adding = {file for file in server.documents for e in server.documents[file].elements
              if any(e.path() == "system.webServer/" + path for path in KEYED + ["httpProtocol/customHeaders/add"])
              and e.location() is None and all(c.name == e.name for c in e.parent.children)}
    file, element = some_element(server, chance, lambda e: e.path().endswith("site/application/virtualDirectory")
                                 and server.local(e.get("physicalPath")) + "/web.config" in adding, [HOST])
    new = f'<virtualDirectory path="/speed" physicalPath="{element.get("physicalPath")}"/>'
    return change(server, file).insert(element.end, new, new.index("physicalPath"))


def remove_nothing(server, chance):
    """A name in another letter case; keys of handlers are compared with it."""
    names = [e.get("name") for e in server.documents[HOST].all("system.webServer/handlers/add")]
    file = own_web_config(server, chance, "handlers")
    new = f'<handlers><remove name="{pick(chance, names).upper()}"/></handlers>'
    return in_group(server, change(server, file), new, new.index("name"))


# ---- locks ---------------------------------------------------------------------------------------

LOCKED = ["asp", "cgi", "serverRuntime", "httpLogging", "odbcLogging"]
LOCKED_VALUES = {"asp": 'enableParentPaths="true"', "cgi": 'createProcessAsUser="false"', "httpLogging": 'dontLog="true"',
                 "serverRuntime": 'enabled="true"', "odbcLogging": 'dataSource="x"'}


def locked_section(server, chance):
    file = pick(chance, sorted(web_files(server)))
    declared = {e.get("name") for e in server.documents[HOST].elements
                if e.name == "section" and e.get("overrideModeDefault") == "Deny"}
    name = pick(chance, [name for name in LOCKED if name in declared])
    return in_group(server, change(server, file), f"<{name} {LOCKED_VALUES[name]}/>", 0)


def own_web_config(server, chance, section):
    """A web.config that says nothing of a section yet, in a location tag neither."""
    return pick(chance, [file for file in sorted(web_files(server))
                         if not any(e.name == section for e in server.documents[file].elements)])


def locked_attribute(server, chance):
    file = own_web_config(server, chance, "httpErrors")
    content = '<httpErrors errorMode="DetailedLocalOnly" defaultPath="/e.htm"/>'
    return in_group(server, change(server, file), content, content.index("defaultPath"))


def locked_element(server, chance):
    """Locks what a web.config uses already: the fault is in the web.config, the change in the other file."""
    file, element = some_element(server, chance, lambda e: e.path() == "system.webServer/httpProtocol", [HOST])
    used = [(f, e) for f in sorted(web_files(server)) for e in server.documents[f].elements
            if e.path() == "system.webServer/httpProtocol/customHeaders" and e.children]
    if len(used) != 1:
        raise Nothing
    result = change(server, file).insert(element.start + len("<httpProtocol"), ' lockElements="customHeaders"')
    result.elsewhere = (used[0][0], used[0][1].start)
    return result


def locked_item(server, chance):
    items = [e for e in server.documents[HOST].elements
             if e.path() == "system.webServer/modules/add" and e.get("lockItem") == "true"]
    file = own_web_config(server, chance, "modules")
    if not items or file not in server.application_roots:
        raise Nothing
    directive = "<clear/>" if chance.random() < 0.3 else f'<remove name="{pick(chance, items).get("name")}"/>'
    return in_group(server, change(server, file), f"<modules>{directive}</modules>", len("<modules>"))


def unknown_lock(server, chance):
    file, element = some_element(server, chance, lambda e: in_section(e) and e.name in PLAIN
                                 and "lockAttributes" not in e.attributes)
    new = ' lockAttributes="speed"'
    return change(server, file).insert(element.start + 1 + len(element.name), new, new.index("speed"))


def not_here(server, chance):
    file = pick(chance, sorted(web_files(server)))
    content = '<globalModules><add name="Speed" image="speed.dll"/></globalModules>'
    return in_group(server, change(server, file), content, 0)


def unlock_below(server, chance):
    file = pick(chance, sorted(web_files(server)))
    new = '<location path="speed" overrideMode="Allow"><system.webServer><asp/></system.webServer></location>\n'
    return change(server, file).insert(server.documents[file].root.close_start, new, new.index("overrideMode"))


# ---- indirection ---------------------------------------------------------------------------------

def absent_source(server, chance):
    file = own_web_config(server, chance, "caching")
    return in_group(server, change(server, file), '<caching configSource="speed.config"/>', len("<caching "))


def source_on_group(server, chance):
    file, element = some_element(server, chance, lambda e: e.path() in ("system.webServer", "system.webServer/security"))
    return change(server, file).insert(element.start + 1 + len(element.name), ' configSource="x.config"', 1)


def protected_section(server, chance):
    file = own_web_config(server, chance, "caching")
    return in_group(server, change(server, file), '<caching configProtectionProvider="Speed"/>', len("<caching "))


def foreign_provider(server, chance, value="[enc:SpeedProvider:QUJD:enc]"):
    file, element = some_element(server, chance, lambda e: e.name == "anonymousAuthentication"
                                 and "configSections" not in e.path() and "password" not in e.attributes)
    return change(server, file).insert(element.tag_end - (2 if element.empty else 1), f' password="{value}"', 1)


def damaged_value(server, chance):
    providers = [e for e in server.documents[HOST].elements if e.path() == "configProtectedData/providers/add"]
    if not providers:
        raise Nothing
    return foreign_provider(server, chance, f"[enc:{providers[0].get('name')}:QUJ:enc]")


# ---- structure -----------------------------------------------------------------------------------

def no_root_application(server, chance):
    file, element = some_element(server, chance, lambda e: e.path().endswith("sites/site/application") and e.get("path") == "/"
                         and len([c for c in e.parent.children if c.name == "application"]) == 1, [HOST])
    result = change(server, file)
    attribute = element.attributes["path"]
    result.replace(attribute.value_start, attribute.value_end, "/speed")
    result.mark = element.parent.start
    return result


def no_root_directory(server, chance):
    file, element = some_element(server, chance, lambda e: e.path().endswith("site/application/virtualDirectory")
                                 and e.get("path") == "/", [HOST])
    attribute = element.attributes["path"]
    result = change(server, file).replace(attribute.value_start, attribute.value_end, "/speed")
    result.mark = element.parent.start
    return result


def bad_port(server, chance):
    file, element = some_element(server, chance, lambda e: e.path().endswith("sites/site/bindings/binding")
                                 and e.get("protocol") == "http", [HOST])
    attribute = element.attributes["bindingInformation"]
    parts = attribute.value.rsplit(":", 2)
    result = change(server, file)
    result.replace(attribute.value_start, attribute.value_end, f"{parts[0]}:{chance.randrange(65536, 99999)}:{parts[2]}", 0)
    return result


def unknown_precondition(server, chance):
    file, element = some_element(server, chance, lambda e: e.path() in ("system.webServer/handlers/add", "system.webServer/modules/add")
                                 and "preCondition" in e.attributes)
    attribute = element.attributes["preCondition"]
    result = change(server, file).replace(attribute.value_start, attribute.value_end, "IntegratedMode")
    result.mark = attribute.start
    return result


def bad_path(server, chance):
    file, element = some_element(server, chance, lambda e: e.path().endswith("site/application/virtualDirectory"), [HOST])
    attribute = element.attributes["physicalPath"]
    result = change(server, file).replace(attribute.value_start, attribute.value_end, "D:\\sites\\a?b")
    result.mark = attribute.start
    return result


def never_true(server, chance):
    file, element = some_element(server, chance, lambda e: e.path() == "system.webServer/handlers/add"
                                 and "preCondition" in e.attributes)
    attribute = element.attributes["preCondition"]
    result = change(server, file).replace(attribute.value_start, attribute.value_end, "integratedMode,classicMode")
    result.mark = attribute.start
    return result


def modules_in_folder(server, chance):
    file = pick(chance, [file for file in sorted(web_files(server)) if file not in server.application_roots])
    return in_group(server, change(server, file), '<modules><remove name="Session"/></modules>', 0)


def missing_module(server, chance):
    file, element = some_element(server, chance, lambda e: e.path() == "system.webServer/handlers/add"
                                 and "modules" in e.attributes and "type" not in e.attributes)
    attribute = element.attributes["modules"]
    result = change(server, file).replace(attribute.value_start, attribute.value_end, "SpeedModule")
    result.mark = attribute.start
    return result


def classic_section(server, chance):
    file = own_web_config(server, chance, "httpModules")
    if file not in server.application_roots - server.classic_roots or server.documents[file].all("system.webServer/validation"):
        raise Nothing
    new = '<system.web><httpModules><add name="Speed" type="Speed.Module"/></httpModules></system.web>\n'
    return change(server, file).insert(server.documents[file].root.close_start, new, len("<system.web>"))


# Breakages that need more arguments.
ARGUMENTS = {later_version: ("--iis", "8.5")}

# What else is an error then, and rightly: settings of an application in what is a mere directory of it now; an
# authentication that lacks its module.
ALSO = {no_root_directory: {"IIS1406"}, same_folder: {"IIS1406"}, locked_item: {"IIS2410"}}

# What is broken, and how. Not here: IIS1002 (a file that root can read anyway), IIS1102 (only beside a server's own
# schema files, which no healthy server of the corpus brings).
BREAKAGES = [
    ("IIS1001", raw_ampersand), ("IIS1001", raw_less_than), ("IIS1001", attribute_twice), ("IIS1001", wrong_end_tag),
    ("IIS1001", unclosed_tag), ("IIS1001", double_hyphen), ("IIS1003", invalid_bytes), ("IIS1004", large_file),
    ("IIS1005", other_root), ("IIS1006", doctype),
    ("IIS1101", undeclared_section), ("IIS1103", declared_twice), ("IIS1104", declarations_late),
    ("IIS1104", declarations_twice), ("IIS1105", section_twice), ("IIS1106", location_twice), ("IIS1106", both_modes),
    ("IIS1107", dead_location),
    ("IIS1201", unknown_element), ("IIS1202", unknown_attribute), ("IIS1203", wrong_boolean),
    ("IIS1204", no_required_attribute), ("IIS1205", no_such_directive), ("IIS1206", text_in_section),
    ("IIS1207", later_version),
    ("IIS1301", duplicate_entry), ("IIS1302", same_folder), ("IIS1304", remove_nothing), ("IIS1303", same_pool), ("IIS1303", same_binding),
    ("IIS1401", locked_section), ("IIS1402", locked_attribute), ("IIS1403", locked_element), ("IIS1404", locked_item),
    ("IIS1405", unknown_lock), ("IIS1406", not_here), ("IIS1407", unlock_below),
    ("IIS1501", absent_source), ("IIS1502", source_on_group), ("IIS1503", protected_section),
    ("IIS1504", foreign_provider), ("IIS1504", damaged_value),
    ("IIS1601", no_root_application), ("IIS1602", no_root_directory), ("IIS1603", bad_port),
    ("IIS1604", bad_path), ("IIS1605", unknown_precondition), ("IIS1606", never_true), ("IIS1607", modules_in_folder),
    ("IIS1608", missing_module), ("IIS1609", classic_section),
]
