"""A store on another server, asked over the SPARQL 1.1 Protocol (W3C Recommendation of 21 March 2013).

Every query is first read by our own engine, on an empty dataset: what is not SPARQL 1.1 is told with its
place, as everywhere, and nothing but a query is ever sent (some servers take updates and directives of their
own at the same address). Answers are read while they arrive. Credentials come from the environment alone:
`NHIEMVU_STORE_USER` with `NHIEMVU_STORE_PASSWORD`, or `NHIEMVU_STORE_TOKEN`.
"""

from __future__ import annotations

import os
import re
import ssl
import time
from collections.abc import Generator, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import IO, Final, Unpack
from urllib.parse import urlsplit

import httpx
import pyoxigraph as ox

from graph_build.query_text import has_dataset_clause, raise_syntax_error, sentence
from graph_build.results import QUAD_MEDIA_TYPES, Kind, QueryResult
from graph_build.store import Asked
from graph_build.store_errors import (
    FormatUnsupported,
    QueryEvaluationError,
    StoreAddressInvalid,
    StoreRefused,
    StoreTimeout,
    StoreUnreachable,
    TextMissing,
)
from graph_build.terms import Row, Term

USER, PASSWORD, TOKEN = (f"NHIEMVU_STORE_{name}" for name in ("USER", "PASSWORD", "TOKEN"))
CONNECT_SECONDS: Final = 5.0
_ACCEPT: Final[Mapping[Kind, str]] = {
    "solutions": "application/sparql-results+json",
    "boolean": "application/sparql-results+json",
    "triples": "application/n-triples",
}
_UNION: Final = {"union-default-graph": "true"}  # how Oxigraph is asked for it; unknown parameters do no harm
_CUT_FIELD: Final = "x-sparql-maxrows"  # Virtuoso sends it where it has cut an answer at ResultSetMaxRows
_BOOLEAN: Final = "http://www.w3.org/2001/XMLSchema#boolean"
_NUMBERS: Final[Mapping[Kind, re.Pattern[bytes]]] = {
    "solutions": re.compile(rb'("datatype": "%s", "value": )"([01])"' % re.escape(_BOOLEAN.encode())),
    "triples": re.compile(rb'( )"([01])"(?=\^\^<%s>)' % re.escape(_BOOLEAN.encode())),
}
"""Booleans as Virtuoso writes them, in JSON and in N-Triples; quotes within a text are escaped in both."""
_TOLD: Final = 300  # characters of what a server says that are passed on
_SAMPLE: Final = "SELECT ?s ?p ?o WHERE { GRAPH ?g { ?s ?p ?o } FILTER(isIRI(?s) && isIRI(?o)) } LIMIT 1"


class Password(httpx.Auth):
    """Name and password, by the scheme that the server asks for: digest (RFC 7616) or basic (RFC 7617)."""

    def __init__(self, user: str, password: str) -> None:
        self._digest = httpx.DigestAuth(user, password)
        self._basic = httpx.BasicAuth(user, password)
        self._chosen: httpx.Auth | None = None

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Send a request, and again with the credentials once the server has asked for them."""
        if self._chosen is None:
            response = yield request
            if response.status_code != httpx.codes.UNAUTHORIZED:
                return
            wanted = response.headers.get("www-authenticate", "").lower()
            self._chosen = self._digest if wanted.startswith("digest") else self._basic
        yield from self._chosen.auth_flow(request)


@dataclass(frozen=True, slots=True)
class Address:
    """Where a store answers, and the seconds that it has for a whole answer."""

    url: str
    timeout: float = 30.0

    def __post_init__(self) -> None:
        try:
            parts = urlsplit(self.url)
            good = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
        except ValueError:
            good = False
        if not good:
            raise StoreAddressInvalid("it is no http:// or https:// address")
        if "@" in parts.netloc:
            raise StoreAddressInvalid(f"it holds a name or password; set {USER} and {PASSWORD} instead")
        if parts.query or parts.fragment:
            raise StoreAddressInvalid("it must end with the path, without ? and #")

    def client(self, environment: Mapping[str, str] | None = None) -> httpx.Client:
        """Make a client with the credentials of the environment.

        No proxy is used, and no redirect followed, so the credentials reach this server only.
        """
        environment = os.environ if environment is None else environment
        user, token = environment.get(USER), environment.get(TOKEN)
        return httpx.Client(
            auth=Password(user, environment.get(PASSWORD, "")) if user and not token else None,
            headers={"Authorization": f"Bearer {token}"} if token else {},
            timeout=httpx.Timeout(self.timeout, connect=min(CONNECT_SECONDS, self.timeout)),
            verify=ssl.create_default_context(),
            trust_env=False,
            follow_redirects=False,
        )

    def send(self, client: httpx.Client, request: httpx.Request) -> httpx.Response:
        """Send a request and give the response, its body not read yet, where its status is 2xx or 400.

        Raises StoreUnreachable, StoreTimeout and StoreRefused.
        """
        try:
            response = client.send(request, stream=True)
        except httpx.HTTPError as error:
            raise self.failure(error) from error
        status = response.status_code
        if response.is_success or status in (400, 500):
            return response
        response.close()
        if status in (408, 504):
            raise StoreTimeout(self.url, self.timeout)
        if status in (401, 403):
            raise StoreRefused(self.url, f"it wants other credentials ({USER} and {PASSWORD}, or {TOKEN})")
        if response.is_redirect:
            raise StoreUnreachable(self.url, "it sends clients on to another address; give that one")
        raise StoreUnreachable(self.url, f"it answers with status {status}")

    def failure(self, error: httpx.HTTPError) -> StoreUnreachable | StoreTimeout:
        """Say what a failed exchange means; the client's words hold no credentials."""
        if isinstance(error, httpx.TimeoutException) and not isinstance(error, httpx.ConnectTimeout):
            return StoreTimeout(self.url, self.timeout)
        return StoreUnreachable(self.url, sentence(error) or type(error).__name__)


def said(response: httpx.Response) -> str:
    """Read the beginning of what a server says about an error, as one line; closes the response."""
    text = b""
    try:
        for chunk in response.iter_bytes(_TOLD * 4):
            text += chunk
            if len(text) > _TOLD * 4:
                break
    except httpx.HTTPError:
        pass
    response.close()
    return " ".join(text.decode("utf-8", "replace").split())[:_TOLD] or f"status {response.status_code}"


def canonical(chunks: Iterator[bytes], numbers: re.Pattern[bytes]) -> Iterator[bytes]:
    """Write booleans that are numbers as "true" and "false" (XML Schema 1.1 part 2, 3.3.2), line by line."""
    rest = b""
    for chunk in chunks:
        lines, end, rest = (rest + chunk).rpartition(b"\n")
        yield numbers.sub(_word, lines + end)
    yield numbers.sub(_word, rest)


def _word(match: re.Match[bytes]) -> bytes:
    return match[1] + (b'"true"' if match[2] == b"1" else b'"false"')


class Body:
    """The body of a response as a file that the engine reads from; ends at the deadline of the answer."""

    def __init__(self, address: Address, response: httpx.Response, numbers: re.Pattern[bytes] | None) -> None:
        self._address = address
        self._response = response
        self._chunks = response.iter_bytes()
        if numbers is not None:
            self._chunks = canonical(self._chunks, numbers)
        self._rest = b""
        self._end = time.monotonic() + address.timeout

    def read(self, size: int = -1) -> bytes:
        """Give up to `size` bytes, none at the end; raises StoreUnreachable and StoreTimeout."""
        if not self._rest:
            if time.monotonic() > self._end:
                self._response.close()
                raise StoreTimeout(self._address.url, self._address.timeout)
            try:
                self._rest = next((chunk for chunk in self._chunks if chunk), b"")
            except httpx.HTTPError as error:
                self._response.close()
                raise self._address.failure(error) from error
        if size < 0:
            size = len(self._rest)
        given, self._rest = self._rest[:size], self._rest[size:]
        return given

    def __del__(self) -> None:
        self._response.close()  # an answer that was not read to its end frees its connection


class RemoteResult(QueryResult):
    """An answer of another server; where it breaks off it fails with StoreUnreachable."""

    def __init__(self, url: str, answer: ox.QuerySolutions | ox.QueryBoolean | Iterable[ox.Triple]) -> None:
        super().__init__(answer)
        self._url = url

    def __iter__(self) -> Iterator[Row]:
        try:
            yield from super().__iter__()
        except QueryEvaluationError as error:
            raise _not_sparql(self._url, error.reason) from error

    def serialize(
        self, media_type: str, output: IO[bytes] | None = None, prefixes: Mapping[str, str] | None = None
    ) -> bytes:
        """Write the answer as `QueryResult.serialize` does."""
        try:
            return super().serialize(media_type, output, prefixes)
        except QueryEvaluationError as error:
            raise _not_sparql(self._url, error.reason) from error


def _not_sparql(url: str, reason: str) -> StoreUnreachable:
    return StoreUnreachable(url, f"its answer is not SPARQL ({reason})")


class RemoteStore:
    """A dataset behind a SPARQL endpoint; implements `graph_build.store.Store`.

    `asks_union` adds to every query what makes Oxigraph take the union of all graphs as default graph; other
    servers must do so by themselves. `open_remote` finds out which is the case.
    """

    def __init__(self, address: Address, *, asks_union: bool = False) -> None:
        self.address = address
        self.asks_union = asks_union
        self.server = ""
        self._client = address.client()
        self._empty = ox.Store()

    @property
    def snapshot_id(self) -> str:
        """Name the store by its address: a server does not say which state it holds."""
        return self.address.url

    def query(self, sparql: str, *, base: str | None = None, **asked: Unpack[Asked]) -> QueryResult:
        """Answer a SPARQL 1.1 query; the dataset is as in `Database.query`, and so are its errors.

        `bindings` are joined as VALUES at the end of the query, so they reach into no subquery. Only the
        union of all graphs can be the default graph: StoreRefused. Raises also StoreUnreachable and
        StoreTimeout, which can come while rows are read.
        """
        if not asked.get("use_default_graph_as_union", True):
            raise StoreRefused(self.address.url, "only the union of all its graphs can be asked")
        kind = self._kind(sparql, base)
        default_graph, named_graphs = asked.get("default_graph"), asked.get("named_graphs")
        given = default_graph is not None or named_graphs is not None
        form: dict[str, str | list[str]] = {
            "query": (f"BASE <{base}>\n" if base else "") + sparql + _values(asked.get("bindings") or {}),
            "default-graph-uri": list(default_graph or ()),
            "named-graph-uri": list(named_graphs or ()),
        }
        if self.asks_union and not given and not has_dataset_clause(sparql):
            form |= _UNION
        request = self._client.build_request(
            "POST", self.address.url, data=form, headers={"Accept": _ACCEPT[kind]}
        )
        return self._read(self.address.send(self._client, request), kind)

    def _kind(self, sparql: str, base: str | None) -> Kind:
        try:
            answer = self._empty.query(sparql, base_iri=base)
        except SyntaxError as error:
            raise_syntax_error(error, sparql)
        except (OSError, RuntimeError, ValueError) as error:
            raise QueryEvaluationError(sentence(error)) from error
        return QueryResult(answer).kind

    def _read(self, response: httpx.Response, kind: Kind) -> QueryResult:
        if not response.is_success:
            raise StoreRefused(self.address.url, f"it says: {said(response)}")
        self.server = response.headers.get("server", "")
        if rows := response.headers.get(_CUT_FIELD):
            response.close()
            reason = f"it cut the answer at {rows} rows; raise its limit (Virtuoso: ResultSetMaxRows)"
            raise StoreRefused(self.address.url, reason)
        numbers = _NUMBERS.get(kind) if self.server.startswith("Virtuoso") else None
        body = Body(self.address, response, numbers)
        try:
            if kind == "triples":
                quads = ox.parse(body, format=ox.RdfFormat.N_TRIPLES)  # type: ignore[arg-type]
                return RemoteResult(self.address.url, (quad.triple for quad in quads))
            results = ox.parse_query_results(body, format=ox.QueryResultsFormat.JSON)  # type: ignore[arg-type]
            if kind == "boolean" and isinstance(results, ox.QuerySolutions):
                results = _as_boolean(results)
        except (SyntaxError, ValueError) as error:
            raise _not_sparql(self.address.url, sentence(error)) from error
        answer = RemoteResult(self.address.url, results)
        if answer.kind != kind:
            raise StoreUnreachable(self.address.url, f"it gave {answer.kind} where {kind} were asked for")
        return answer

    def dump_to(self, output: IO[bytes], media_type: str, prefixes: Mapping[str, str] | None = None) -> None:
        """Write the quads of all named graphs in a media type for datasets; errors are as in `query`."""
        rdf_format = ox.RdfFormat.from_media_type(media_type)
        if rdf_format is None or not rdf_format.supports_datasets:
            raise FormatUnsupported(media_type, ", ".join(QUAD_MEDIA_TYPES))
        rows = self.query("SELECT ?s ?p ?o ?g WHERE { GRAPH ?g { ?s ?p ?o } }")
        ox.serialize((ox.Quad(*row) for row in rows), output, rdf_format, prefixes=dict(prefixes or {}))  # type: ignore[arg-type]

    def text(self, sha256: str) -> str:
        """Raise TextMissing: the texts lie in the snapshot and not in the graph."""
        raise TextMissing(sha256)

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def __enter__(self) -> RemoteStore:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()


def open_remote(url: str, timeout: float = 30.0) -> RemoteStore:
    """Open a store by the address of its SPARQL endpoint, and see that queries find the union of its graphs.

    `timeout` is in seconds, for each answer. Raises StoreAddressInvalid, StoreUnreachable, StoreTimeout, and
    StoreRefused where the store holds nothing or its default graph is not the union.
    """
    store = RemoteStore(Address(url, timeout))
    try:
        _find_union(store)
    except BaseException:
        store.close()
        raise
    return store


def _find_union(store: RemoteStore) -> None:
    sample = next(iter(store.query(_SAMPLE)), None)
    if sample is None:
        reason = "it holds no graph; bring one there with: nhiemvu push -g DIR --store URL"
        raise StoreRefused(store.address.url, reason)
    for store.asks_union in (False, True):
        if store.query("ASK {{ {} {} {} }}".format(*sample)).boolean:
            return
    reason = "its default graph is not the union of its graphs; set that in its configuration"
    raise StoreRefused(store.address.url, reason)


def _as_boolean(rows: ox.QuerySolutions) -> ox.QueryBoolean:
    """Read the answer of an ASK that comes as a row with the number 1 or as none, as Virtuoso writes some."""
    row = next(iter(rows), None)
    said_true = row is not None and isinstance(row[0], ox.Literal) and row[0].value in ("1", "true")
    written = b'{"head":{},"boolean":%s}' % (b"true" if said_true else b"false")
    answer = ox.parse_query_results(written, format=ox.QueryResultsFormat.JSON)
    assert isinstance(answer, ox.QueryBoolean)  # noqa: S101 - written just above
    return answer


def _values(bindings: Mapping[str, Term]) -> str:
    if not bindings:
        return ""
    variables = " ".join(str(ox.Variable(name)) for name in bindings)
    return f"\nVALUES ({variables}) {{ ({' '.join(map(str, bindings.values()))}) }}"
