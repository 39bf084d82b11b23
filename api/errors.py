"""From an error to an answer over HTTP: one table, and problem details (RFC 9457).

A problem says in one sentence what went wrong and what to do, in the language that the client asks for
(`api.problem_words`). It holds no path of the server's machine and no
traceback: errors whose message may name one are marked in the table, and their message goes to the log only.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Match, Mount
from starlette.types import Scope, Send

from api import query_errors
from api.federation import ServiceRefused
from api.i18n import catalogue
from api.negotiation import prefers_html
from api.problem_words import in_language, invalid_in_vietnamese, language_of_problem, told_in_both
from api.refusals import (
    BadRequest,
    BodyTooLarge,
    CredentialsRefused,
    CrossSite,
    HeadTooLarge,
    HostRefused,
    MediaTypeRefused,
    MethodRefused,
    MethodUnknown,
    NotAcceptable,
    PreconditionFailed,
    RequestLate,
    ThingMissing,
    TokenRefused,
    TokenRequired,
    TooManyRequests,
    TooManyTasks,
    UpdateAsQuery,
    WorkbookTooLarge,
    WritingOff,
)
from graph_build import errors as graph_errors
from graph_build import store_errors
from graph_build.errors import NhiemvuError
from graph_build.store_errors import QuerySyntaxError
from ontology.vocab import DEFAULT_BASE
from queries import errors as question_errors
from queries.bilingual import Language, Text
from queries.scenarios import ScenarioDamaged, ScenarioExists
from queries.status_intake import NotJoined
from queries.status_log import NotLast, StatusDamaged
from queries.verdicts import NothingToTakeBack, VerdictsDamaged

_log = logging.getLogger("nhiemvu.errors")
MEDIA_TYPE = "application/problem+json"


@dataclass(frozen=True)
class Rule:
    """How errors of one class are answered; the message of a hidden one stays in the log."""

    status: int
    slug: str
    title: str
    hidden: bool = False


RULES: Mapping[type[Exception], Rule] = {
    BadRequest: Rule(400, "bad-request", "Malformed request"),
    UpdateAsQuery: Rule(400, "update-not-query", "Update sent as a query"),
    HostRefused: Rule(400, "unknown-host", "Unknown host"),
    ThingMissing: Rule(404, "not-found", "Not found"),
    CredentialsRefused: Rule(401, "credentials-required", "Password or token required"),
    TooManyRequests: Rule(429, "too-many-requests", "Too many requests"),
    TokenRequired: Rule(401, "token-required", "Write token required"),
    TokenRefused: Rule(401, "token-refused", "Wrong write token"),
    WritingOff: Rule(403, "read-only", "Read-only server"),
    CrossSite: Rule(403, "cross-site", "Sent from another site"),
    ServiceRefused: Rule(403, "service-refused", "Calls of other servers are not allowed"),
    MethodUnknown: Rule(501, "method-unknown", "Unknown method"),
    RequestLate: Rule(408, "request-late", "Request not whole in time"),
    HeadTooLarge: Rule(431, "head-too-large", "Head of the request too large"),
    MethodRefused: Rule(405, "method-not-allowed", "Method not allowed"),
    NotAcceptable: Rule(406, "not-acceptable", "No acceptable format"),
    BodyTooLarge: Rule(413, "request-too-large", "Request too large"),
    PreconditionFailed: Rule(412, "precondition-failed", "Precondition failed"),
    MediaTypeRefused: Rule(415, "unsupported-media-type", "Unsupported media type"),
    QuerySyntaxError: Rule(400, "malformed-query", "Malformed query"),
    query_errors.NestedTooDeeply: Rule(400, "malformed-query", "Malformed query"),
    query_errors.ResultTooLarge: Rule(422, "answer-too-large", "Answer too large"),
    WorkbookTooLarge: Rule(422, "answer-too-large", "Answer too large"),
    TooManyTasks: Rule(422, "too-many-tasks", "Too many tasks at once"),
    query_errors.OutOfMemory: Rule(503, "memory-limit", "Query needs too much memory"),
    query_errors.SpoolFull: Rule(503, "no-room", "No room for the answer"),
    query_errors.ServerBusy: Rule(503, "busy", "Server busy"),
    query_errors.QueryTimeout: Rule(504, "query-timeout", "Query stopped at the time limit"),
    query_errors.CallFailed: Rule(502, "call-failed", "Another server that the request calls failed"),
    query_errors.WorkerFault: Rule(500, "fault", "Fault of the server"),
    store_errors.QueryEvaluationError: Rule(
        500, "query-failed", "The query failed while it ran", hidden=True
    ),
    store_errors.UpdateFailed: Rule(409, "update-failed", "The update does not fit the graphs"),
    store_errors.StoreUnreachable: Rule(
        502, "store-unreachable", "The store behind this server does not answer", hidden=True
    ),
    store_errors.StoreRefused: Rule(
        502, "store-refused", "The store behind this server does not give this answer", hidden=True
    ),
    store_errors.StoreTimeout: Rule(
        504, "store-timeout", "The store behind this server did not answer in time", hidden=True
    ),
    store_errors.FormatUnsupported: Rule(406, "not-acceptable", "No acceptable format"),
    store_errors.DataInvalid: Rule(400, "malformed-data", "Malformed data"),
    store_errors.GraphMissing: Rule(404, "not-found", "Not found"),
    graph_errors.BuildLocked: Rule(503, "busy", "A build is under way", hidden=True),
    graph_errors.WritingFailed: Rule(
        507, "not-written", "The disk of this server takes no change now", hidden=True
    ),
    graph_errors.OutputUnusable: Rule(
        507, "not-written", "This server cannot write into the folder of its graph", hidden=True
    ),
    store_errors.TextMissing: Rule(404, "not-found", "Not found"),
    store_errors.SearchIndexMissing: Rule(503, "no-search-index", "No search index"),
    store_errors.SearchIndexAwaited: Rule(503, "search-index-awaited", "The search index is being made"),
    NotJoined: Rule(409, "sheet-not-joined", "Rows that name no task"),
    NotLast: Rule(409, "sheet-not-last", "Not the last sheet"),
    NothingToTakeBack: Rule(409, "nothing-to-take-back", "Nothing to take back"),
    StatusDamaged: Rule(503, "status-damaged", "The reported statuses cannot be read", hidden=True),
    VerdictsDamaged: Rule(503, "verdicts-damaged", "The verdicts cannot be read", hidden=True),
    ScenarioDamaged: Rule(503, "scenario-damaged", "The scenario cannot be read", hidden=True),
    ScenarioExists: Rule(409, "scenario-exists", "The scenario exists already"),
    store_errors.StoreError: Rule(503, "no-graph", "The graph cannot be read now", hidden=True),
    question_errors.UnknownQuestion: Rule(404, "unknown-question", "Unknown question"),
    question_errors.DocumentUnread: Rule(404, "document-unread", "Document not read"),
    question_errors.UnknownName: Rule(404, "unknown-name", "Unknown name"),
    question_errors.AmbiguousName: Rule(409, "ambiguous-name", "Ambiguous name"),
    question_errors.QuestionError: Rule(400, "bad-parameter", "Wrong parameter"),
    NhiemvuError: Rule(500, "fault", "Fault of the server", hidden=True),
    Exception: Rule(500, "fault", "Fault of the server", hidden=True),
}
"""What each class of error is over HTTP; a class that is not here goes by its nearest base."""


PROBLEMS = f"{DEFAULT_BASE}problem/"
"""What the types of problems begin with; every one has a page at the same path (`api.problem_pages`)."""

STATUSES: Mapping[str, int] = {rule.slug: rule.status for rule in RULES.values()}
"""The types of problems, by the ends of their IRIs, with the status of each."""

_OF_HTTP: Mapping[int, str] = {400: "bad-request", 404: "not-found", 405: "method-not-allowed"}


@dataclass(frozen=True)
class Problem:
    """The content of a problem response; `slug` is the end of its type, "" where it has none of ours.

    `title` and `detail` are in English; `told` is the detail in both languages, where it is told in both.
    """

    status: int
    slug: str
    title: str
    detail: str
    more: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    told: Text | None = None
    cause: Exception | None = None

    def language(self, wanted: Language) -> Language:
        """Give the language it is told in: the one that is wanted, or English for what is no type of ours."""
        return wanted if self.slug else "en"

    def body(self, language: Language = "en") -> bytes:
        """Write the problem as JSON, its title and detail in a language; all else is the same in each."""
        title, detail = self.title, self.detail
        if self.language(language) != "en":
            messages = catalogue(language)
            title = messages.text(f"problem.{self.slug}")
            parts = (messages.text(f"problem.{self.slug}.{part}") for part in ("why", "do"))
            detail = self.told[language] if self.told else " ".join(parts)
        fields = {
            "type": f"{PROBLEMS}{self.slug}" if self.slug else "about:blank",
            "title": title,
            "status": self.status,
            "detail": detail,
            **self.more,
        }
        return json.dumps(fields, ensure_ascii=False).encode("utf-8", "replace")


def problem_of(error: Exception) -> Problem:
    """Turn an error into a problem by the table."""
    rule = next(RULES[kind] for kind in type(error).__mro__ if kind in RULES)
    detail = str(error)
    if rule.hidden:
        expected = isinstance(
            error, store_errors.StoreUnreachable | store_errors.StoreTimeout | graph_errors.BuildLocked
        )
        _log.error("%s: %s", rule.title, detail, exc_info=None if expected else error)
        detail = f"{rule.title}."
    more: dict[str, Any] = {}
    headers: dict[str, str] = {}
    if isinstance(error, QuerySyntaxError) and error.line is not None:
        more = {"line": error.line, "column": error.column}
    if isinstance(error, question_errors.UnknownName | question_errors.UnknownQuestion):
        more = {"nearest": list(error.nearest)}
    if isinstance(error, question_errors.AmbiguousName):
        more = {"candidates": list(error.candidates)}
    if isinstance(error, NotJoined):
        more = error.taken.as_object()
    if isinstance(error, query_errors.ServerBusy | TooManyRequests | store_errors.SearchIndexAwaited):
        headers["Retry-After"] = str(error.retry_after)
    if isinstance(error, query_errors.SpoolFull):
        headers["Retry-After"] = "10"
    if isinstance(error, MethodRefused):
        headers["Allow"] = error.allowed
    if isinstance(error, MediaTypeRefused):
        headers |= {name: value for name, value in error.fields.items() if value}
    if isinstance(error, TokenRequired | TokenRefused):
        refused = ', error="invalid_token"' if isinstance(error, TokenRefused) else ""
        headers["WWW-Authenticate"] = f'Bearer realm="nhiemvu"{refused}'
    if isinstance(error, graph_errors.BuildLocked):
        headers["Retry-After"] = "10"
    told = None if rule.hidden else told_in_both(error)
    return Problem(rule.status, rule.slug, rule.title, detail, more, headers, told, error)


async def send_problem(
    scope: Scope, send: Send, error: Exception, fields: Sequence[tuple[bytes, bytes]] = ()
) -> None:
    """Answer a request that no handler will see with a problem and further header fields."""
    problem = problem_of(error)
    language = problem.language(language_of_problem(scope))
    body = problem.body(language)
    own = {"Content-Type": MEDIA_TYPE, "Content-Length": str(len(body)), **in_language(language)}
    own |= problem.headers
    headers = [(name.lower().encode("ascii"), value.encode("ascii")) for name, value in own.items()]
    await send({"type": "http.response.start", "status": problem.status, "headers": [*headers, *fields]})
    await send({"type": "http.response.body", "body": body})


def _of_http(error: HTTPException) -> Problem:
    phrase = HTTPStatus(error.status_code).phrase
    said = _HTTP_DETAILS.get(error.status_code, Text(vi="", en=phrase))
    own = bool(error.detail) and error.detail != phrase
    slug = _OF_HTTP.get(error.status_code, "")
    told = said if said.vi and not own else None
    detail = str(error.detail) if own else said.en
    return Problem(error.status_code, slug, phrase, detail, headers=error.headers or {}, told=told)


_HTTP_DETAILS: Mapping[int, Text] = {
    404: Text(vi="Không có gì ở địa chỉ này.", en="There is nothing at this address."),
    405: Text(vi="Địa chỉ này không nhận cách gửi đó.", en="The address does not take this method."),
}


def _of_validation(error: RequestValidationError) -> Problem:
    wrong = [(".".join(str(part) for part in e["loc"][1:]) or e["loc"][0], e) for e in error.errors()]
    told = Text(
        vi="; ".join(f"{name}: {invalid_in_vietnamese(e)}" for name, e in wrong) + ".",
        en="; ".join(f"{name}: {e['msg']}" for name, e in wrong) + ".",
    )
    return Problem(400, "bad-parameter", "Wrong parameter", told.en, told=told)


def _methods_of(request: Request) -> set[str]:
    """List the methods that the address of a request takes, of all its routes (RFC 9110, section 10.2.1)."""
    routes = [route for route in request.app.router.routes if not isinstance(route, Mount)]
    return {
        method
        for method in ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
        if any(route.matches({**request.scope, "method": method})[0] is Match.FULL for route in routes)
    }


ErrorPage = Callable[[Request, Problem], Response]


def install(app: FastAPI, page: ErrorPage) -> None:
    """Make the app answer every error by the table; who asks for a page gets what `page` makes of it."""

    def respond(request: Request, problem: Problem) -> Response:
        is_page = not request.url.path.startswith(("/api/", "/sparql"))
        if is_page and prefers_html(request.headers.get("accept", "")):
            response = page(request, problem)
            response.headers.update(problem.headers)
            response.headers.add_vary_header("Accept")
            return response
        language = problem.language(language_of_problem(request.scope))
        headers = {**in_language(language), **problem.headers}
        return Response(problem.body(language), problem.status, headers, MEDIA_TYPE)

    async def on_domain(request: Request, error: Exception) -> Response:
        return respond(request, problem_of(error))

    def on_name(request: Request, error: Exception) -> Response:
        return respond(request, problem_of(error))  # in a thread: the page asks the graph what may be meant

    async def on_http(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)  # noqa: S101 - by the registration below
        problem = _of_http(error)
        if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
            stated = problem.headers.get("Allow", "").replace(",", " ").split()
            allowed = sorted({*stated, *_methods_of(request)})
            problem = replace(problem, headers={**problem.headers, "Allow": ", ".join(allowed)})
        return respond(request, problem)

    async def on_validation(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)  # noqa: S101 - by the registration below
        return respond(request, _of_validation(error))

    app.add_exception_handler(NhiemvuError, on_domain)
    app.add_exception_handler(question_errors.UnknownName, on_name)
    app.add_exception_handler(question_errors.AmbiguousName, on_name)
    app.add_exception_handler(question_errors.DocumentUnread, on_name)
    app.add_exception_handler(HTTPException, on_http)
    app.add_exception_handler(RequestValidationError, on_validation)
    app.add_exception_handler(Exception, on_domain)
