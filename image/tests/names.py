"""What the image meets in a cluster, on loopback: a DNS server that knows api.example.test, and an API server.

The names of the Host headers that the API server is asked for are written to the file of the first argument, one a line.
It says of every resource that it knows of none: what is tested is that the program finds it.
"""

import fcntl
import http.server
import socket
import struct
import sys
import threading

KNOWN = "api.example.test"
ADDRESS = "127.0.0.1"
A, NO_SUCH_NAME = 1, 3


def raise_loopback() -> None:
    """A new network namespace has loopback, but down."""
    set_flags, up_and_running = 0x8914, 0x41
    with socket.socket() as any_socket:
        fcntl.ioctl(any_socket, set_flags, struct.pack("16sh", b"lo", up_and_running))


def answer(query: bytes) -> bytes:
    """The name's only address, no data for other kinds of records, or that there is no such name."""
    labels, position = [], 12
    while length := query[position]:
        labels.append(query[position + 1 : position + 1 + length].decode())
        position += length + 1
    question, (kind,) = query[12 : position + 5], struct.unpack_from(">H", query, position + 1)
    is_known = ".".join(labels) == KNOWN
    records = b""
    if is_known and kind == A:
        records = struct.pack(">HHHIH", 0xC00C, A, 1, 60, 4) + socket.inet_aton(ADDRESS)
    flags = 0x8180 | (0 if is_known else NO_SUCH_NAME)
    return query[:2] + struct.pack(">HHHHH", flags, 1, bool(records), 0, 0) + question + records


def serve_names(server: socket.socket) -> None:
    while True:
        query, client = server.recvfrom(512)
        server.sendto(answer(query), client)


class ApiServer(http.server.BaseHTTPRequestHandler):
    """Remembers by which name it was called."""

    def do_GET(self) -> None:
        with open(sys.argv[1], "a", encoding="utf-8") as names:
            names.write(f"{self.headers['Host']}\n")
        self.send_error(404)

    do_POST = do_GET

    def log_message(self, *_: object) -> None:
        """The test's own output is about the program."""


raise_loopback()
names = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
names.bind((ADDRESS, 53))
threading.Thread(target=serve_names, args=(names,), daemon=True).start()
with http.server.ThreadingHTTPServer((ADDRESS, 6443), ApiServer) as api_server:
    print("ready", flush=True)
    api_server.serve_forever()
