"""ClickHouse's HTTP interface over its embedded form (PyPI's chdb), as far as Ralph asks for it. On loopback only."""

import re, tempfile, threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit


class Front:
    """A session of chdb that answers over HTTP."""

    def __init__(self, folder):
        from chdb.session import Session

        self.session, self.lock = Session(str(folder)), threading.Lock()
        front = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_):
                pass

            def do_GET(self):
                self.do_POST()

            def do_POST(self):
                asked = {name: values[-1] for name, values in parse_qs(urlsplit(self.path).query, keep_blank_values=True).items()}
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                if self.headers.get("Transfer-Encoding") == "chunked":
                    while size := int(self.rfile.readline().split(b";")[0], 16):
                        body += self.rfile.read(size)
                        self.rfile.readline()
                    self.rfile.readline()
                if self.headers.get("Content-Encoding") == "lz4":
                    # Of ClickHouse's own client, which Ralph uses; its package comes with it.
                    import lz4.frame

                    body = lz4.frame.decompress(body)
                try:
                    code, answer = 200, front.answer(asked, body)
                except Exception as error:  # What the engine says goes back to whoever asked.
                    code, answer = 500, str(error).encode()
                self.send_response(code)
                self.send_header("Content-Length", str(len(answer)))
                self.send_header("X-ClickHouse-Format", asked.get("default_format", "Native"))
                self.end_headers()
                self.wfile.write(answer)

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def query(self, text, form="CSV"):
        with self.lock:
            return self.session.query(text, form).bytes()

    def answer(self, asked, body):
        if "query" in asked:
            text, data = asked["query"], body
        else:
            head, _, data = body.partition(b"\n") if body[:6].upper() == b"INSERT" else (body, b"", b"")
            text = head.decode()
        for name, value in asked.items():
            if name.startswith("param_"):
                text = re.sub(r"\{%s:(\w+(?:\([^{}]*\))?)\}" % re.escape(name[6:]), lambda found: literal(value, found[1]), text)
        if text.lstrip().upper().startswith("INSERT"):
            with tempfile.NamedTemporaryFile(suffix=".native") as file:
                Path(file.name).write_bytes(data)
                into = re.sub(r"\s+FORMAT\s+Native\s*$", "", text.strip(), flags=re.I)
                self.query(f"{into} SELECT * FROM file('{file.name}', 'Native')")
            return b""
        form = re.search(r"\bFORMAT\s+(\w+)\s*$", text, re.I)
        return self.query(text[: form.start()] if form else text, form[1] if form else asked.get("default_format", "TabSeparated"))

    def close(self):
        self.server.shutdown()
        self.session.close()


def literal(value, sort):
    """A value as it stands in a query; a list comes as one already."""
    return f"CAST({value}, '{sort}')" if sort.startswith("Array") else "CAST('%s', '%s')" % (value.replace("\\", "\\\\").replace("'", "\\'"), sort)
