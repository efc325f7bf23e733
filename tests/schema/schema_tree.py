"""Section schemas as one tree: read a folder, merge what several files say of one section, ask for one IIS version."""
import glob
import os
import re
import xml.etree.ElementTree as ET

NS = '{urn:iislint:schema:1}'
VERSIONS = ['7.0', '7.5', '8.0', '8.5', '10', '10.1709']
NAMED = ('sectionSchema', 'element', 'attribute', 'enum', 'flag')
KINDS = NAMED + ('collection',)
FACETS = set('''type defaultValue required isUniqueKey isCombinedKey caseSensitive encrypted expanded allowInfinite timeSpanFormat
    displayHex validationType validationParameter removeElement clearElement defaultElement mergeAppend allowDuplicates
    allowUnrecognizedAttributes isCollectionDefault value extension name'''.split())
SWITCHES = set('''required isUniqueKey isCombinedKey caseSensitive encrypted expanded allowInfinite displayHex allowDuplicates
    allowUnrecognizedAttributes isCollectionDefault mergeAppend'''.split())


class Node:
    def __init__(self, kind, name):
        self.kind, self.name = kind, name
        self.facets = {}      # declarations in the dialect
        self.unknown = {}     # declarations the dialect does not have
        self.repeated = []    # (facet, first, later) when two places disagree
        self.optional = True  # every place that declares it belongs to an add-on or optional feature
        self.kids = {}

    def find(self, kind, name):
        return self.kids.get((kind, name.lower()))

    def kids_of(self, kind):
        return [kid for kid in self.kids.values() if kid.kind == kind]


def normal(facet, value):
    """The value, or None when it says nothing more than leaving it out."""
    if facet in SWITCHES:
        value = value.lower()
        return None if value == ('true' if facet == 'mergeAppend' else 'false') else value
    if facet == 'timeSpanFormat' and value == 'string':
        return None
    if facet == 'validationParameter':
        return re.sub(r'\s+', '', value) or None
    return value


def until_reached(elem, version):
    return VERSIONS.index(elem.get('until')) >= VERSIONS.index(version)


def declarations(elem, version):
    found = dict(elem.attrib)
    for kind in ('default', 'was'):
        for old in elem.findall(NS + kind):
            if not until_reached(old, version):
                continue
            said = {k: v for k, v in old.attrib.items() if k != 'until'}
            if kind == 'default':
                said = {'defaultValue': said['value']} if 'value' in said else {}
                found.pop('defaultValue', None)
            for key, value in said.items():
                if value == '' and kind == 'was':
                    found.pop(key, None)
                else:
                    found[key] = value
            break
    return found


def known(elem, version):
    at = VERSIONS.index(version)
    return (VERSIONS.index(elem.get(NS + 'since', '7.0')) <= at
            <= VERSIONS.index(elem.get(NS + 'until', VERSIONS[-1])))


def absorb(parent, elem, version, optional):
    for child in elem:
        if child.tag not in KINDS or not known(child, version):
            continue
        name = child.get('addElement' if child.tag == 'collection' else 'name')
        kid = parent.kids.setdefault((child.tag, name.lower()), Node(child.tag, name))
        brought = optional or any(child.get(NS + mark) for mark in ('add-on', 'feature'))
        kid.optional = kid.optional and brought
        for key, value in declarations(child, version).items():
            if key.startswith('{') or key == 'addElement' or (key == 'name' and child.tag != 'collection'):
                continue
            if key not in FACETS:
                kid.unknown[key] = value
                continue
            value = normal(key, value)
            if value is None:
                continue
            if kid.facets.setdefault(key, value) != value:
                kid.repeated.append((key, kid.facets[key], value))
        absorb(kid, child, version, brought)


def load(folder, version):
    files = sorted(glob.glob(os.path.join(folder, '*.xml')))
    if not files:
        raise SystemExit(f'{folder}: no schema files')
    root = Node('root', '')
    for path in files:
        top = ET.parse(path).getroot()
        absorb(root, top, version, any(top.get(NS + mark) for mark in ('add-on', 'feature')))
    return root
