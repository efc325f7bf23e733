"""wine without a screen, in a folder of its own."""
import getpass
import os
import subprocess

SECONDS = 300


class Wine:
    """Starts Windows programs; `with` ends what wine leaves running for this folder."""

    def __init__(self, folder, directory):
        self.folder, self.directory = folder, directory
        self.environment = {**os.environ, "WINEPREFIX": folder, "DISPLAY": "", "WINEDEBUG": "-all",
                            "WINEDLLOVERRIDES": "mscoree=d;mshtml=d;winemenubuilder.exe=d",
                            "SOURCE_DATE_EPOCH": "1700000000", "NO_COLOR": "1"}
        self.environment.pop("WAYLAND_DISPLAY", None)

    def __enter__(self):
        os.makedirs(os.path.dirname(self.folder), exist_ok=True)
        self.run("wineboot", "--init")
        return self

    def __exit__(self, *_):
        subprocess.run(["wineserver", "-k"], env=self.environment, stdin=subprocess.DEVNULL,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=60)

    def run(self, program, *arguments, **more):
        """(exit status, everything printed)"""
        status, output, errors = self.run_apart(program, *arguments, **more)
        return status, (output + errors).decode("utf-8", "replace").replace("\r\n", "\n")

    def run_apart(self, program, *arguments, environment=None, directory=None):
        """(exit status, standard output, standard error) as bytes; 124 when it took too long"""
        try:
            done = subprocess.run(["wine", program, *arguments], cwd=directory or self.directory,
                                  env={**self.environment, **(environment or {})}, stdin=subprocess.DEVNULL,
                                  capture_output=True, timeout=SECONDS)
        except subprocess.TimeoutExpired as late:
            return 124, late.stdout or b"", b"over its time: ended"
        return done.returncode, done.stdout, done.stderr

    def user(self):
        """Whom wine takes us for: the folder of a profile."""
        return getpass.getuser()

    def share(self, server):
        """Where \\\\SERVER lies here; its folders are its shares."""
        return os.path.join(self.folder, "dosdevices", "unc", server)

    def path(self, windows_path):
        """Where a path of drive C: lies here."""
        drive, rest = windows_path.split(":", 1)
        assert drive.lower() == "c"
        return os.path.join(self.folder, "drive_c", *rest.strip("\\").split("\\"))
