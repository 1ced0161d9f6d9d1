"""What the client does when a server is away, busy or strange, with a server that follows a script."""

from __future__ import annotations

import http.server
import json
import threading
import unittest
from collections.abc import Callable

import ionsweep

Answer = tuple[int, dict[str, str], bytes]
SUMMARY = {"id": "one", "status": "running", "dataset": {"name": "d", "sha256": "0", "isSimulated": False, "origin": "f"},
           "preset": "custom", "shortened": "", "createdUtc": "2026-01-01T00:00:00Z", "workItems": 2, "finished": 0, "failed": 0,
           "reason": ""}


class Script:
    """A server that gives the answers of a list, one a request, and remembers what it was asked."""

    def __init__(self, *answers: Answer) -> None:
        self.answers, self.asked = list(answers), []
        script = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do(self) -> None:
                script.asked.append((self.command, self.path, self.headers))
                self.rfile.read(int(self.headers.get("Content-Length") or 0))
                status, headers, body = script.answers.pop(0)
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                if "text/event-stream" not in headers.get("Content-Type", ""):
                    self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            do_GET = do_POST = do_PUT = do_DELETE = do

            def log_message(self, *_: object) -> None:
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)

    def __enter__(self) -> ionsweep.Client:
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return ionsweep.Client(f"http://127.0.0.1:{self.server.server_port}", token="t0ken-for-tests", patience=20)

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()


def answer(value: object, status: int = 200, **headers: str) -> Answer:
    kind = "application/json" if status < 400 else "application/problem+json"
    return status, {"Content-Type": kind, **{name.replace("_", "-"): text for name, text in headers.items()}}, json.dumps(value).encode()


def problem(status: int, detail: str, **headers: str) -> Answer:
    return answer({"type": "urn:ionsweep:unavailable", "title": "T", "status": status, "detail": detail}, status, **headers)


def stream(*events: tuple[str, str, object], end: bool = False, torn: bytes = b"") -> Answer:
    text = "retry: 1000\n\n: keep-alive\n\n" + "".join(
        f"id: {key}\nevent: {name}\ndata: {json.dumps(data)}\n\n" for name, key, data in events)
    return 200, {"Content-Type": "text/event-stream"}, text.encode() + torn + (b"event: end\ndata: {}\n\n" if end else b"")


def update(sequence: int, status: str = "running") -> tuple[str, str, object]:
    return "update", f"feed-{sequence}", {"sequence": sequence, "snapshot": None, "summary": {**SUMMARY, "status": status}, "changed": [],
                                          "secondsLeft": None}


class RetryTests(unittest.TestCase):
    def test_a_question_to_a_busy_server_is_asked_again_after_the_time_that_it_names(self):
        script = Script(problem(429, "Too many requests.", Retry_After="0"), problem(503, "The cluster is away.", Retry_After="0"),
                        answer([SUMMARY]))
        with script as client:
            self.assertEqual([one.id for one in client.sweeps()], ["one"])
        self.assertEqual(len(script.asked), 3)
        self.assertTrue(all(headers["Authorization"] == "Bearer t0ken-for-tests" for _, _, headers in script.asked))

    def test_what_changes_something_is_sent_once(self):
        script = Script(answer([]), problem(503, "The cluster is away.", Retry_After="7"))
        with script as client:
            client.sweeps()
            with self.assertRaises(ionsweep.BusyError) as busy:
                client.submit({"preset": "quick"})
        self.assertEqual(len(script.asked), 2)
        self.assertEqual((busy.exception.status, busy.exception.retry_after), (503, 7.0))
        self.assertIn("POST /api/sweeps answered 503 T: The cluster is away.", str(busy.exception))

    def test_a_longer_wait_than_patience_is_an_error_at_once(self):
        script = Script(problem(429, "Too many requests.", Retry_After="3600"))
        with script as client, self.assertRaises(ionsweep.BusyError):
            client.sweeps()

    def test_a_server_that_was_never_there_is_said_at_once(self):
        with self.assertRaisesRegex(ionsweep.UnreachableError, "ionsweep serve"):
            ionsweep.Client("http://127.0.0.1:9").sweeps()

    def test_a_redirect_does_not_carry_the_token_elsewhere(self):
        script = Script((302, {"Location": "http://127.0.0.1:9/"}, b""))
        with script as client, self.assertRaises(ionsweep.ServerError) as strange:
            client.sweeps()
        self.assertIn("Is it an IonSweep server?", str(strange.exception))
        self.assertEqual(len(script.asked), 1)

    def test_an_address_must_be_one(self):
        with self.assertRaisesRegex(ValueError, "http://127.0.0.1:5080"):
            ionsweep.Client("lab-server:5080")


class WatchTests(unittest.TestCase):
    def watch(self, *answers: Answer) -> tuple[list[int], list[str | None]]:
        script = Script(*answers)
        with script as client:
            seen = [one.sequence for one in client.sweep("one").watch()]
        return seen, [headers.get("Last-Event-ID") for _, _, headers in script.asked]

    def test_a_broken_stream_is_taken_up_after_the_last_whole_event(self):
        torn = b'id: feed-3\nevent: update\ndata: {"sequence": 3, "snaps'
        seen, asked = self.watch(stream(update(1), update(2), torn=torn), problem(503, "Away.", Retry_After="0"),
                                 stream(update(3, "completed"), end=True))
        self.assertEqual(seen, [1, 2, 3])
        self.assertEqual(asked, [None, "feed-2", "feed-2"])

    def test_an_unknown_sweep_is_not_asked_for_again(self):
        with self.assertRaises(ionsweep.NotFoundError):
            self.watch(problem(404, "There is no such sweep."))

    def test_waiting_does_not_take_a_stream_that_ends_early_for_the_end(self):
        script = Script(stream(update(1), end=True), answer({"sequence": 1, "summary": SUMMARY, "spec": {}, "items": [], "secondsLeft": None}),
                        answer({"sequence": 2, "summary": {**SUMMARY, "status": "completed"}, "spec": {}, "items": [], "secondsLeft": 0}))
        with script as client:
            self.assertEqual(client.sweep("one").wait().status, "completed")


if __name__ == "__main__":
    unittest.main()
