"""Where processes come from: one that has everything loaded, holds nothing open, and makes copies of itself.

    Nursery.start ─► a process, and the pipe to it      Nursery.end ─► it is gone      Nursery.child ─► another nursery
    Nursery.fate ─► how a process ended that ended by itself

A nursery that has a graph in its memory, or all that reading documents needs, gives each process that comes from it the same memory,
without a copy until something is written.

A process from here stands ready after some milliseconds, one that starts from nothing after some hundred: workers that are killed have to
be replaced while others wait. The server itself has threads and must not be copied; what `multiprocessing` offers for that loads the main
module of the program again in each process, whatever that is.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import struct
import subprocess
import sys
import threading
from collections.abc import Mapping
from multiprocessing.connection import Connection
from pathlib import Path

from kg.preview import warm_up
from kg.server.tasks import Opened
from kg.server.worker import die_with_parent, live

_START, _END, _FATE = b"s", b"e", b"f"
_NUMBER = struct.Struct("=q")
_EXITED, _MEMORY = 1 << 8, 1 << 16
"""What the fate of a process is said with: the number of a signal, an exit code above the one, or the other where memory ran out."""
_WORDS = (b"memory allocation of", b"bad_alloc", b"Cannot allocate memory")
"""What the engine, its libraries and the system say when memory runs out, before they end the process."""
_LAST = 64 << 10


class Nursery:
    """The server's side of it. May be used from several threads. OSError where no process can be made."""

    def __init__(self, parent: Nursery | None = None, number: int = 0, pipe: Connection | None = None) -> None:
        self._lock = threading.Lock()
        self._parent, self._own = parent, number
        if pipe is not None:
            self._socket = socket.socket(fileno=os.dup(pipe.fileno()))
            pipe.close()
            return
        self._socket, theirs = socket.socketpair()
        root = str(Path(__file__).resolve().parent.parent.parent)
        paths = os.pathsep.join(filter(None, [root, os.environ.get("PYTHONPATH")]))
        program = f"from kg.server.nursery import main; main({theirs.fileno()})"
        # -P: what lies in the folder that the server was started in is no part of the program.
        command = [sys.executable, "-P", "-c", program]
        self._process = subprocess.Popen(command, pass_fds=[theirs.fileno()], env={**os.environ, "PYTHONPATH": paths})
        theirs.close()

    def child(self, dump: Path) -> Nursery:
        """A nursery with the index in its memory that `store.dump` wrote."""
        return self._child({"dump": str(dump)})

    def reader(self) -> Nursery:
        """A nursery with all in its memory that reading a document needs: its processes need memory and time for the document alone."""
        return self._child({"reader": True})

    def start(self) -> tuple[int, Connection]:
        """The number of a new process that runs `worker.live`, and the pipe to it."""
        ours, theirs = socket.socketpair()
        with theirs, self._lock:
            socket.send_fds(self._socket, [_START], [theirs.fileno()])
            number = self._number()
        return number, Connection(ours.detach())

    def end(self, number: int) -> None:
        """The process killed."""
        with self._lock, contextlib.suppress(OSError):
            self._socket.sendall(_END + _NUMBER.pack(number))
            self._number()

    def fate(self, number: int) -> str:
        """How a process ended that nobody ended: "memory", the name of a signal, or its exit code; "" where it still runs."""
        for _ in range(40):
            with self._lock, contextlib.suppress(OSError):
                self._socket.sendall(_FATE + _NUMBER.pack(number))
                said = self._number()
                if said >= _MEMORY or said == signal.SIGKILL:  # who is killed by nobody here is killed for want of memory
                    return "memory"
                if said:
                    return f"exit {said - _EXITED}" if said >= _EXITED else signal.Signals(said).name
            threading.Event().wait(0.05)
        return ""

    def close(self) -> None:
        """No more processes; those that there are end."""
        self._socket.close()
        if self._parent is not None:
            self._parent.end(self._own)
        else:
            self._process.wait()

    def _child(self, life: Mapping[str, object]) -> Nursery:
        number, pipe = self.start()
        pipe.send_bytes(json.dumps(life).encode("utf-8"))
        pipe.recv_bytes()
        return Nursery(self, number, pipe)

    def _number(self) -> int:
        data = self._socket.recv(_NUMBER.size, socket.MSG_WAITALL)
        if len(data) < _NUMBER.size:
            raise OSError("the process that workers come from is gone")
        number: int = _NUMBER.unpack(data)[0]
        if number < 0:
            raise OSError(-number, os.strerror(-number))
        return number


def main(handle: int, opened: Opened | None = None) -> None:
    """The other side: makes and ends processes until the server is gone. `opened`: what they have in their memory."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever interrupts the server ends its processes with it
    words: dict[int, int] = {}  # of each child what it says last, to be read
    fates: dict[int, int] = {}
    dying: set[int] = set()  # a process with much memory takes a while to go; its number is its own until somebody has asked for it
    with socket.socket(fileno=handle) as server:
        while True:
            command, handles, _, _ = socket.recv_fds(server, 1, 1)
            dying -= {number for number in dying if os.waitpid(number, os.WNOHANG)[0]}
            said = 0
            if command == _START:
                said = _born(server, handles[0], opened, words)
            elif command in (_END, _FATE):
                number = _NUMBER.unpack(server.recv(_NUMBER.size, socket.MSG_WAITALL))[0]
                if number in words and number not in fates:
                    _look(number, words[number], fates)
                said = fates.get(number, 0)
                if command == _END and number in words:
                    os.close(words.pop(number))
                    if fates.pop(number, None) is None:
                        os.kill(number, signal.SIGKILL)
                        dying.add(number)
            else:
                break
            server.sendall(_NUMBER.pack(said))
    for number in words.keys() - fates.keys():
        os.kill(number, signal.SIGKILL)


def _look(number: int, words: int, fates: dict[int, int]) -> None:
    """Puts down how a child ended, where it has."""
    done, status = os.waitpid(number, os.WNOHANG)
    if done:
        last = b""
        with contextlib.suppress(BlockingIOError):
            last = os.read(words, _LAST)
        code = os.waitstatus_to_exitcode(status)
        fates[number] = _MEMORY if any(each in last for each in _WORDS) else -code if code < 0 else _EXITED + code


def _born(server: socket.socket, handle: int, opened: Opened | None, words: dict[int, int]) -> int:
    """The number of the child, in the parent; minus the number of the error where there is none. The child does not come back."""
    try:
        heard, said = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)  # what does not fit into the pipe is lost, and nobody waits for it
        number = os.fork()
    except OSError as error:
        os.close(handle)
        return -(error.errno or 1)
    if number:
        os.close(handle)
        os.close(said)
        words[number] = heard
        return number
    try:
        server.close()
        for each in (heard, *words.values()):
            os.close(each)
        die_with_parent()
        _live(Connection(handle), opened, said)
    finally:
        os._exit(0)


def _live(pipe: Connection, opened: Opened | None, words: int) -> None:
    """What a process does is what its first message says."""
    life = json.loads(pipe.recv_bytes())
    if life and ("dump" in life or "reader" in life):
        loaded = Opened.in_memory(Path(life["dump"])) if "dump" in life else None
        if loaded is None:
            warm_up()
        pipe.send_bytes(b"{}")
        main(os.dup(pipe.fileno()), loaded)
    else:
        live(pipe, life, opened, words)
