"""A server of one's own for as long as it is needed."""

from __future__ import annotations

import contextlib
import os
import re
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

from .client import Client
from .errors import UnreachableError

__all__ = ["serve"]


@contextlib.contextmanager
def serve(folder: str | Path, *, program: str | None = None, threads: int | None = None,
          token: str = "") -> Iterator[Client]:
    """Starts ``ionsweep serve`` on this machine and stops it at the end; sweeps and datasets stay in the folder.

    program: path of the command ``ionsweep``; without it ``IONSWEEP_PROGRAM``, or the one in PATH. token: what
    others on this machine must know to use it too.
    """
    command = [program or os.environ.get("IONSWEEP_PROGRAM") or "ionsweep", "serve", "--urls", "http://127.0.0.1:0",
               "--data-dir", str(folder)] + ([] if threads is None else ["--threads", str(threads)])
    try:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                                   env={**os.environ, "IONSWEEP_TOKEN": token})
    except FileNotFoundError as error:
        raise UnreachableError(f"There is no program '{command[0]}'. Install it (dotnet tool install IonSweep), or set "
                               "IONSWEEP_PROGRAM to its path.") from error
    assert process.stdout is not None
    said: list[str] = []
    drain = threading.Thread(target=process.stdout.read, daemon=True)
    try:
        for line in process.stdout:
            said.append(line.rstrip())
            if found := re.search(r"Listening on (http://\S+)", line):
                break
        else:
            raise UnreachableError("ionsweep serve ended before it listened:\n" + "\n".join(said))
        drain.start()  # or the server would wait for its log to be read
        yield Client(found[1], token=token)
    finally:
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if drain.is_alive():
            drain.join()
        process.stdout.close()
