#!/usr/bin/env python3
"""zip_seeds.py DIR: writes small zips of every kind that a reader meets, and lists of files to pack."""
import io
import os
import sys
import zipfile

HOST = b"<configuration><system.applicationHost><sites/></system.applicationHost></configuration>"


def info(name, **fields):
    entry = zipfile.ZipInfo("x", (1980, 1, 1, 0, 0, 0))
    entry.filename = name  # zipfile would tidy it
    entry.compress_type = zipfile.ZIP_DEFLATED
    for field, value in fields.items():
        setattr(entry, field, value)
    return entry


def pack(*entries, comment=b""):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.comment = comment
        for entry, content in entries:
            archive.writestr(entry, content)
    return buffer.getvalue()


def encrypted(data):
    """Says of its first entry that it is encrypted, in both of its headers."""
    changed, at = bytearray(data), data.index(b"PK\1\2")
    changed[6] |= 1
    changed[at + 8] |= 1
    return bytes(changed)


HOSTILE = ("../evil", "/etc/evil", "C:evil", "a\\b", "nul.txt", "a//b", "a\x1bb", "x.")
ZIPS = [
    pack((info("applicationHost.config"), HOST)),
    pack((info("applicationHost.config", compress_type=zipfile.ZIP_STORED), HOST), (info("empty"), b"")),
    pack((info("root/"), b""), (info("root/C/"), b""), (info("root/C/web.config"), HOST * 20)),
    pack((info("gr\u00fc\u00df.xml"), b"x"), (info("caf\xe9", flag_bits=0), b"x"), comment=b"a comment"),
    pack((info("link", external_attr=0o120777 << 16), b"/etc/passwd")),
    pack((info("link", external_attr=0x400), b"x"), (info("device", external_attr=0o020666 << 16), b"")),
    pack((info("a"), b"x"), (info("A"), b"y")),
    pack((info("a"), b"x"), (info("a/b"), b"y")),
    pack((info("lzma", compress_type=zipfile.ZIP_LZMA), HOST)),
    pack((info("many"), b"\0" * 2000000)),
    pack((info("extra", extra=b"\1\0\4\0abcd"), b"x")),
    encrypted(pack((info("secret"), b"x"))),
    pack(),
    *(pack((info("good"), b"x"), (info(name), b"x")) for name in HOSTILE),
]
LISTS = ["applicationHost.config\n<configuration/>\nroot/C/shop/web.config\nx\n", "folder/\n\na\nb\na\nc\n",
         *(f"good\nx\n{name}\nx\n" for name in HOSTILE)]


def main():
    folder = sys.argv[1]
    os.makedirs(folder, exist_ok=True)
    for number, data in enumerate(ZIPS + [text.encode() for text in LISTS]):
        with open(os.path.join(folder, f"seed-{number}"), "wb") as file:
            file.write(data)


if __name__ == "__main__":
    main()
