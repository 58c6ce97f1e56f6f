"""`launch.py DESCRIPTOR PROGRAM …` runs a program and writes to DESCRIPTOR what it cost: CPU seconds, peak bytes.

A small program of its own, because Linux counts the size of whoever starts a program into that program's peak: from
a process that holds a map, every peer would look as large as that map. Nothing is imported that is not needed.
"""

import os
import sys

told, words = int(sys.argv[1]), sys.argv[2:]
child = os.posix_spawn(words[0], words, os.environ, file_actions=[(os.POSIX_SPAWN_CLOSE, told)])
_, status, usage = os.wait4(child, 0)
os.write(told, f"{usage.ru_utime + usage.ru_stime} {usage.ru_maxrss * 1024}".encode())
sys.exit(os.waitstatus_to_exitcode(status) and 1)
