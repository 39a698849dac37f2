#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""A web server that misbehaves on request.

server.py FOLDER serves the files of FOLDER on a free port of the loopback device, prints that port
and ends with its standard input. The first element of a URL's path says how: /ok/NAME, /cut/2/NAME
(the first two answers end early), …; /tree/PATH is the folder as it is. Each request is appended to
FOLDER/requests as "METHOD PATH RANGE IF-RANGE".
"""
import http.server
import os
import sys
import threading
import time
import urllib.parse

FOLDER = sys.argv[1]
COUNTS = {}
LOCK = threading.Lock()


def count(path):
    with LOCK:
        COUNTS[path] = COUNTS.get(path, 0) + 1
        return COUNTS[path]


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *args):
        pass

    def note(self):
        line = "%s %s %s %s\n" % (self.command, self.path, self.headers.get("Range", "-"),
                                  self.headers.get("If-Range", "-"))
        with LOCK, open(os.path.join(FOLDER, "requests"), "a") as log:
            log.write(line)

    def read(self, name):
        try:
            with open(os.path.join(FOLDER, name), "rb") as file:
                return file.read()
        except OSError:
            return None

    def answer(self, data, status=200, length=None, stop=None, tag='"one"', first=None):
        self.send_response(status)
        self.send_header("Content-Length", str(len(data) if length is None else length))
        if tag:
            self.send_header("ETag", tag)
        if status == 206:
            total = (first or 0) + len(data)
            self.send_header("Content-Range", "bytes %d-%d/%d" % (first, total - 1, total))
        self.end_headers()
        self.wfile.write(data if stop is None else data[:stop])
        if stop is not None:
            self.wfile.flush()
            self.close_connection = True

    def ranged(self, data, stop=None, tag='"one"'):
        wanted = self.headers.get("Range", "")
        condition = self.headers.get("If-Range", tag)
        if wanted.startswith("bytes=") and condition == tag:
            first = int(wanted[6:].split("-")[0])
            if first >= len(data):
                return self.answer(b"", 416, tag=tag)
            return self.answer(data[first:], 206, stop=stop, tag=tag, first=first)
        return self.answer(data, stop=stop, tag=tag)

    def do_GET(self):
        self.note()
        parts = urllib.parse.unquote(self.path.split("?")[0]).lstrip("/").split("/")
        how, name = parts[0], parts[-1]
        if how == "tree":
            name = "/".join(parts[1:])
        times = count(self.path)
        data = self.read(name)
        limit = int(parts[1]) if len(parts) > 2 and parts[1].isdigit() else 0
        if how == "redirect":
            self.send_response(302)
            target = "/ok/" + name if len(parts) == 2 else "file:///" + name
            self.send_header("Location", target)
            self.send_header("Content-Length", "0")
            self.end_headers()
        elif data is None:
            self.answer(b"not here\n", 404)
        elif how == "flaky" and times <= limit:
            self.answer(b"try later\n", 503)
        elif how == "cut":
            self.ranged(data, stop=len(data) // 4 if times <= limit else None)
        elif how == "changed":
            if times == 1:
                self.ranged(data[::-1], stop=len(data) // 2, tag='"old"')
            else:
                self.ranged(data, tag='"new"')
        elif how == "norange":
            self.answer(data, stop=len(data) // 2 if times == 1 else None)
        elif how == "badrange" and self.headers.get("Range"):
            self.answer(data[1:], 206, first=1)
        elif how == "wrong":
            self.ranged(bytes([data[0] ^ 1]) + data[1:])
        elif how == "short":
            self.answer(data[:-1])
        elif how == "endless":
            self.send_response(200)
            self.end_headers()
            self.close_connection = True
            try:
                while True:
                    self.wfile.write(b"x" * 65536)
            except OSError:
                pass
        elif how == "stall" and times <= max(limit, 1):
            self.send_response(200)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data[: len(data) // 2])
            self.wfile.flush()
            time.sleep(20)
        else:
            self.ranged(data)


def end_with_input():
    sys.stdin.read()
    os._exit(0)


threading.Thread(target=end_with_input, daemon=True).start()
http.server.ThreadingHTTPServer.handle_error = lambda *args: None  # a client that went away
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
server.daemon_threads = True
print(server.server_address[1], flush=True)
server.serve_forever()
