"""The OpenAPI document of the JSON twins. The record's and the stories' schemas come from their types, the others stand here."""

from __future__ import annotations

from functools import lru_cache
from importlib.metadata import version
from typing import Any

import msgspec

from memcon.desk.matrix import KINDS
from memcon.desk.places import VIEWS
from memcon.gather.stories import Story
from memcon.model.record import Actor, Event, Record

_REF = "#/components/schemas/"
_FILTERS = {
    "dyad": "two codes with a dash, such as USA-VEN",
    "directed": "1: only from the first of the dyad to the second",
    "actor": "a code or a part of a name",
    "sector": "a PLOVER sector",
    "type": "PLOVER types, parted by commas",
    "quad": "1 verbal, 2 material cooperation; 3 verbal, 4 material conflict",
    "status": "statuses, parted by commas",
    "standing": "standings, parted by commas",
    "place": "a country's code or a part of a place's name",
    "about": "a part of a matter's name",
    "words": "words of the evidence or the title",
    "since": "first day, YYYY-MM-DD",
    "until": "last day, YYYY-MM-DD",
    "min_confidence": "least confidence, 0 to 1",
    "page": "pages of a hundred, from 0",
}
# what an option's value looks like; any text where nothing is said
_LOOKS: dict[str, dict[str, Any]] = {
    "dyad": {"type": "string", "pattern": "^[A-Za-z]{2,12}-[A-Za-z]{2,12}$", "examples": ["USA-VEN"]},
    "directed": {"type": "string", "enum": ["", "1"]},
    "quad": {"type": "integer", "minimum": 1, "maximum": 4},
    "since": {"type": "string", "format": "date"},
    "until": {"type": "string", "format": "date"},
    "min_confidence": {"type": "number", "minimum": 0, "maximum": 1},
    "page": {"type": "integer", "minimum": 0, "maximum": 10_000},
    "who": {"type": "string", "enum": list(KINDS)},
    "top": {"type": "integer", "minimum": 2, "maximum": 40},
    "view": {"type": "string", "enum": list(VIEWS)},
    "at": {"type": "string", "pattern": r"^-?\d{1,2}(\.\d{1,6})?,-?\d{1,3}(\.\d{1,6})?$", "examples": ["48.853,2.348"]},
    "on": {"type": "string", "format": "date"},
}
_REAL = {**_FILTERS, "status": "statuses, parted by commas; happened and ongoing unless given, any for all"}


def shape(told: Any) -> dict[str, Any]:
    """A schema from shorthand: ``str``, ``int?``, ``@Event``, ``[…]`` for lists, a dictionary for an object that has these and no more."""
    if isinstance(told, dict):
        return {
            "type": "object",
            "properties": {k: shape(v) for k, v in told.items()},
            "required": list(told),
            "additionalProperties": False,
        }
    if isinstance(told, list):
        return {"type": "array", "items": shape(told[0])}
    if told.endswith("?"):
        return {"anyOf": [shape(told[:-1]), {"type": "null"}]}
    if told.startswith("@"):
        return {"$ref": _REF + told[1:]}
    return {
        "str": {"type": "string"},
        "day": {"type": "string", "format": "date"},
        "int": {"type": "integer"},
        "number": {"type": "number"},
        "bool": {"type": "boolean"},
    }[told].copy()


_BALANCE = {"events": "int", "cooperation": "int", "conflict": "int", "balance": "number"}
_SERIES = {"by": "str", "rows": [{"start": "day", "end": "day", "side": "str", "class": "str", "quad": "int", "events": "int"}]}
_TENURE = {
    **dict.fromkeys(("office", "title", "person", "country"), "str"),
    **dict.fromkeys(("since", "until", "standing", "source", "checked"), "str?"),
    "on": "bool",
}
_SHAPES: dict[str, Any] = {
    "Error": {"error": {"kind": "str", "message": "str"}},
    "EventRow": {
        **dict.fromkeys(("event_id", "article_id", "type", "status", "standing", "words", "evidence"), "str"),
        **dict.fromkeys(("mode", "cameo", "place", "outlet", "title"), "str?"),
        **{k: ["str"] for k in ("actors", "recipients", "actor_codes", "recipient_codes", "dyads", "about")},
        "day": "day?",
        "quad": "int",
        "reciprocal": "bool",
        "confidence": "number",
    },
    "Events": {"all": "int", "first": "day?", "last": "day?", "events": ["@EventRow"], "page": "int", "more": "bool"},
    "Series": _SERIES,
    "Today": {
        **dict.fromkeys(("articles", "events", "statements"), "int"),
        "last": "day?",
        "week": "@Days?",
        "in_week": "int",
        "changed": [
            {
                **dict.fromkeys(("month", "year", "month_surprise", "year_surprise"), "number"),
                "dyad": "str",
                "names": ["str"],
                "events": "int",
                "few": "bool",
            }
        ],
        "new": [{"dyad": "str", "names": ["str"], "since": "day", "events": "int"}],
        "dyads": [{"dyad": "str", "names": ["str"], "events": "int"}],
        "types": [{"type": "str", "quad": "int", "events": "int"}],
        "standing": [{"standing": "str", "events": "int"}],
        "series": "@Series",
        "newest": ["@EventRow"],
    },
    "Days": ["day"],
    "Search": {
        "q": "str",
        **dict.fromkeys(("dyad", "code", "name"), "str?"),
        "actors": [{"name": "str", "events": "int", "href": "str"}],
        "all": "int",
        "events": ["@EventRow"],
    },
    "Dyad": {
        "dyad": "str",
        "sides": [{"code": "str", "name": "str"}],
        "directed": "bool",
        **dict.fromkeys(("all", "unreal", "there", "back", "together", "reports", "page"), "int"),
        **dict.fromkeys(("first", "last"), "day?"),
        **dict.fromkeys(("since", "until"), "str?"),
        "series": "@Series",
        "classes": [{"quad": "int", "name": "str", "events": "int"}],
        "types": [{"type": "str", "quad": "int", "events": "int"}],
        "matters": [{"matter": "str", "events": "int"}],
        "speakers": [{"speaker": "str", "code": "str?", "statements": "int", "stances": ["str"]}],
        "events": ["@EventRow"],
        "more": "bool",
        "sentence": "str",
    },
    "Matrix": {
        **dict.fromkeys(("who", "status"), "str"),
        **dict.fromkeys(("events", "left_out"), "int"),
        "actors": [{"code": "str", "name": "str", "events": "int"}],
        "cells": [{"from": "str", "to": "str", **_BALANCE, "by_quad": ["int"]}],
    },
    "Map": {
        **dict.fromkeys(("view", "status"), "str"),
        **dict.fromkeys(("placed", "without", "page"), "int"),
        "spots": [{"place": "str?", "country": "str?", "latitude": "number", "longitude": "number", **_BALANCE}],
        "at": "@Spot?",
        "events": ["@EventRow"],
        "more": "bool",
    },
    "Spot": {"latitude": "number", "longitude": "number"},
    "Known": {
        "kind": "str",
        "country": "str?",
        **{k: ["str"] for k in ("names", "adjectives", "stands_for_it", "members", "sectors")},
        "offices": {"on": "day", "held": [_TENURE], "other": [_TENURE]},
    },
    "ActorPage": {
        **dict.fromkeys(("id", "name"), "str"),
        **dict.fromkeys(("home", "code"), "str?"),
        "register": "@Known?",
        "spellings": [{"words": "str", "times": "int"}],
        "people": [{"name": "str", "reports": "int"}],
        **dict.fromkeys(("all", "acts", "suffers", "said", "reports_read", "page"), "int"),
        **dict.fromkeys(("since", "until"), "str?"),
        "series": "@Series",
        "types": [{"type": "str", "events": "int"}],
        "counterparts": [{"id": "str", "name": "str", **_BALANCE}],
        "statements": [
            {
                **dict.fromkeys(("statement_id", "article_id", "stance", "form", "content"), "str"),
                **dict.fromkeys(("speaker", "channel"), "str?"),
                "published": "day?",
            }
        ],
        "events": ["@EventRow"],
        "more": "bool",
    },
    "DecisionShown": {
        **dict.fromkeys(("coder", "time", "verdict", "event_id", "type", "sentence"), "str"),
        "note": "str?",
        "changed": [{"field": "str", "from": "str", "to": "str"}],
    },
    "EventPage": {
        "event": "@Event",
        **dict.fromkeys(("meaning", "words"), "str"),
        **dict.fromkeys(("cameo_name", "status_cue"), "str?"),
        "evidence": ["str"],
        "article": {"id": "str", "title": "str?", "outlet": "str?", "published": "str?"},
        "actors": ["@Actor"],
        "statements": [{"id": "str", "speaker": "str?", "stance": "str", "words": "str"}],
        "decisions": ["@DecisionShown"],
        "hidden": "int",
    },
    "StatementDecisionShown": {
        **dict.fromkeys(("coder", "time", "verdict", "statement_id", "stance", "words"), "str"),
        "note": "str?",
        "changed": [{"field": "str", "from": "str", "to": "str"}],
    },
    "StatementPage": {
        "statement": "@Statement",
        "speaker": "@Actor?",
        **dict.fromkeys(("source", "cue", "anonymity"), "str?"),
        "words": ["str"],
        "article": {"id": "str", "title": "str?", "outlet": "str?", "published": "str?"},
        "events": [{"id": "str", "type": "str", "mode": "str?", "status": "str"}],
        "decisions": ["@StatementDecisionShown"],
        "hidden": "int",
    },
    "StatementPrecision": {
        "name": "str",
        **dict.fromkeys(("statements", "accept", "correct", "reject", "shared"), "int"),
        **dict.fromkeys(("precision", "there", "alpha_verdict", "alpha_stance"), "number?"),
        "interval": "@Interval?",
        "there_interval": "@Interval?",
    },
    "Precision": {
        "name": "str",
        **dict.fromkeys(("events", "accept", "correct", "reject", "shared"), "int"),
        **dict.fromkeys(("precision", "there", "alpha_verdict", "alpha_type"), "number?"),
        "interval": "@Interval?",
        "there_interval": "@Interval?",
    },
    "Interval": ["number"],
    "Review": {
        "coder": "str?",
        **dict.fromkeys(("done", "left", "done_statements", "left_statements"), "int"),
        "score": {
            **dict.fromkeys(("decisions", "damaged", "set_aside"), "int"),
            "coders": [{"coder": "str", "events": "int"}],
            "drawn": "@Precision",
            "all": "@Precision",
            "types": ["@Precision"],
            "pairs": [{"coders": ["str"], "events": "int", "alpha_verdict": "number?", "alpha_type": "number?"}],
            "statements": {
                **dict.fromkeys(("decisions", "set_aside"), "int"),
                **dict.fromkeys(("drawn", "all"), "@StatementPrecision"),
                "stances": ["@StatementPrecision"],
            },
        },
        "mine": ["@DecisionShown"],
    },
    "Method": {
        **dict.fromkeys(("articles", "events", "people", "tenures", "unchecked", "states", "organisations", "verbs"), "int"),
        "codings": [{"id": "str", "versions": [{"part": "str", "version": "str"}], "articles": "int"}],
        "known": [{"field": "str", "events": "int", "share": "number"}],
        "scores": [
            {"name": "str", "measures": [{"name": "str", "value": "number", "low": "number?", "high": "number?", "rows": "int"}]},
        ],
    },
}
_STORY_PAGE = {
    "says": [{**dict.fromkeys(("article", "statement", "stance", "words"), "str"), "speaker": "str?"}],
    "reports": [{"id": "str", "title": "str?", "outlet": "str?", "published": "str?"}],
}
# address → summary, schema of the answer, its options
# these answer as CSV too: the events that fit, or the data of the page's chart
_CSV = {
    "/events": "The events that fit, at most 100,000",
    "/matrix": "A row for each cell",
    "/map": "A row for each place",
    **dict.fromkeys(("/", "/dyads/{name}", "/actors/{name}"), "The chart's data: a row for each period, side and class"),
}
_PATHS: dict[str, tuple[str, Any, dict[str, str]]] = {
    "/": ("The newest events and how the store divides", "@Today", {}),
    "/events": ("Events that fit, newest first", "@Events", _FILTERS),
    "/search": ("What a name or some words lead to", "@Search", {"q": "a name, a code, a dyad, or words of a report"}),
    "/events/{id}": ("One event with all that it rests on", "@EventPage", {}),
    "/statements/{id}": ("One statement with what it rests on", "@StatementPage", {}),
    "/dyads/{name}": ("Everything between two sides", "@Dyad", {k: v for k, v in _FILTERS.items() if k != "dyad"}),
    "/matrix": (
        "Actors against actors",
        "@Matrix",
        {"who": ", ".join(KINDS), "top": "how many actors, 15 unless given", **{k: v for k, v in _REAL.items() if k != "page"}},
    ),
    "/map": ("Events by place", "@Map", {"view": ", ".join(VIEWS), "at": "the events at LATITUDE,LONGITUDE", **_REAL}),
    "/actors/{name}": (
        "One actor: a state or an organisation by code, else by name",
        "@ActorPage",
        {"home": "the state of a common name", "on": "the day of the offices", **_FILTERS},
    ),
    "/articles/{id}": ("One article's record", "@Record", {}),
    "/stories": ("Stories, newest first", ["@Story"], {"page": "pages of 300, from 0"}),
    "/stories/{id}": ("One story with the words of those who speak in it", "@StoryPage", {}),
    "/review": ("What coders decided so far", "@Review", {}),
    "/method": ("How the numbers are made", "@Method", {}),
}


@lru_cache(maxsize=1)
def document() -> dict[str, Any]:
    """The whole document, OpenAPI 3.1."""
    _, found = msgspec.json.schema_components((Record, Event, Actor, Story), ref_template=_REF + "{name}")
    schemas: dict[str, Any] = {**found, **{name: shape(told) for name, told in _SHAPES.items()}}
    for name in ("Known",):
        schemas[name]["required"].remove("sectors")
    extra = shape(_STORY_PAGE)["properties"]
    story = schemas["Story"]
    schemas["StoryPage"] = {**story, "title": "StoryPage", "properties": {**story["properties"], **extra}}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "memcon desk",
            "version": version("memcon"),
            "description": "Each page of the desk has a JSON twin at the same address: add ?format=json, or send Accept: application/json."
            " Unknown values are null. Spans are code points into the article's text, the end exclusive.",
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "paths": {path: {"get": _operation(path, *told)} for path, told in _PATHS.items()},
        "components": {
            "schemas": schemas,
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer", "description": "Only where the desk was given a token."}},
        },
        "security": [{}, {"token": []}],
    }


def _operation(path: str, summary: str, answer: Any, options: dict[str, str]) -> dict[str, Any]:
    named = [part[1:-1] for part in path.split("/") if part.startswith("{")]
    refused = {"description": "Refused", "content": {"application/json": {"schema": shape("@Error")}}}
    return {
        "operationId": "".join(part.strip("{}").capitalize() for part in path.split("/") if part) or "Today",
        "summary": summary,
        "parameters": [
            *(
                {"name": n, "in": "path", "required": True, "schema": _LOOKS["dyad"] if "dyads" in path else {"type": "string"}}
                for n in named
            ),
            *({"name": n, "in": "query", "description": d, "schema": _LOOKS.get(n, {"type": "string"})} for n, d in options.items()),
            {
                "name": "format",
                "in": "query",
                "description": "json for this twin" + ("; csv for a table" if path in _CSV else ""),
                "schema": {"type": "string", "enum": ["json", "csv"] if path in _CSV else ["json"]},
            },
        ],
        "responses": {
            "200": {
                "description": "The page's data" + (f". As CSV: {_CSV[path]}" if path in _CSV else ""),
                "content": {
                    "application/json": {"schema": shape(answer)},
                    **({"text/csv": {"schema": {"type": "string"}}} if path in _CSV else {}),
                },
            },
            **({"400": refused} if options else {}),
            **({"404": refused} if named else {}),
            "503": refused,
        },
    }
