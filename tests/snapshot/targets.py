"""Where a snapshot is written: whole under its name, or not at all."""
import os
import resource
import signal
import subprocess
import time

from common import run, write

HOST = b"<configuration><system.applicationHost><sites/></system.applicationHost></configuration>"


def image(folder):
    path = write(folder, "image/applicationHost.config", HOST)
    return os.path.dirname(path)


def left(folder):
    return sorted(set(os.listdir(folder)) - {"image", "temporary files"})


def interrupted(program, folder, seconds, *arguments):
    """The program's exit status when it is interrupted after that time."""
    temporary = os.path.join(folder, "temporary files")
    os.makedirs(temporary, exist_ok=True)
    process = subprocess.Popen([program, *arguments], cwd=folder, env=dict(os.environ, TMPDIR=temporary),
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(seconds)
    process.send_signal(signal.SIGINT)
    return process.wait(60), os.listdir(temporary)


def test_interruptions(program, folder):
    """Ctrl-C at any moment leaves no half-written snapshot and no temporary folder."""
    source = image(folder)
    for number in range(300):
        write(source, f"schema/{number}.xml", b"<configSchema/>")
    run(program, folder, "snapshot", "-o", "whole.zip", source)
    endings = set()
    for step in range(24):
        name = f"snapshot{step}"
        for arguments in (("check", "whole.zip"), ("snapshot", "-o", name, source),
                          ("snapshot", "-o", name + ".zip", source)):
            status, temporary = interrupted(program, folder, step / 400, *arguments)
            endings.add(status)
            if temporary or [entry for entry in left(folder) if "partial" in entry or "iislint-" in entry]:
                return f"after {step / 400} s of {arguments[0]}: {temporary} {left(folder)}"
        path = os.path.join(folder, name)
        if os.path.exists(path) and len(os.listdir(os.path.join(path, "schema"))) != 300:
            return f"half a snapshot after {step / 400} s"
    return None if -signal.SIGINT in endings else f"it was never interrupted: {endings}"


def test_usage(program, folder):
    source = image(folder)
    for arguments in ((source,), ("-o", "x"), ("-o", "-", source), ("-o", "", source), ("-o", "x", source, source),
                      ("-o", "x", "--format", "sarif", source)):
        done = run(program, folder, "snapshot", *arguments)
        if done.status != 2 or left(folder):
            return f"{arguments}: {done}"
    return None


def test_only_servers(program, folder):
    write(folder, "web.config", b"<configuration/>")
    for source in ("web.config", "absent", os.path.join("image", "nothing")):
        done = run(program, folder, "snapshot", "-o", "x", source)
        if done.status != 3 or left(folder) != ["web.config"]:
            return f"{source}: {done} {left(folder)}"
    return None


def test_a_file_alone(program, folder):
    done = run(program, folder, "snapshot", "-o", "x/y", os.path.join(image(folder), "applicationHost.config"))
    path = os.path.join(folder, "x", "y", "applicationHost.config")
    return None if done.status == 0 and os.path.exists(path) else str(done)


def test_names_that_are_taken(program, folder):
    source = image(folder)
    os.mkdir(os.path.join(folder, "there"))
    write(folder, "file", b"mine")
    write(folder, "left.partial/mine", b"mine")
    before = left(folder)
    for name in ("there", "file", "left"):
        done = run(program, folder, "snapshot", "-o", name, source)
        if done.status != 3 or left(folder) != before:
            return f"{name}: {done} {left(folder)}"
    write(folder, "old.zip", b"old")
    done = run(program, folder, "snapshot", "-o", "old.zip", source)
    with open(os.path.join(folder, "old.zip"), "rb") as file:
        return None if done.status == 0 and file.read(2) == b"PK" else str(done)


def full_disk():
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (300, 300))


def test_full_disk(program, folder):
    source = image(folder)
    write(source, "administration.config", b"<configuration>" + os.urandom(3000).hex().encode() + b"</configuration>")
    for name in ("snapshot", "snapshot.zip"):
        done = run(program, folder, "snapshot", "-o", name, source, preexec_fn=full_disk)
        if done.status != 3 or left(folder) or not done.errors:
            return f"{name}: {done} {left(folder)}"
    return None


def test_full_disk_while_unpacking(program, folder):
    source = image(folder)
    write(source, "administration.config", b"<configuration>" + os.urandom(3000).hex().encode() + b"</configuration>")
    run(program, folder, "snapshot", "-o", "snapshot.zip", source)
    done = run(program, folder, "check", "snapshot.zip", preexec_fn=full_disk)
    return None if done.status == 3 and not done.left else f"{done} {done.left}"


def test_unreadable_files_are_said(program, folder):
    """A file that cannot be read is not silently absent."""
    source = image(folder)
    os.mkdir(os.path.join(source, "administration.config"))
    os.mkfifo(os.path.join(source, "redirection.config"))
    done = run(program, folder, "snapshot", "-o", "snapshot", source)
    if done.status != 3 or b"redirection.config" not in done.errors:
        return str(done)
    return None if os.path.exists(os.path.join(folder, "snapshot", "applicationHost.config")) else "it is not there"
