"""Where processes come from: one that has everything loaded, holds nothing open, and makes copies of itself.

    Nursery.start ─► a process, and the pipe to it      Nursery.end ─► it is gone

A process from here stands ready after some milliseconds, one that starts from nothing after some hundred: workers that are killed have to
be replaced while others wait. The server itself has threads and must not be copied; what `multiprocessing` offers for that loads the main
module of the program again in each process, whatever that is.
"""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import struct
import subprocess
import sys
import threading
from multiprocessing.connection import Connection
from pathlib import Path

from kg.server.worker import live

_START, _END = b"s", b"e"
_NUMBER = struct.Struct("=q")


class Nursery:
    """The server's side of it. May be used from several threads. OSError where no process can be made."""

    def __init__(self) -> None:
        self._socket, theirs = socket.socketpair()
        root = str(Path(__file__).resolve().parent.parent.parent)
        paths = os.pathsep.join(filter(None, [root, os.environ.get("PYTHONPATH")]))
        program = f"from kg.server.nursery import main; main({theirs.fileno()})"
        # -P: what lies in the folder that the server was started in is no part of the program.
        command = [sys.executable, "-P", "-c", program]
        self._process = subprocess.Popen(command, pass_fds=[theirs.fileno()], env={**os.environ, "PYTHONPATH": paths})
        theirs.close()
        self._lock = threading.Lock()

    def start(self) -> tuple[int, Connection]:
        """The number of a new process that runs `worker.live`, and the pipe to it."""
        ours, theirs = socket.socketpair()
        with theirs, self._lock:
            socket.send_fds(self._socket, [_START], [theirs.fileno()])
            number = self._number()
        return number, Connection(ours.detach())

    def end(self, number: int) -> None:
        """The process killed, and gone."""
        with self._lock, contextlib.suppress(OSError):
            self._socket.sendall(_END + _NUMBER.pack(number))
            self._number()

    def close(self) -> None:
        """No more processes; those that there are end."""
        self._socket.close()
        self._process.wait()

    def _number(self) -> int:
        data = self._socket.recv(_NUMBER.size, socket.MSG_WAITALL)
        if len(data) < _NUMBER.size:
            raise OSError("the process that workers come from is gone")
        number: int = _NUMBER.unpack(data)[0]
        if number < 0:
            raise OSError(-number, os.strerror(-number))
        return number


def main(handle: int) -> None:
    """The other side: makes and ends processes until the server is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever interrupts the server ends its processes with it
    children: set[int] = set()
    with socket.socket(fileno=handle) as server:
        while True:
            command, handles, _, _ = socket.recv_fds(server, 1, 1)
            if command == _START:
                number = _born(server, handles[0])
                if number > 0:
                    children.add(number)
            elif command == _END:
                number = _NUMBER.unpack(server.recv(_NUMBER.size, socket.MSG_WAITALL))[0]
                if number in children:
                    children.remove(number)
                    os.kill(number, signal.SIGKILL)
                    os.waitpid(number, 0)
            else:
                break
            server.sendall(_NUMBER.pack(number))
    for number in children:
        os.kill(number, signal.SIGKILL)


def _born(server: socket.socket, handle: int) -> int:
    """The number of the child, in the parent; minus the number of the error where there is none. The child does not come back."""
    try:
        number = os.fork()
    except OSError as error:
        os.close(handle)
        return -(error.errno or 1)
    if number:
        os.close(handle)
        return number
    try:
        server.close()
        live(Connection(handle))
    finally:
        os._exit(0)
