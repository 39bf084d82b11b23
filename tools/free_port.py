"""Print the first free TCP port of 127.0.0.1, counting up from the one given."""

from __future__ import annotations

import socket
import sys


def is_free(port: int) -> bool:
    """Tell whether a server could listen on the port now."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # a port that was just closed is free
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def main(arguments: list[str]) -> int:
    """Print a free port out of a hundred; give the exit status."""
    first = int(arguments[0])
    for port in range(first, min(first + 100, 65536)):
        if is_free(port):
            print(port)
            return 0
    print(f"no port from {first} to {first + 99} is free", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
