"""The desk's addresses: each answers a page, or its JSON twin with ``?format=json`` or an Accept header that asks for it."""

from __future__ import annotations

import gzip
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import Any, get_args
from urllib.parse import quote, urlencode

import duckdb
import msgspec
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from memcon.code.ontology import plover
from memcon.desk import data, judging, reviewing, script
from memcon.desk.actors import actor as find_actor
from memcon.desk.actors import canonical
from memcon.desk.cache import Busy, Stories
from memcon.desk.chart import drawings
from memcon.desk.dyads import drawn_sides
from memcon.desk.dyads import dyad as find_dyad
from memcon.desk.guard import CHARTS, OWN, Forbidden, Forms, Headers, coder_of, local, name_coder
from memcon.desk.links import actor_href
from memcon.desk.marks import parts_around, parts_of, parts_saying, uncoded
from memcon.desk.matrix import matrix, name_of, shade, with_status
from memcon.desk.method import method
from memcon.desk.openapi import document
from memcon.desk.places import VIEWS, drawing, places
from memcon.desk.rows import COLUMNS
from memcon.desk.search import search
from memcon.desk.series import CLASSES
from memcon.desk.table import as_csv, citation
from memcon.desk.today import today as find_today
from memcon.desk.words import day_of, narrowed, period
from memcon.keep import open_store
from memcon.keep.store import Store
from memcon.model.errors import BadOption, MemconError, NotFound, StoreError
from memcon.model.record import Standing, Status
from memcon.review import append, decide, fields_of
from memcon.review.correct import STATUSES, corrected, where_written, written
from memcon.review.statement import STANCES, corrected_statement, decide_statement

HERE = Path(__file__).parent
# what a page's address may carry over to another page
_FILTERS = ("since", "until", "quad", "type", "status", "standing", "about", "place", "actor", "sector", "words", "min_confidence")
_SERIES = ("start", "end", "side", "class", "quad", "events")
_CELLS = ("from", "to", "events", "cooperation", "conflict", "balance")
_SPOTS = ("place", "country", "latitude", "longitude", "events", "cooperation", "conflict", "balance")
_MOST_ROWS = 100_000
_STORIES = 300  # on a page
# signs that turn the direction of what follows, or that nobody sees, stand on a page as what they are
_CONTROLS = {c: f"⟨U+{c:04X}⟩" for c in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))} | {
    c: chr(0x2400 + c) for c in range(0x20) if c not in (9, 10, 13)
}
_STATUS: tuple[tuple[type[MemconError], int], ...] = ((NotFound, 404), (BadOption, 400), (Forbidden, 403))


def make_app(folder: Path, token: str | None = None, hosts: tuple[str, ...] | None = None) -> Starlette:
    """The desk on one store, opened anew for each request, so that what is kept meanwhile shows.

    ``token`` is what visitors must bring; ``hosts`` the names that the desk answers to (None: any).
    """
    pages = Environment(
        loader=FileSystemLoader(HERE / "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    pages.globals.update(
        href=actor_href,
        name_of=name_of,
        version=version("memcon"),
        kept=kept,
        day_of=day_of,
        narrowed=narrowed,
        period=period,
        classes=CLASSES,
        quad_of=quad_of,
        lists={"type": sorted({a.type for a in plover().values()}), "status": get_args(Status), "standing": get_args(Standing)},
    )
    forms, told = Forms(), Stories()

    def answer(request: Request, template: str, body: Any, status: int = 200, script_policy: str | None = None, **more: Any) -> Response:
        if wants(request, "json", "application/json"):
            return Response(msgspec.json.encode(body, enc_hook=str), status, media_type="application/json")
        query = {k: v for k, v in request.query_params.items() if k not in ("format", "page", "token")}
        visit = forms.visit(request)
        html = pages.get_template(template).render(
            data=msgspec.to_builtins(body, enc_hook=str),
            query=query,
            path=quote(request.scope["path"], safe="/"),
            carried=urlencode({k: query[k] for k in _FILTERS if query.get(k)}),
            coder=coder_of(request),
            mark=forms.mark(visit),
            status=status,
            sent=request.method == "POST",
            charts=script.address() if script_policy == CHARTS else None,
            **more,
        )
        response = HTMLResponse(html.translate(_CONTROLS), status)
        if script_policy:
            response.headers["Content-Security-Policy"] = script_policy
        forms.remember(response, visit)
        return response

    def charted(
        request: Request, store: Store, template: str, body: Any, told: str, sides: list[str] | None = None, **more: Any
    ) -> Response:
        """A page with a chart over time, or that chart's data as CSV."""
        if wants(request, "csv", "text/csv"):
            return Response(as_csv(body["series"]["rows"], _SERIES), media_type="text/csv; charset=utf-8")
        path = quote(request.scope["path"], safe="/")
        query = {k: v for k, v in request.query_params.items() if v and k not in ("format", "page", "token", "since", "until", "on")}
        here = path + "?" + (urlencode(query) + "&" if query else "")
        cited = cite(request, store, told)
        drawn = drawings(body["series"], sides)
        policy = CHARTS if body["series"]["rows"] else None  # nothing to draw, nothing to load
        return answer(request, template, body, script_policy=policy, drawings=drawn, here=here, cited=cited, **more)

    def refuse(request: Request, error: MemconError) -> Response:
        status = next((s for kind, s in _STATUS if isinstance(error, kind)), 503)
        return answer(request, "error.html", {"error": {"kind": error.kind, "message": error.message}}, status)

    def astray(request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 500
        told = {404: ("not-found", "there is no such page"), 405: ("bad-option", "this address takes no such request")}
        kind, message = told.get(status, ("refused", "this cannot be answered"))
        return answer(request, "error.html", {"error": {"kind": kind, "message": message}}, status)

    def route(work: Callable[[Request], Response]) -> Callable[[Request], Awaitable[Response]]:
        def twice(request: Request) -> Response:
            try:
                return work(request)
            except duckdb.IOException:
                # parts were merged between the manifest's reading and theirs: the new manifest names the new ones
                return work(request)

        async def endpoint(request: Request) -> Response:
            try:
                return await run_in_threadpool(twice, request)
            except MemconError as error:
                return refuse(request, error)
            except duckdb.Error as error:
                return refuse(request, StoreError(str(error).splitlines()[0][:200], place="the store"))

        return endpoint

    def form(work: Callable[[Request, dict[str, str]], Response]) -> Callable[[Request], Awaitable[Response]]:
        async def endpoint(request: Request) -> Response:
            try:
                return await run_in_threadpool(work, request, await forms.read(request))
            except MemconError as error:
                return refuse(request, error)

        return endpoint

    def today(request: Request) -> Response:
        store = open_store(folder)
        body = find_today(store)
        newest: list[Any] | None = None
        with suppress(Busy):
            newest = msgspec.to_builtins(told.of(store, 0.5)[:-13:-1])
        return charted(request, store, "today.html", body, "Events by time", stories=newest)

    def events(request: Request) -> Response:
        store = open_store(folder)
        if wants(request, "csv", "text/csv"):
            wanted = replace(data.filter_of(request.query_params), limit=_MOST_ROWS, offset=0)
            columns = tuple(COLUMNS.split(", "))
            return Response(as_csv(store.events(wanted, COLUMNS), columns), media_type="text/csv; charset=utf-8")
        return answer(request, "events.html", data.events(store, request.query_params))

    def find(request: Request) -> Response:
        return answer(request, "search.html", search(open_store(folder), request.query_params))

    def event(request: Request) -> Response:
        store = open_store(folder)
        record, found = reviewing.find_event(store, request.path_params["id"])
        body = reviewing.event_page(store, record, found, coder_of(request))
        fields = fields_of(record, found)
        shown = {"actors": written(fields.actors), "recipients": written(fields.recipients), "place": where_written(fields)}
        drawn = request.query_params.get("queue") == "1"
        choices: dict[str, Any] = {"acts": plover().values(), "statuses": STATUSES, "form": shown, "drawn": drawn}
        return answer(request, "event.html", body, parts=parts_around(record, found), **choices)

    def statement(request: Request) -> Response:
        store = open_store(folder)
        record, found = judging.find_statement(store, request.path_params["id"])
        body = judging.statement_page(store, record, found, coder_of(request))
        _, _, shown = judging.form(record, found)
        drawn = request.query_params.get("queue") == "1"
        return answer(request, "statement.html", body, parts=parts_saying(record, found), form=shown, stances=STANCES, drawn=drawn)

    def dyad(request: Request) -> Response:
        store = open_store(folder)
        body = find_dyad(store, request.path_params["name"], request.query_params)
        sides = [(s["code"], s["name"]) for s in body["sides"]]
        return charted(request, store, "dyad.html", body, f"Events between {sides[0][1]} and {sides[1][1]}", drawn_sides(body), names=sides)

    def grid(request: Request) -> Response:
        store = open_store(folder)
        body = matrix(store, request.query_params)
        if wants(request, "csv", "text/csv"):
            return Response(as_csv(body["cells"], _CELLS), media_type="text/csv; charset=utf-8")
        left = {k: v for k, v in with_status(request.query_params).items() if k not in ("who", "top", "format", "page", "token")}
        at = {(c["from"], c["to"]): {**c, "shade": shade(c["balance"])} for c in body["cells"]}
        cited = cite(request, store, "Who acts towards whom")
        return answer(request, "matrix.html", body, at=at, kept_on="&" + urlencode(left) if left else "", cited=cited)

    def where(request: Request) -> Response:
        store = open_store(folder)
        body = places(store, request.query_params)
        if wants(request, "csv", "text/csv"):
            return Response(as_csv(body["spots"], _SPOTS), media_type="text/csv; charset=utf-8")
        left = {k: v for k, v in request.query_params.items() if v and k not in ("at", "format", "page", "token")}
        kept_on = "&" + urlencode(left) if left else ""
        cited = cite(request, store, "Events by place")
        return answer(request, "map.html", body, chart=drawing(body), views=VIEWS, kept_on=kept_on, cited=cited)

    def actor(request: Request) -> Response:
        store, name = open_store(folder), request.path_params["name"][:300]
        if elsewhere := canonical(store, name):
            asked = "?format=json" if request.query_params.get("format") == "json" else ""
            return RedirectResponse(elsewhere + (asked.replace("?", "&") if "?" in elsewhere else asked), 307)
        body = find_actor(store, name, request.query_params)
        return charted(request, store, "actor.html", body, f"Events with {body['name']}")

    def article(request: Request) -> Response:
        store = open_store(folder)
        record = data.article(store, request.path_params["id"])
        done, heard = (reviewing.of_coder(store, coder_of(request), statements=s) for s in (False, True))
        next_up = next((e.id for e in record.events if e.id not in done), None)
        more = {"parts": parts_of(record), "not_coded": uncoded(record), "done": done, "heard": heard, "next_up": next_up}
        return answer(request, "article.html", record, 200, OWN, **more)

    def stories(request: Request) -> Response:
        page, every = data.page_of(request.query_params), told.of(open_store(folder))
        end = len(every) - page * _STORIES
        here = every[max(0, end - _STORIES) : max(0, end)][::-1]
        return answer(request, "stories.html", here, at={"page": page, "more": end > _STORIES}, total=len(every))

    def story(request: Request) -> Response:
        every = told.of(open_store(folder))
        # opened after them, so that it holds the reports that they tell of
        body = data.story(open_store(folder), every, request.path_params["id"])
        return answer(request, "story.html", body, who=data.claims(body))

    def review(request: Request) -> Response:
        return answer(request, "review.html", reviewing.desk_of(open_store(folder), coder_of(request)))

    def taken(request: Request) -> Response:
        store, statements = open_store(folder), request.query_params.get("of") == "statements"
        if statements:
            lines = b"".join(msgspec.json.encode(r) + b"\n" for r in judging.gold(store, coder_of(request)))
        else:
            lines = reviewing.gold(store, coder_of(request))
        named = {"Content-Disposition": f'attachment; filename="{"statements" if statements else "review"}.jsonl"'}
        return Response(lines, media_type="application/x-ndjson", headers=named)

    def how(request: Request) -> Response:
        return answer(request, "method.html", method(open_store(folder)))

    def described(request: Request) -> Response:
        return Response(msgspec.json.encode(document()), media_type="application/json")

    async def charts(request: Request) -> Response:
        if request.path_params["name"] != script.address().rpartition("/")[2]:
            return Response("404: no such script\n", 404, media_type="text/plain")
        packed = await run_in_threadpool(script.bundle)
        lasting = {"Cache-Control": "private, max-age=31536000, immutable", "Vary": "Accept-Encoding"}
        if "gzip" in request.headers.get("accept-encoding", ""):
            return Response(packed, media_type="text/javascript", headers={**lasting, "Content-Encoding": "gzip"})
        return Response(gzip.decompress(packed), media_type="text/javascript", headers=lasting)

    def draw(request: Request) -> Response:
        store = open_store(folder)
        kind = "statements" if request.query_params.get("of") == "statements" else "events"
        wanted = reviewing.next_of(store, coder_of(request), request.query_params.get("after", ""), kind == "statements")
        return RedirectResponse(f"/{kind}/{wanted}?queue=1" if wanted else "/review", 303)

    def be_coder(request: Request, given: dict[str, str]) -> Response:
        name = reviewing.coder_name(given.get("name", ""))
        response = RedirectResponse(local(given.get("back", "/review")), 303)
        name_coder(response, name)
        return response

    def judge(request: Request, given: dict[str, str]) -> Response:
        coder = coder_of(request)
        if coder is None:
            raise Forbidden("give your name as a coder first")
        record, event = reviewing.find_event(open_store(folder), request.path_params["id"])
        verdict = given.get("verdict", "")
        changed = corrected(fields_of(record, event), given) if verdict == "correct" else None
        append(folder, decide(record, event.id, coder, verdict, changed, given.get("note", ""), given.get("drawn") == "1"))
        return RedirectResponse(local(given.get("back", f"/events/{event.id}")), 303)

    def judge_statement(request: Request, given: dict[str, str]) -> Response:
        coder = coder_of(request)
        if coder is None:
            raise Forbidden("give your name as a coder first")
        record, found = judging.find_statement(open_store(folder), request.path_params["id"])
        verdict = given.get("verdict", "")
        machine, passage, _ = judging.form(record, found)
        changed = corrected_statement(machine, passage, given) if verdict == "correct" else None
        append(folder, decide_statement(record, found.id, coder, verdict, changed, given.get("note", ""), given.get("drawn") == "1"))
        return RedirectResponse(local(given.get("back", f"/statements/{found.id}")), 303)

    return Starlette(
        routes=[
            Route("/", route(today)),
            Route("/events", route(events)),
            Route("/search", route(find)),
            Route("/events/{id}", route(event)),
            Route("/events/{id}/review", form(judge), methods=["POST"]),
            Route("/statements/{id}", route(statement)),
            Route("/statements/{id}/review", form(judge_statement), methods=["POST"]),
            Route("/dyads/{name}", route(dyad)),
            Route("/matrix", route(grid)),
            Route("/map", route(where)),
            Route("/actors/{name:path}", route(actor)),
            Route("/articles/{id}", route(article)),
            Route("/stories", route(stories)),
            Route("/stories/{id}", route(story)),
            Route("/review", route(review)),
            Route("/review/next", route(draw)),
            Route("/review/export.jsonl", route(taken)),
            Route("/method", route(how)),
            Route("/script/{name}", charts),
            Route("/openapi.json", route(described)),
            Route("/coder", form(be_coder), methods=["POST"]),
            Mount("/static", StaticFiles(directory=HERE / "static")),
        ],
        exception_handlers={HTTPException: astray},
        middleware=[Middleware(Headers, token=token, hosts=hosts), Middleware(GZipMiddleware, minimum_size=1000, compresslevel=6)],
    )


def cite(request: Request, store: Store, what: str) -> str:
    """How to cite a page; the token is no part of its address."""
    query = [(k, v) for k, v in request.query_params.multi_items() if v and k not in ("format", "token")]
    return citation(store, what, str(request.url.replace(query=urlencode(query))), version("memcon"))


def wants(request: Request, short: str, media: str) -> bool:
    """Whether a twin is asked for, by the address or else by the Accept header."""
    asked = request.query_params.get("format")
    return asked == short if asked else media in request.headers.get("accept", "")


def quad_of(kind: str, mode: str | None) -> int:
    """The class of a PLOVER type, 0 for one that is none."""
    act = plover().get((kind, mode)) or plover().get((kind, None))
    return act.quad if act else 0


def kept(query: dict[str, str], *without: str) -> str:
    """A query's options as the beginning of another query: “type=CONSULT&”, or nothing."""
    left = {k: v for k, v in query.items() if v and k not in without}
    return urlencode(left) + "&" if left else ""
