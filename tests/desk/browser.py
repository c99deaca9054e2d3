"""A chromium without a window, told what to do over a pipe: enough of the DevTools protocol for a smoke test."""

from __future__ import annotations

import base64
import json
import os
import select
import subprocess
import time
from pathlib import Path
from typing import Any


class Browser:
    """One page of a headless browser. ``close`` ends it."""

    def __init__(self, program: str, profile: Path) -> None:
        to_read, self._out = os.pipe()
        self._in, to_write = os.pipe()
        command = [program, "--headless", "--no-sandbox", "--disable-gpu", "--remote-debugging-pipe", f"--user-data-dir={profile}"]
        # the browser reads its third descriptor and writes its fourth
        shell = f'exec 3<&{to_read} 4>&{to_write}; exec "$@"'
        self._process = subprocess.Popen(
            ["/bin/bash", "-c", shell, "-", *command, "about:blank"],
            pass_fds=(to_read, to_write),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(to_read)
        os.close(to_write)
        self._held = b""
        self._count = 0
        self.session: str | None = None
        self.told: list[dict[str, Any]] = []
        deadline = time.monotonic() + 30
        while not (pages := [t for t in self.ask("Target.getTargets")["targetInfos"] if t["type"] == "page"]):
            assert time.monotonic() < deadline, "no page"
        self.session = self.ask("Target.attachToTarget", targetId=pages[0]["targetId"], flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.ask(f"{domain}.enable")

    def close(self) -> None:
        """End the browser."""
        os.close(self._out)
        self._process.terminate()
        self._process.wait(20)
        os.close(self._in)

    def ask(self, method: str, **given: Any) -> dict[str, Any]:
        """One call of the protocol and its answer."""
        self._count += 1
        message: dict[str, Any] = {"id": self._count, "method": method, "params": given}
        if self.session:
            message["sessionId"] = self.session
        os.write(self._out, json.dumps(message).encode() + b"\0")
        while True:
            heard = self._hear(30)
            if heard.get("id") == self._count:
                assert "error" not in heard, (method, heard)
                return heard["result"]

    def go(self, address: str) -> None:
        """Open an address and wait until it is loaded."""
        self.told.clear()
        self.ask("Page.navigate", url=address)
        self.loaded()

    def loaded(self) -> None:
        """Wait until a page is loaded."""
        deadline = time.monotonic() + 30
        while not any(t.get("method") == "Page.loadEventFired" for t in self.told):
            self._hear(max(0.1, deadline - time.monotonic()))

    def value(self, expression: str) -> Any:
        """What an expression gives in the page."""
        return self.ask("Runtime.evaluate", expression=expression, returnByValue=True)["result"].get("value")

    def alt(self, key: str) -> None:
        """Press Alt and a letter."""
        self.told.clear()
        code = {"modifiers": 1, "key": key, "code": f"Key{key.upper()}", "windowsVirtualKeyCode": ord(key.upper())}
        self.ask("Input.dispatchKeyEvent", type="rawKeyDown", **code)
        # access keys answer to the letter, not to the key
        self.ask("Input.dispatchKeyEvent", type="char", text=key, unmodifiedText=key, **code)
        self.ask("Input.dispatchKeyEvent", type="keyUp", **code)

    def resize(self, width: int, height: int, dark: bool = False) -> None:
        """Another size of the page, in the light or the dark."""
        self.ask("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)
        self.ask("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}])

    def picture(self, path: Path) -> None:
        """Save what is seen."""
        path.write_bytes(base64.b64decode(self.ask("Page.captureScreenshot", format="png")["data"]))

    def complaints(self) -> list[str]:
        """What the browser logged of the page: blocked by policy, not found, errors."""
        entries = [t["params"]["entry"] for t in self.told if t.get("method") == "Log.entryAdded"]
        thrown = [str(t["params"]) for t in self.told if t.get("method") == "Runtime.exceptionThrown"]
        return [f"{e['level']}: {e['text']} {e.get('url', '')}" for e in entries if e["level"] in ("error", "warning")] + thrown

    def _hear(self, patience: float) -> dict[str, Any]:
        while b"\0" not in self._held:
            ready, _, _ = select.select([self._in], [], [], patience)
            assert ready, "the browser is silent"
            got = os.read(self._in, 1 << 16)
            assert got, "the browser is gone"
            self._held += got
        raw, _, self._held = self._held.partition(b"\0")
        heard: dict[str, Any] = json.loads(raw)
        if "method" in heard:
            self.told.append(heard)
        return heard
