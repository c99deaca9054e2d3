"""The desk's addresses: each answers a page, or its JSON twin with ``?format=json`` or an Accept header that asks for it."""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import msgspec
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from memcon.desk import data
from memcon.desk.actors import actor as find_actor
from memcon.desk.actors import canonical
from memcon.desk.chart import columns
from memcon.desk.links import actor_href
from memcon.desk.marks import parts_of
from memcon.desk.matrix import matrix, name_of, shade, with_status
from memcon.keep import open_store
from memcon.model.errors import BadOption, MemconError, NotFound

HERE = Path(__file__).parent
_POLICY = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"


class Headers(BaseHTTPMiddleware):
    """No script, no frame, no guessing of types, nothing told to other sites; a token where one is set."""

    def __init__(self, app: Any, token: str | None) -> None:
        super().__init__(app)
        self.token = token

    async def dispatch(self, request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
        """Check the token, then answer with the safe headers."""
        if self.token is not None:
            given = request.headers.get("authorization", "").removeprefix("Bearer ") or request.query_params.get("token", "")
            if not hmac.compare_digest(given.encode(), self.token.encode()):
                return Response("401: this desk wants its token\n", 401, media_type="text/plain")
        response = await call_next(request)
        response.headers["Content-Security-Policy"] = _POLICY
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["Cache-Control"] = "no-cache"
        return response


def make_app(folder: Path, token: str | None = None) -> Starlette:
    """The desk on one store. The store is opened anew for each request, so that what is kept meanwhile shows."""
    pages = Environment(
        loader=FileSystemLoader(HERE / "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    pages.globals.update(href=actor_href, name_of=name_of)

    def answer(request: Request, template: str, body: Any, **more: Any) -> Response:
        if request.query_params.get("format") == "json" or "application/json" in request.headers.get("accept", ""):
            return Response(msgspec.json.encode(body, enc_hook=str), media_type="application/json")
        query = {k: v for k, v in request.query_params.items() if k not in ("format", "page")}
        html = pages.get_template(template).render(
            data=msgspec.to_builtins(body, enc_hook=str), query=query, path=request.url.path, version=version("memcon"), **more
        )
        return HTMLResponse(html)

    def route(work: Callable[[Request], Response]) -> Callable[[Request], Awaitable[Response]]:
        async def endpoint(request: Request) -> Response:
            try:
                return await run_in_threadpool(work, request)
            except MemconError as error:
                status = 404 if isinstance(error, NotFound) else 400 if isinstance(error, BadOption) else 503
                body = {"error": {"kind": error.kind, "message": error.message}}
                if request.query_params.get("format") == "json" or "application/json" in request.headers.get("accept", ""):
                    return Response(msgspec.json.encode(body), status, media_type="application/json")
                html = pages.get_template("error.html").render(
                    data=body, query={}, path=request.url.path, version=version("memcon"), status=status
                )
                return HTMLResponse(html, status)

        return endpoint

    def today(request: Request) -> Response:
        body = data.today(open_store(folder))
        return answer(request, "today.html", body, chart=columns(body["months"]))

    def events(request: Request) -> Response:
        return answer(request, "events.html", data.events(open_store(folder), request.query_params))

    def dyad(request: Request) -> Response:
        body = data.dyad(open_store(folder), request.path_params["name"], request.query_params)
        sides = [(c, name_of(c)) for c in body["dyad"].split("-", 1)]
        return answer(request, "dyad.html", body, chart=columns(body["months"]), names=sides)

    def grid(request: Request) -> Response:
        body = matrix(open_store(folder), request.query_params)
        kept = {k: v for k, v in with_status(request.query_params).items() if k not in ("who", "top", "format", "page")}
        at = {(c["from"], c["to"]): {**c, "shade": shade(c["balance"])} for c in body["cells"]}
        return answer(request, "matrix.html", body, at=at, kept="&" + urlencode(kept) if kept else "")

    def actor(request: Request) -> Response:
        store, name = open_store(folder), request.path_params["name"][:300]
        if elsewhere := canonical(store, name, request.query_params):
            asked = "?format=json" if request.query_params.get("format") == "json" else ""
            return RedirectResponse(elsewhere + (asked.replace("?", "&") if "?" in elsewhere else asked), 307)
        body = find_actor(store, name, request.query_params)
        return answer(request, "actor.html", body, chart=columns(body["months"]))

    def article(request: Request) -> Response:
        record = data.article(open_store(folder), request.path_params["id"])
        return answer(request, "article.html", record, parts=parts_of(record))

    def stories(request: Request) -> Response:
        return answer(request, "stories.html", data.stories(open_store(folder)))

    def story(request: Request) -> Response:
        return answer(request, "story.html", data.story(open_store(folder), request.path_params["id"]))

    return Starlette(
        routes=[
            Route("/", route(today)),
            Route("/events", route(events)),
            Route("/dyads/{name}", route(dyad)),
            Route("/matrix", route(grid)),
            Route("/actors/{name:path}", route(actor)),
            Route("/articles/{id}", route(article)),
            Route("/stories", route(stories)),
            Route("/stories/{id}", route(story)),
            Mount("/static", StaticFiles(directory=HERE / "static")),
        ],
        middleware=[Middleware(Headers, token=token)],
    )
