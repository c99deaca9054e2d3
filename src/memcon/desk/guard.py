"""Who may see the desk and who may write to it: the token, the host, forms that only our own pages can send."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Awaitable, Callable
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qsl, quote, unquote, urlencode

from starlette.middleware.base import BaseHTTPMiddleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from memcon.model.errors import MemconError
from memcon.review.decision import coder_name

POLICY = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
# pages with charts, and pages with a script of our own: served from here, nothing inline, nothing evaluated
CHARTS = POLICY + "; script-src 'self'; connect-src 'self'"
OWN = POLICY + "; script-src 'self'"
_TOKEN, _VISIT, _CODER = "memcon_token", "memcon_visit", "memcon_coder"
_FORM_BYTES, _YEAR = 65_536, 31_536_000


class Forbidden(MemconError):
    """The form did not come from a page of this desk, or nobody has given a coder's name."""

    kind = "forbidden"


class Headers(BaseHTTPMiddleware):
    """No foreign script, no frame, no guessing of types, nothing told to other sites; a token where one is set."""

    def __init__(self, app: Any, token: str | None, hosts: tuple[str, ...] | None) -> None:
        super().__init__(app)
        self.token = token
        self.hosts = hosts
        # the cookie proves the token without being it
        self.proof = hmac.new(token.encode(), b"memcon desk", sha256).hexdigest() if token is not None else ""

    async def dispatch(self, request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
        """Check host and token, then answer with the safe headers."""
        response = self._refused(request) or self._moved(request) or await call_next(request)
        if self.token is not None and _same(request.query_params.get("token", ""), self.token):
            _set(response, _TOKEN, self.proof)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers.setdefault("Cache-Control", "no-cache")
        return response

    def _refused(self, request: Request) -> Response | None:
        # a foreign name that was made to point here must not read the desk
        if self.hosts is not None and _host(request) not in self.hosts:
            return Response("421: this desk does not answer to that name\n", 421, media_type="text/plain")
        if self.token is None:
            return None
        given = request.headers.get("authorization", "").removeprefix("Bearer ") or request.query_params.get("token", "")
        if _same(given, self.token) or _same(request.cookies.get(_TOKEN, ""), self.proof):
            return None
        return Response("401: this desk wants its token\n", 401, media_type="text/plain")

    def _moved(self, request: Request) -> Response | None:
        """A browser that brought the token in the address goes on without it there."""
        asked = request.query_params
        if self.token is None or "token" not in asked or request.method != "GET" or "text/html" not in request.headers.get("accept", ""):
            return None
        rest = urlencode([(k, v) for k, v in asked.multi_items() if k != "token"])
        return RedirectResponse(local(request.url.path + ("?" + rest if rest else "")), 303)


class Forms:
    """Forms that carry a mark which only a page of this process can make for this visitor."""

    def __init__(self) -> None:
        self.secret = secrets.token_bytes(32)

    def visit(self, request: Request) -> str:
        """The visitor's id, new where there is none."""
        given = request.cookies.get(_VISIT, "")
        return given if 20 <= len(given) <= 64 and given.isascii() else secrets.token_urlsafe(24)

    def mark(self, visit: str) -> str:
        """What this visitor's forms must bring."""
        return hmac.new(self.secret, visit.encode(), sha256).hexdigest()

    def remember(self, response: Response, visit: str) -> None:
        """Let the browser keep the visitor's id."""
        _set(response, _VISIT, visit)

    async def read(self, request: Request) -> dict[str, str]:
        """A form's fields. Raises `Forbidden` unless one of our own pages sent it to this visitor."""
        if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
            raise Forbidden("the form came from another site")
        if not request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
            raise Forbidden("forms are sent as application/x-www-form-urlencoded")
        body = b""
        async for chunk in request.stream():
            body += chunk
            if len(body) > _FORM_BYTES:
                raise Forbidden("the form is too long")
        try:
            form = dict(parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=50))
        except (UnicodeDecodeError, ValueError):
            raise Forbidden("the form cannot be read") from None
        if not _same(form.get("mark", ""), self.mark(request.cookies.get(_VISIT, ""))):
            raise Forbidden("the form is out of date: go back, load the page again and repeat")
        return form


def coder_of(request: Request) -> str | None:
    """The coder's name that this browser gave, or None."""
    try:
        return coder_name(unquote(request.cookies.get(_CODER, "")))
    except MemconError:
        return None


def name_coder(response: Response, name: str) -> None:
    """Let the browser keep the coder's name; an empty one is forgotten."""
    if name:
        _set(response, _CODER, quote(name, safe=""))
    else:
        response.delete_cookie(_CODER)


def local(address: str) -> str:
    """An address of this desk, or its front page where it would lead elsewhere."""
    fine = address.startswith("/") and not address.startswith(("//", "/\\")) and address.isprintable() and "\\" not in address
    return address if fine else "/"


def _set(response: Response, name: str, value: str) -> None:
    response.set_cookie(name, value, max_age=_YEAR, httponly=True, samesite="lax", path="/")


def _same(one: str, two: str) -> bool:
    return hmac.compare_digest(one.encode(), two.encode())


def _host(request: Request) -> str:
    host = request.headers.get("host", "")
    return host[: host.index("]") + 1] if host.startswith("[") and "]" in host else host.split(":")[0].lower()
