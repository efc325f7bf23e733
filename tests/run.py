#!/usr/bin/env python3
"""Runs the test programs and adds up what they say.

    run.py --program ./iislint --out build/release TEST...

TEST are cmocka programs. Besides them it runs the examples of the rules (`iislint rules test`) and every
tests/NAME/run or run.py, but for those that `make` runs as targets of their own. Each gets the
program's path as its argument, prints what it likes, and says `N passed, N failed` alone on a line. A
runner that fails without saying how often counts as one failure. The last line printed here is the sum.
"""
import argparse
import concurrent.futures
import os
import re
import subprocess
import sys

OWN_TARGETS = {"sarif", "fuzz", "bench", "lint", "package", "windows"}
SUM = re.compile(r"^(\d+) passed, (\d+) failed(?:, (\d+) skipped)?$", re.M)
CMOCKA_RUN = re.compile(r"^\[==========\] (?:.*: )?(\d+) test\(s\) run\.", re.M)
CMOCKA_PASSED = re.compile(r"^\[  PASSED  \] (\d+) test\(s\)\.", re.M)
CMOCKA_SKIPPED = re.compile(r"^\[  SKIPPED \] (?:.*: )?(\d+) test\(s\)", re.M)


def run(command, seconds):
    """Return (exit status, everything printed); a run over its time is a failure."""
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, timeout=seconds)
    except subprocess.TimeoutExpired as late:
        return 124, (late.stdout or b"").decode("utf-8", "replace") + f"\nover {seconds} s: ended\n"
    except OSError as error:
        return 126, f"{error}\n"
    return done.returncode, done.stdout.decode("utf-8", "replace")


def total(pattern, output):
    return sum(int(n) for n in pattern.findall(output))


def count_cmocka(status, output):
    """Passed and failed tests of one cmocka program, which may run several groups."""
    tests, passed = total(CMOCKA_RUN, output), total(CMOCKA_PASSED, output)
    failed = tests - passed - total(CMOCKA_SKIPPED, output)
    if status != 0 and failed <= 0:
        failed = 1  # it crashed, leaked, or died before it could count
    elif status == 0 and tests == 0:
        failed = 1  # a test program that tests nothing
    return passed, max(failed, 0)


def count_runner(status, output):
    """The runner's own last count."""
    lines = SUM.findall(output)
    passed, failed = (int(lines[-1][0]), int(lines[-1][1])) if lines else (0, 0)
    if status != 0 and failed == 0:
        failed = 1
    elif status == 0 and passed + failed == 0:
        failed = 1
    return passed, failed


def show(name, passed, failed, output, verbose):
    print(f"{'FAIL' if failed else 'ok  '} {name}: {passed} passed" + (f", {failed} failed" if failed else ""))
    if failed or verbose:
        for line in output.rstrip().splitlines():
            if not SUM.match(line):
                print("     " + line)
    sys.stdout.flush()


def unit_name(path, out):
    return os.path.relpath(path, os.path.join(out, "tests"))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program")
    parser.add_argument("--out", default="build/release")
    parser.add_argument("--unit-only", action="store_true")
    parser.add_argument("-v", "--verbose", action="store_true")
    parser.add_argument("tests", nargs="*")
    options = parser.parse_args()
    all_passed = all_failed = 0

    with concurrent.futures.ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        results = pool.map(lambda t: run([os.path.abspath(t)], 300), options.tests)
        for test, (status, output) in zip(options.tests, results):
            passed, failed = count_cmocka(status, output)
            show(unit_name(test, options.out), passed, failed, output, options.verbose)
            all_passed, all_failed = all_passed + passed, all_failed + failed

    if not options.unit_only:
        program = os.path.abspath(options.program)
        runners = [("rule examples", [program, "rules", "test"])]
        for name in sorted(set(os.listdir("tests")) - OWN_TARGETS):
            for file in (f"tests/{name}/run", f"tests/{name}/run.py"):
                if os.path.isfile(file) and os.access(file, os.X_OK):
                    runners.append((name, [os.path.abspath(file), program]))
                    break
        if not os.path.exists(program):
            print(f"FAIL {options.program}: not built")
            all_failed += 1
            runners = []
        for name, command in runners:
            status, output = run(command, 1200)
            passed, failed = count_runner(status, output)
            show(name, passed, failed, output, options.verbose)
            all_passed, all_failed = all_passed + passed, all_failed + failed

    print(f"{all_passed} passed, {all_failed} failed")
    sys.exit(1 if all_failed else 0)


if __name__ == "__main__":
    main()
