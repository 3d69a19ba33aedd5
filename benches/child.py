"""Runs a command and measures it: seconds on the wall, seconds of processors, peak memory."""

import os
import subprocess
import time


class Measured:
    """What a command took."""

    def __init__(self, code, wall, processor, peak, output):
        self.code, self.wall, self.processor, self.peak, self.output = code, wall, processor, peak, output


def run(command, output=None, env=None):
    """Runs a command; its output goes into the file `output` or is given back."""
    start = time.perf_counter()
    sink = open(output, "wb") if output else subprocess.PIPE
    child = subprocess.Popen([str(part) for part in command], stdout=sink, stderr=subprocess.STDOUT, env=env)
    text = b"" if output else child.stdout.read()
    _, status, usage = os.wait4(child.pid, 0)
    wall = time.perf_counter() - start
    child.returncode = os.waitstatus_to_exitcode(status)
    if output:
        sink.close()
    processor = usage.ru_utime + usage.ru_stime
    # Linux counts in KiB
    return Measured(child.returncode, wall, processor, usage.ru_maxrss / 1024, text.decode(errors="replace"))
