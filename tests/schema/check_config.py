#!/usr/bin/env python3
"""Check configuration files against section schemas: names, values, keys, locks. Files are read in order, as IIS inherits them:
sections declared in one are known in the next. This is how the stock files in rules/stock are kept clean; it is a small,
independent reading of the dialect, not iislint.

    check_config.py SCHEMADIR FILE..."""
import re
import sys
import xml.etree.ElementTree as ET

import schema_tree

LOCKS = {'lockAttributes', 'lockAllAttributesExcept', 'lockElements', 'lockAllElementsExcept', 'lockItem'}
SECTION_WORDS = {'configSource', 'configProtectionProvider'}
TIME = re.compile(r'-?(?:(\d+)\.)?(\d+):(\d+)(?::(\d+)(?:\.\d+)?)?\Z')
DEFINITIONS = {'MachineOnly', 'MachineToRootWeb', 'MachineToWebRoot', 'MachineToApplication', 'AppHostOnly', 'Everywhere'}


class Checker:
    def __init__(self, schema):
        self.schema, self.declared, self.problems, self.file = schema, {}, [], ''

    def say(self, where, text):
        self.problems.append(f'{self.file}: {where}: {text}')

    # declarations
    def declare(self, elem, prefix=''):
        for child in elem:
            name = prefix + child.get('name', '')
            if child.tag == 'sectionGroup':
                self.declared.setdefault(name, None)
                self.declare(child, name + '/')
            elif child.tag == 'section':
                if self.declared.get(name):
                    self.say(name, 'declared twice')
                if child.get('allowDefinition', 'Everywhere') not in DEFINITIONS:
                    self.say(name, 'unknown allowDefinition')
                if child.get('overrideModeDefault', 'Allow') not in ('Allow', 'Deny'):
                    self.say(name, 'unknown overrideModeDefault')
                self.declared[name] = child

    # values
    def value(self, node, value, where):
        if value.startswith('[enc:'):
            return
        kind, names = node.facets.get('type'), {k.name.lower() for k in node.kids.values()}
        if kind == 'bool' and value.lower() not in ('true', 'false'):
            self.say(where, f'not a bool: {value}')
        elif kind == 'enum' and value.lower() not in names:
            self.say(where, f'not one of its values: {value}')
        elif kind == 'flags' and [x for x in re.split(r'\s*,\s*', value.strip()) if x and x.lower() not in names]:
            self.say(where, f'unknown flag in: {value}')
        elif kind in ('uint', 'int', 'int64'):
            self.number(node, value, where)
        elif kind == 'timeSpan' and node.facets.get('timeSpanFormat') is None:
            self.time(node, value, where)
        elif node.facets.get('validationType') == 'nonEmptyString' and not value:
            self.say(where, 'empty')

    def number(self, node, value, where):
        infinite = node.facets.get('allowInfinite') and value.lower() == 'infinite'
        if not infinite and not re.match(r'-?(\d+|0x[0-9a-fA-F]+)\Z', value):
            self.say(where, f'not a number: {value}')
        elif not infinite and node.facets.get('validationType') == 'integerRange':
            self.range(node.facets['validationParameter'].split(','), 2, int(value, 0), where)

    def time(self, node, value, where):
        match = TIME.match(value)
        if not match:
            if not (node.facets.get('allowInfinite') and value.lower() == 'infinite'):
                self.say(where, f'not a time span: {value}')
            return
        days, hours, minutes, seconds = (int(part or 0) for part in match.groups())
        if node.facets.get('validationType') == 'timeSpanRange':
            self.range(node.facets['validationParameter'].split(','), 3,
                       ((days * 24 + hours) * 60 + minutes) * 60 + seconds, where)

    def range(self, bounds, exclude_at, number, where):
        inside = int(bounds[0]) <= number <= int(bounds[1])
        if inside == (len(bounds) > exclude_at and bounds[exclude_at] == 'exclude'):
            self.say(where, f'{number} outside {",".join(bounds)}')

    # elements
    def element(self, shapes, elem, where, loose=False):
        """shapes: the nodes (an element and its collections) that say what elem may hold"""
        attributes = {}
        for shape in shapes:
            attributes.update({k.name: k for k in shape.kids_of('attribute')})
            loose = loose or 'allowUnrecognizedAttributes' in shape.facets
        for name, value in elem.attrib.items():
            if name in LOCKS or name in SECTION_WORDS:
                self.lock(shapes, attributes, name, value, where)
            elif name in attributes:
                self.value(attributes[name], value, f'{where}@{name}')
            elif not loose:
                self.say(where, f'unknown attribute {name}')
        collections = [c for shape in shapes for c in shape.kids_of('collection')]
        elements = {k.name: k for shape in shapes for k in shape.kids_of('element')}
        seen = {}
        for child in elem:
            if not isinstance(child.tag, str):
                continue
            here = f'{where}/{child.tag}'
            if child.tag in elements:
                self.element([elements[child.tag]], child, here)
            elif not any(self.directive(c, child, here, seen) for c in collections):
                self.say(here, 'unknown element')

    def lock(self, shapes, attributes, name, value, where):
        if name in ('lockAttributes', 'lockAllAttributesExcept') and value != '*':
            for item in value.split(','):
                if item.strip() not in attributes:
                    self.say(where, f'{name} names unknown attribute {item}')

    def directive(self, coll, child, here, seen):
        if child.tag in coll.name.split(','):
            self.element([coll], child, here)
            wanted = coll.kids_of('attribute')
            for attribute in wanted:
                if attribute.facets.get('required') and child.get(attribute.name) is None:
                    self.say(here, f'lacks required attribute {attribute.name}')
            keys = [a for a in wanted if 'isUniqueKey' in a.facets] or [a for a in wanted if 'isCombinedKey' in a.facets]
            if keys and 'allowDuplicates' not in coll.facets:
                key = self.key(keys, child)
                if key in seen.setdefault(coll.name, set()):
                    self.say(here, f'duplicate key {key}')
                seen[coll.name].add(key)
            return True
        if child.tag == coll.facets.get('clearElement'):
            seen[coll.name] = set()
            return True
        if child.tag == coll.facets.get('removeElement'):
            names = {a.name: a for a in coll.kids_of('attribute')}
            keys = [a for a in names.values() if 'isUniqueKey' in a.facets or 'isCombinedKey' in a.facets]
            seen.get(coll.name, set()).discard(self.key(keys, child))
            return True
        return False

    @staticmethod
    def key(keys, child):
        found = []
        for attribute in sorted(keys, key=lambda a: a.name):
            value = child.get(attribute.name, attribute.facets.get('defaultValue', ''))
            found.append(value if 'caseSensitive' in attribute.facets else value.lower())
        return tuple(found)

    # files
    def sections(self, elem, prefix, elsewhere):
        for child in elem:
            if not isinstance(child.tag, str) or child.tag in ('configSections', 'location') and not prefix:
                continue
            name = prefix + child.tag
            node = self.schema.find('sectionSchema', name)
            if self.declared.get(name) is not None:
                if node is not None:
                    self.element([node], child, name)
                elif elsewhere:
                    continue
            elif name in self.declared or any(known.startswith(name + '/') for known in self.declared):
                self.sections(child, name + '/', elsewhere)
            else:
                self.say(name, 'section not declared')

    def check(self, path):
        self.file = path
        root = ET.parse(path).getroot()
        for sections in root.findall('configSections'):
            self.declare(sections)
        self.sections(root, '', True)
        for location in root.findall('location'):
            self.sections(location, '', True)


def main():
    if len(sys.argv) < 3:
        raise SystemExit(__doc__)
    checker = Checker(schema_tree.load(sys.argv[1], schema_tree.VERSIONS[-1]))
    for path in sys.argv[2:]:
        checker.check(path)
    print('\n'.join(checker.problems) or 'clean')
    return 1 if checker.problems else 0


if __name__ == '__main__':
    sys.exit(main())
