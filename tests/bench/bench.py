#!/usr/bin/env python3
"""Measures iislint against `xmllint --noout` on the same generated files, in one run on one machine.

    bench.py --program ./iislint --out build/bench [SITES...]

Prints ratios, never bare seconds: the runs of both programs alternate, and the median of the ratios of
neighbours is told, which a machine that becomes slower or faster meanwhile does not change.
Slowness fails nothing; a program that crashes or refuses the file does.
"""
import argparse
import os
import shutil
import statistics
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import gen  # noqa: E402

SMALL = """<?xml version="1.0" encoding="utf-8"?>
<configuration>
  <system.webServer>
    <defaultDocument>
      <files>
        <clear />
        <add value="index.html" />
      </files>
    </defaultDocument>
    <staticContent>
      <remove fileExtension=".webp" />
      <mimeMap fileExtension=".webp" mimeType="image/webp" />
      <clientCache cacheControlMode="UseMaxAge" cacheControlMaxAge="7.00:00:00" />
    </staticContent>
    <httpProtocol>
      <customHeaders>
        <add name="X-Content-Type-Options" value="nosniff" />
      </customHeaders>
    </httpProtocol>
  </system.webServer>
</configuration>
"""


def run(command):
    """One run: (processor seconds, peak memory in KiB, exit status)."""
    child = os.fork()
    if child == 0:
        null = os.open(os.devnull, os.O_RDWR)
        for descriptor in (0, 1, 2):
            os.dup2(null, descriptor)
        os.execvp(command[0], command)
    _, status, usage = os.wait4(child, 0)
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss, os.waitstatus_to_exitcode(status)


class Comparison:
    """Alternating runs of both programs on one file; medians, and ratios of runs that were neighbours."""

    def __init__(self, program, path, rounds):
        ours, theirs = [program, "--format", "text", path], ["xmllint", "--noout", path]
        self.rounds = []
        for number in range(rounds + 1):
            pair = []
            for which, command in enumerate((theirs, ours)):
                seconds, memory, status = run(command)
                if status not in (0, 1) or (which == 0 and status != 0):
                    sys.exit(f"{' '.join(command)}: exit status {status}")
                pair.append((seconds, memory))
            if number:  # the first round warms the caches
                self.rounds.append(pair)

    def seconds(self, which):
        """xmllint's (0) or iislint's (1)."""
        return statistics.median(pair[which][0] for pair in self.rounds)

    def ratio(self, column):
        """Of time (0) or memory (1)."""
        return statistics.median(ours[column] / theirs[column] for theirs, ours in self.rounds)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", default="./iislint")
    parser.add_argument("--out", default="build/bench")
    parser.add_argument("sites", nargs="*", type=int)
    options = parser.parse_args()
    program = os.path.abspath(options.program)
    if shutil.which("xmllint") is None:
        sys.exit("xmllint is missing: run `tools/deps check`")

    small = os.path.join(options.out, "small", "web.config")
    os.makedirs(os.path.dirname(small), exist_ok=True)
    with open(small, "w", encoding="utf-8") as file:
        file.write(SMALL)
    single = Comparison(program, small, 20)
    print("ratios to `xmllint --noout` on the same file; growth 1.00 is linear in the file's size")
    print(f"{'file':>16} {'MB':>7} {'time':>6} {'memory':>7} {'growth':>7} {'xmllint growth':>15}")
    # Its memory is not told: the system counts this script, which starts the program, as well.
    print(f"{'one web.config':>16} {os.path.getsize(small) / 1e6:7.3f} {single.ratio(0):6.2f} {'-':>7}")

    before = None
    for sites in sorted(options.sites or [1000, 10000, 50000]):
        path = os.path.join(options.out, str(sites), "applicationHost.config")
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            gen.generate(sites, file)
        size = os.path.getsize(path)
        comparison = Comparison(program, path, 9 if sites <= 10000 else 5)
        growth = ""
        if before:
            linear = size / before[0]
            ours, theirs = (comparison.seconds(which) / before[1].seconds(which) / linear for which in (1, 0))
            growth = f"{ours:7.2f} {theirs:15.2f}"
        print(f"{f'{sites:,} sites':>16} {size / 1e6:7.1f} {comparison.ratio(0):6.2f} {comparison.ratio(1):7.2f} {growth}")
        sys.stdout.flush()
        before = (size, comparison)

    mutation = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "mutation", "run")
    said = subprocess.run([mutation, program, "1200"], capture_output=True, text=True, check=False).stdout.splitlines()
    print(next((line for line in said if line.startswith("mutants found")), "mutants found: the test did not run"))


if __name__ == "__main__":
    main()
