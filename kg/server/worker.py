"""One process that answers: the index open, memory limited, no way out to any network; tasks come and answers go through one pipe."""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import platform
import resource
import signal
import struct
from collections.abc import Mapping
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from kg.errors import KgError, QueryError
from kg.server.tasks import MAKERS, TASKS, NoFormError, Opened, TooLargeError

# For each machine: its number in the kernel's audit.h, and the number of socket(2).
_MACHINES = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}
_PR_SET_PDEATHSIG, _PR_SET_NO_NEW_PRIVS, _PR_SET_SECCOMP, _SECCOMP_MODE_FILTER = 1, 38, 22, 2
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_IO_URING_SETUP = 425
_ALLOW, _REFUSE, _KILL = 0x7FFF0000, 0x00050000 | 13, 0x80000000  # 13: EACCES


def live(pipe: Connection, life: Mapping[str, Any] | None, opened: Opened | None, words: int) -> None:
    """Answers tasks until the pipe is closed.

    `life`: what this process is for: {index, memory}, and then it has an index, no way out, and `memory` bytes beyond what it started with;
    `memory` alone, and it makes something of what strangers sent; or nothing, and it makes files. `opened`: the index, where it has it from
    its parent; `words`: where its last words go, a pipe that its parent reads. A task is JSON: `task` and its `arguments`. An answer is
    two messages: JSON about it, and its bytes.
    """
    with contextlib.suppress(EOFError, BrokenPipeError, ConnectionResetError):
        if life and "index" in life and opened is None:
            opened = Opened.on_disk(Path(life["index"]))
        offline = cut_off()
        if life:
            _limit(life["memory"])
            os.dup2(words, 2)  # what the engine says there when it fails
        else:
            os.nice(10)  # who only fetches a file does not keep those waiting who ask
        pipe.send_bytes(json.dumps({"offline": offline}).encode())
        while True:
            head, body = _answered(opened, pipe.recv_bytes())
            pipe.send_bytes(json.dumps(head).encode("utf-8"))
            pipe.send_bytes(body)


def _answered(opened: Opened | None, message: bytes) -> tuple[dict[str, object], bytes]:
    asked = json.loads(message)
    try:
        task, arguments = asked["task"], asked["arguments"]
        answer = TASKS[task](opened, arguments) if opened else MAKERS[task](arguments)
        return {"about": answer.about}, answer.body
    except QueryError as error:
        said = {"problem": error.problem, "remedy": error.remedy, "place": error.place, "kind": error.kind}
        return {"query": said}, b""
    except TooLargeError as error:
        return {"large": str(error)}, b""
    except NoFormError as error:
        return {"kind": str(error)}, b""
    except KgError as error:
        return {"error": str(error)}, b""
    except MemoryError:
        return {"memory": True}, b""
    except Exception as error:  # a fault of ours: the process is as good as before, and who asked is told which fault
        return {"fault": f"{type(error).__name__} in {asked.get('task', '')}"}, b""


def cut_off() -> bool:
    """Takes from this process, for good, the right to make a socket. Says whether the system could do that.

    A few comparisons in the kernel (seccomp): the machine is this one, and the call neither socket(2) nor a way around it (io_uring, the
    calls of 32 bits). Linux on x86-64 and ARM alone.
    """
    if platform.system() != "Linux" or platform.machine() not in _MACHINES:
        return False
    machine, socket = _MACHINES[platform.machine()]
    program = b"".join(
        struct.pack("=HBBI", code, yes, no, value)
        for code, yes, no, value in (
            (_LOAD, 0, 0, 4),
            (_EQUAL, 1, 0, machine),
            (_RETURN, 0, 0, _KILL),
            (_LOAD, 0, 0, 0),
            (_AT_LEAST, 3, 0, 0x40000000),
            (_EQUAL, 2, 0, socket),
            (_EQUAL, 1, 0, _IO_URING_SETUP),
            (_RETURN, 0, 0, _ALLOW),
            (_RETURN, 0, 0, _REFUSE),
        )
    )
    code = ctypes.create_string_buffer(program, len(program))
    filters = ctypes.create_string_buffer(struct.pack("@HP", len(program) // 8, ctypes.addressof(code)))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0):
        return False
    return not libc.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.byref(filters), 0, 0)


def die_with_parent() -> None:
    """When the server is killed, so is what it started: a query that runs does not look at its pipe."""
    if platform.system() == "Linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def _limit(memory: int) -> None:
    """Memory above what the process has, and no dump of it where it is killed."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with contextlib.suppress(OSError, ValueError):
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
        most = pages * os.sysconf("SC_PAGE_SIZE") + memory
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
