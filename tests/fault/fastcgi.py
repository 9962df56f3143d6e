"""FastCGI 1.0 as a client speaks it: whole requests, and pieces of them for those that are to be wrong."""
import socket
import struct

BEGIN, ABORT, END, PARAMS, STDIN, STDOUT, STDERR, GET_VALUES = 1, 2, 3, 4, 5, 6, 7, 9


def record(kind, content=b"", request=1, version=1, padding=0):
    return struct.pack(">BBHHBB", version, kind, request, len(content), padding, 0) + content + b"\0" * padding


def pair(name, value):
    def length(n):
        return struct.pack(">B", n) if n < 128 else struct.pack(">I", n | 0x80000000)
    return length(len(name)) + length(len(value)) + name + value


def begin(keep=False, role=1):
    return record(BEGIN, struct.pack(">HB5x", role, int(keep)))


def request(path="/healthz", query="", keep=False, more=()):
    variables = {"REQUEST_METHOD": "GET", "SCRIPT_NAME": path, "QUERY_STRING": query, "GATEWAY_INTERFACE": "CGI/1.1",
                 "SERVER_PROTOCOL": "HTTP/1.1", "REMOTE_ADDR": "192.0.2.77", "REQUEST_ID": "0123456789abcdef"}
    variables.update(more)
    params = b"".join(pair(k.encode(), v.encode()) for k, v in variables.items())
    return begin(keep) + record(PARAMS, params) + record(PARAMS) + record(STDIN)


def connect(path, timeout=5):
    peer = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    peer.settimeout(timeout)
    peer.connect(path)
    return peer


def read_answer(peer):
    """The bytes of STDOUT up to END_REQUEST; None when the peer closed before that."""
    got, out = b"", b""
    while True:
        while len(got) < 8:
            more = peer.recv(65536)
            if not more:
                return None
            got += more
        _, kind, _, length, padding = struct.unpack(">BBHHB", got[:7])
        whole = 8 + length + padding
        while len(got) < whole:
            more = peer.recv(65536)
            if not more:
                return None
            got += more
        if kind == STDOUT:
            out += got[8:8 + length]
        got = got[whole:]
        if kind == END:
            return out


def ask(path, timeout=5, **what):
    """One request on a connection of its own; None when it was not answered."""
    with connect(path, timeout) as peer:
        peer.sendall(request(**what))
        return read_answer(peer)
