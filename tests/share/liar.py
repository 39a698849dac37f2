#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""A shared store that lies.

liar.py FOLDER serves the files of FOLDER on a free port of the loopback device, prints that port and
ends with its standard input. The first element of a URL's path says what is wrong with the files of
a kind: /flip-records/records/KEY has one bit changed, /flip-records/objects/… is as it should be.
Each request is appended to FOLDER/requests as "METHOD PATH".
"""
import http.server
import os
import sys
import threading
import time
import urllib.parse

FOLDER = sys.argv[1]
LOCK = threading.Lock()


def endless(write, block):
    try:
        while True:
            write(block)
    except OSError:
        pass


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *args):
        pass

    def answer(self, data, status=200, length=None, **headers):
        self.send_response(status)
        self.send_header("Content-Length", str(len(data) if length is None else length))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def file(self, path):
        try:
            with open(os.path.join(FOLDER, path), "rb") as file:
                return file.read()
        except OSError:
            return None

    def other(self, path):
        """Another file of the same kind, as it is."""
        kind, name = path.split("/")
        names = sorted(os.listdir(os.path.join(FOLDER, kind)))
        return self.file(kind + "/" + [n for n in names if n != name][0])

    def lie(self, how, path, data):
        if how == "flip":
            self.answer(data[:len(data) // 2] + bytes([data[len(data) // 2] ^ 4]) + data[len(data) // 2 + 1:])
        elif how == "swap":
            self.answer(self.other(path))
        elif how == "short":
            self.answer(data[:-1])
        elif how == "cut":
            self.answer(data[:-1], length=len(data))
            self.close_connection = True
        elif how == "empty":
            self.answer(b"")
        elif how == "long":
            self.answer(data + b"\n" * 5000)
        elif how == "huge":
            self.send_response(200)
            self.end_headers()
            self.close_connection = True
            endless(self.wfile.write, data + b"x" * 65536)
        elif how == "head":
            self.send_response(200)
            self.flush_headers()
            self.close_connection = True
            endless(self.wfile.write, b"X-Header: " + b"x" * 1000 + b"\r\n")
        elif how == "away":
            self.answer(b"", 302, Location="/good/" + path)
        elif how == "elsewhere":
            self.answer(b"", 302, Location="file:///etc/passwd")
        elif how == "page":
            self.answer(b"<html>" + b"sign in first " * 20)
        elif how == "broken":
            self.answer(b"", 500)
        elif how == "endpage":
            self.send_response(500)
            self.end_headers()
            self.close_connection = True
            endless(self.wfile.write, b"x" * 65536)
        elif how == "still":
            self.answer(data[:len(data) // 2], length=len(data))
            self.wfile.flush()
            time.sleep(60)
        elif how == "drip":
            self.answer(b"", length=len(data))
            for byte in data:
                self.wfile.write(bytes([byte]))
                self.wfile.flush()
                time.sleep(0.5)
        elif how == "late":
            time.sleep(7)
            self.answer(data, 200 if data else 404)
        elif how == "none":
            self.answer(b"", 404)
        elif how == "closed":
            self.answer(b"", 403)

    def do_GET(self):
        with LOCK, open(os.path.join(FOLDER, "requests"), "a") as log:
            log.write("%s %s\n" % (self.command, self.path))
        how, path = urllib.parse.unquote(self.path).lstrip("/").split("/", 1)
        how, _, kind = how.partition("-")
        data = self.file(path)
        if kind == path.split("/")[0]:
            try:
                self.lie(how, path, data if data is not None else b"")
            except OSError:
                pass
        elif data is None:
            self.answer(b"", 404)
        else:
            self.answer(data)

    do_HEAD = do_GET

    def do_PUT(self):
        with LOCK, open(os.path.join(FOLDER, "requests"), "a") as log:
            log.write("%s %s\n" % (self.command, self.path))
        how = self.path.lstrip("/").split("-")[0]
        self.rfile.read(int(self.headers["Content-Length"]))
        if how == "thanks":
            self.answer(b"thank you\n")
            return
        self.answer(b"", {"full": 507, "denied": 403}.get(how, 405))


def end_with_input():
    sys.stdin.read()
    os._exit(0)


threading.Thread(target=end_with_input, daemon=True).start()
http.server.ThreadingHTTPServer.handle_error = lambda *args: None  # a client that went away
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
server.daemon_threads = True
print(server.server_address[1], flush=True)
server.serve_forever()
