#!/usr/bin/env python3
"""Set our section schemas beside a server's own schema folder and print every difference.

One line for each difference, in a stable order:
    only-theirs PATH              the server declares it, we do not
    only-ours   PATH              the other way round
    differs     PATH facet: ours=X theirs=Y
    unknown     PATH facet=X      the server's file uses a word the dialect does not have
    repeated    PATH facet: X, then Y   two of the server's files disagree; the first is compared
PATH is section/element, [add] for a collection's entry, @name for an attribute, =Name for an enum or flag value.

What only we have is no difference when it belongs to an add-on or optional feature (v:add-on, v:feature) that the folder lacks;
--both-ways shows these too. Exit 1 when a difference is not listed, with its reason, in the explanation file."""
import argparse
import os
import re
import sys

import schema_tree

MARK = {'sectionSchema': '', 'element': '/', 'collection': '[', 'attribute': '@', 'enum': '=', 'flag': '='}


def path_of(base, node):
    return base + MARK[node.kind] + node.name + (']' if node.kind == 'collection' else '')


def compare(ours, theirs, base, both_ways, lines):
    for key in sorted(set(ours.kids) | set(theirs.kids)):
        a, b = ours.kids.get(key), theirs.kids.get(key)
        path = path_of(base, a or b)
        if not b:
            if both_ways or not a.optional:
                lines.append(f'only-ours {path}')
            continue
        if not a:
            lines.append(f'only-theirs {path}')
            continue
        if a.name != b.name:
            lines.append(f'differs {path} name: ours={a.name} theirs={b.name}')
        for facet in sorted(set(a.facets) | set(b.facets)):
            x, y = a.facets.get(facet), b.facets.get(facet)
            if x != y:
                lines.append(f'differs {path} {facet}: ours={x} theirs={y}')
        lines += [f'unknown {path} {k}={v}' for k, v in sorted(b.unknown.items())]
        lines += [f'unknown-in-ours {path} {k}={v}' for k, v in sorted(a.unknown.items())]
        lines += [f'repeated {path} {k}: {x}, then {y}' for k, x, y in b.repeated]
        lines += [f'repeated-in-ours {path} {k}: {x}, then {y}' for k, x, y in a.repeated]
        compare(a, b, path, both_ways, lines)


def explanations(path, version):
    """(pattern, reason) of each line "VERSIONS | DIFFERENCE | REASON"; * in DIFFERENCE stands for any text."""
    found = []
    with open(path, encoding='utf-8') as file:
        for number, line in enumerate(file, 1):
            if not line.strip() or line.startswith('#'):
                continue
            parts = [part.strip() for part in line.split(' | ')]
            if len(parts) != 3 or not parts[2]:
                raise SystemExit(f'{path}:{number}: expected "VERSIONS | DIFFERENCE | REASON"')
            if parts[0] == '*' or version in parts[0].split():
                pattern = '.*'.join(re.escape(piece) for piece in parts[1].split('*'))
                found.append((re.compile(pattern + r'\Z'), parts[2]))
    return found


def main():
    here = os.path.dirname(os.path.abspath(__file__))
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('ours', metavar='OURDIR')
    parser.add_argument('theirs', metavar='THEIRDIR')
    parser.add_argument('--iis', required=True, choices=schema_tree.VERSIONS, metavar='VERSION',
                        help='compare as of this version: ' + ' '.join(schema_tree.VERSIONS))
    way = parser.add_mutually_exclusive_group()
    way.add_argument('--only-theirs', dest='both_ways', action='store_false', default=False,
                     help='pass over add-ons and features the folder lacks (default)')
    way.add_argument('--both-ways', action='store_true', help='show them too')
    parser.add_argument('--explained', metavar='FILE', default=os.path.join(here, 'explained-differences.txt'))
    parser.add_argument('--quiet', action='store_true', help='print unexplained differences only')
    args = parser.parse_args()

    lines = []
    compare(schema_tree.load(args.ours, args.iis), schema_tree.load(args.theirs, args.iis), '', args.both_ways, lines)
    reasons = explanations(args.explained, args.iis)
    unexplained = 0
    for line in lines:
        reason = next((why for pattern, why in reasons if pattern.match(line)), None)
        unexplained += reason is None
        if reason is None or not args.quiet:
            print(line + (f'   ({reason})' if reason else ''))
    print(f'{len(lines)} differences, {unexplained} unexplained', file=sys.stderr)
    return 1 if unexplained else 0


if __name__ == '__main__':
    sys.exit(main())
