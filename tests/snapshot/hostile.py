"""A zip that is not a sound server image is refused with a message, and nothing is written for it."""
import io
import os
import struct
import zipfile

from common import run, write

HOST = b"<configuration><system.applicationHost><sites/></system.applicationHost></configuration>"


def pack(entries, compression=zipfile.ZIP_DEFLATED):
    """A zip of (name or ZipInfo, bytes)."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for name, data in entries:
            if isinstance(name, str):  # zipfile would tidy the name
                info = zipfile.ZipInfo("x")
                info.filename, info.compress_type = name, compression
                name = info
            archive.writestr(name, data)
    return buffer.getvalue()


def sound(*more):
    return pack([("applicationHost.config", HOST), *more])


def tree(folder):
    return sorted(os.path.relpath(os.path.join(directory, name), folder)
                  for directory, folders, files in os.walk(folder) for name in folders + files)


def refused(program, folder, data, fragment, name="image.zip"):
    """Checks the zip below a folder whose every other file must stay as it is."""
    work = os.path.join(folder, "a", "b", "c")
    path = write(work, name, data)
    os.makedirs(os.path.join(work, "temporary files"), exist_ok=True)
    before = tree(folder)
    done = run(program, work, "check", path)
    text = (done.output + done.errors).decode("utf-8", "replace")
    if done.status != 3 or fragment not in text:
        return f"{fragment!r} expected: {done}"
    if done.left or tree(folder) != before:
        return f"something was left: {done.left} {set(tree(folder)) - set(before)}"
    if any(ord(c) < 0x20 and c != "\n" for c in text):
        return f"control characters in the message: {text!r}"
    return None


def all_refused(program, folder, cases):
    for data, fragment in cases:
        problem = refused(program, folder, data, fragment)
        if problem:
            return problem
    return None


def test_sound_zips_are_read(program, folder):
    for data in (sound(), sound(("root/", b""), ("root/C/", b""), ("root/C/x.txt", b"x")),
                 pack([("applicationHost.config", HOST)], zipfile.ZIP_STORED),
                 pack([("server/applicationHost.config", HOST)])):
        path = write(folder, "image.zip", data)
        done = run(program, folder, "check", path)
        if done.status not in (0, 1) or done.left or done.errors:
            return f"{done}, left: {done.left}"
    done = run(program, folder, "effective", "--server", path, "/", "system.applicationHost/sites")
    return None if done.status == 0 and not done.left else str(done)


def test_names(program, folder):
    names = [("../evil", "leads out"), ("a/../../evil", "leads out"), ("a/./b", "leads out"), ("..", "leads out"),
             ("/etc/evil", "is absolute"), ("C:/evil", "colon"), ("C:evil", "colon"), ("web.config:stream", "colon"),
             ("..\\evil", "backslash"), ("root\\C\\web.config", "backslash"), ("\\\\server\\share\\evil", "backslash"),
             ("a//b", "empty part"), ("root/con", "device"), ("root/NUL.txt", "device"), ("com1", "device"),
             ("root/x.", "dot or blank"), ("root/x ", "dot or blank"), ("a\x1b[31m", "control character"),
             ("a\nb", "control character"), ("a?b", "Windows does not allow"), ("a/" * 150 + "b", "too deep"),
             ("a" * 300, "too long"), ("abcdefghi/" * 150, "too long")]
    return all_refused(program, folder, [(sound((name, b"x")), fragment) for name, fragment in names])


def test_names_that_clash(program, folder):
    return all_refused(program, folder, [
        (sound(("applicationHost.config", b"<configuration/>")), "This zip is not read"),
        (sound(("APPLICATIONHOST.CONFIG", b"<configuration/>")), "letter case"),
        (sound(("root/C/web.config", b"x"), ("Root/C/other", b"x")), "letter case"),
        (sound(("root", b"x"), ("root/C", b"x")), "twice"),
        (sound(("root/C", b"x"), ("root", b"x")), "twice")])


def special(mode, name="root/C/site"):
    info = zipfile.ZipInfo(name)
    info.create_system, info.external_attr = 3, mode << 16
    return info


def test_links_and_devices(program, folder):
    cases = [(sound((special(mode), b"/etc")), "link or device") for mode in (0o120777, 0o010644, 0o020644, 0o140755)]
    reparse = zipfile.ZipInfo("root/C/site")
    reparse.create_system, reparse.external_attr = 0, 0x400
    return all_refused(program, folder, cases + [(sound((reparse, b"x")), "link or device")])


def test_bombs(program, folder):
    zeros = b" " * (64 << 20)
    many = [(f"root/{i}", b" " * (900 << 10)) for i in range(300)]
    large = sound(*((f"root/{i}", os.urandom(1000001)) for i in range(3)))
    return all_refused(program, folder, [
        (sound(("root/C/web.config", zeros)), "packed too densely"),
        (sound(*many), "packed too densely"),
        (lie_about_size(large, 1000001, 200 << 20), "unpacked it would be too large"),
        (lie_about_size(large, 1000001, 300 << 20), "belongs to a file that is too large"),
        (lie_about_size(sound(("root/C/web.config", b"x" * 5000)), 5000, 100), "This zip is not read"),
        (lie_about_size(sound(("root/C/web.config", b"x" * 5000)), 5000, (4 << 30) - 2), "This zip is not read")])


def lie_about_size(data, size, said):
    return data.replace(struct.pack("<I", size), struct.pack("<I", said))


def test_too_many_entries(program, folder):
    return refused(program, folder, sound(*((f"r/{i}", b"") for i in range(100001))), "too many entries")


def test_encrypted(program, folder):
    data = bytearray(sound())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + offset] |= 1
    return refused(program, folder, bytes(data), "encrypted")


def test_other_compressions(program, folder):
    cases = [(pack([("applicationHost.config", HOST)], method), "a compression that is not read")
             for method in (zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)]
    return all_refused(program, folder, cases)


def test_truncated(program, folder):
    """Cut anywhere it is refused, and never half-read."""
    data = sound(("root/C/site/web.config", b"<configuration>" + os.urandom(200) + b"</configuration>"))
    for length in list(range(0, len(data), 29)) + [len(data) - 1]:
        problem = refused(program, folder, data[:length], "")
        if problem:
            return f"cut after {length} bytes: {problem}"
    return None


def test_corrupted(program, folder):
    """A changed byte is refused or harmless (a date, a version); it never crashes or leaves files."""
    data = sound(("root/C/site/web.config", b"<configuration><appSettings/></configuration>" * 5))
    for at in range(0, len(data)):
        broken = bytearray(data)
        broken[at] ^= 0xFF
        path = write(folder, "image.zip", bytes(broken))
        done = run(program, folder, "check", path)
        if done.status not in (0, 1, 3) or done.left:
            return f"byte {at}: {done}, left: {done.left}"
        if done.status == 3 and b"image.zip" not in done.output + done.errors:
            return f"byte {at}: {done}"
    return None


def test_content_must_be_what_its_sum_says(program, folder):
    data = pack([("applicationHost.config", HOST)], zipfile.ZIP_STORED)
    return refused(program, folder, data.replace(b"<sites/>", b"<SITES/>"), "damaged")


def test_no_zip_at_all(program, folder):
    return all_refused(program, folder, [(b"", "This zip is not read"), (b"hello", "This zip is not read"),
                                         (pack([]), "nothing in it"), (HOST, "This zip is not read"),
                                         (pack([("readme.txt", b"x")]), "no applicationHost.config")])


def test_overlapping_files(program, folder):
    """Two entries of the directory that share one file's data: a bomb without any dense file."""
    data = sound(("root/a", os.urandom(5000)))
    start = data.rindex(b"PK\x01\x02")
    end = data.rindex(b"PK\x05\x06")
    entry = data[start:end].replace(b"root/a", b"root/b")
    trailer = bytearray(data[end:])
    count, size = struct.unpack_from("<H", trailer, 10)[0] + 1, struct.unpack_from("<I", trailer, 12)[0] + len(entry)
    struct.pack_into("<HHI", trailer, 8, count, count, size)
    return refused(program, folder, data[:end] + entry + bytes(trailer), "This zip is not read")
