"""The Starlette application: routing, tokens, limits and errors around the endpoints, and the pages that are no API."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from chatlane_tui.sandbox.access import RateLimit, Tokens
from chatlane_tui.sandbox.files import FILE_PATH, serve_file
from chatlane_tui.sandbox.quirks import bend
from chatlane_tui.sandbox.refusals import RefusedError
from chatlane_tui.sandbox.routes import API, ENDPOINTS, Call, Endpoint
from chatlane_tui.sandbox.switches import Flipped
from chatlane_tui.sandbox.team import Teams

_LOGIN = "<!DOCTYPE html><html><head><title>Log in</title></head><body><h1>Log in to Chatlane</h1></body></html>"
_FAILED = "<!DOCTYPE html><html><head><title>{0}</title></head><body><h1>{0}</h1><hr><p>nginx</p></body></html>"
_WRITES = ("POST", "PUT", "PATCH")


class Application:
    """Answers requests out of two teams' worlds."""

    def __init__(self, teams: Teams, tokens: Tokens, limit: RateLimit, flipped: Flipped) -> None:
        """Wire the endpoints; `origin` is set once the port is known."""
        self.origin = ""
        self._teams = teams
        self._tokens = tokens
        self._limit = limit
        self._flipped = flipped
        by_path: dict[str, dict[str, Endpoint]] = {}
        for path, method, endpoint in ENDPOINTS:
            by_path.setdefault(path, {})[method] = endpoint
        routes = [
            Route(API + path, self._answerer(endpoints), methods=list(endpoints)) for path, endpoints in by_path.items()
        ]
        self.asgi = Starlette(
            routes=[
                *routes,
                Route("/login", _login),
                Route(FILE_PATH, serve_file),
            ],
            exception_handlers={HTTPException: self._astray},
        )
        self.asgi.router.redirect_slashes = False

    def _answerer(self, endpoints: Mapping[str, Endpoint]) -> Callable[[Request], Awaitable[Response]]:
        async def answer(request: Request) -> Response:
            stranger = self._without_accept(request)
            if stranger is not None:
                return stranger
            authorization = request.headers.get("authorization", "")
            allowance = self._limit.ask(authorization)
            if not allowance.passes:
                return _json({"message": "Too Many Attempts."}, allowance.status, allowance.headers)
            try:
                method = "GET" if request.method == "HEAD" else request.method
                response = self._reply(request, await request.body(), endpoints[method], authorization)
            except RefusedError as refusal:
                response = self._refuse(refusal)
            response.headers.update(allowance.headers)
            return response

        return answer

    def _reply(self, request: Request, raw: bytes, endpoint: Endpoint, authorization: str) -> Response:
        grant = self._tokens.grant(authorization)
        writing = request.method in _WRITES
        if writing and not grant.may_write:
            raise RefusedError("UNAUTHORIZED")
        world = self._teams.world(grant)
        call = Call(
            teams=self._teams,
            world=world,
            shapes=self._teams.shapes(world),
            url=self.origin + request.url.path.rstrip("/"),
            row_id=str(request.path_params.get("row_id", "")),
            query=dict(request.query_params),
            body=_parse(raw) if writing else {},
        )
        with world.lock:
            reply = endpoint(call)
        return _json(bend(reply.payload, self._flipped), reply.status)

    def _without_accept(self, request: Request) -> Response | None:
        """What a browser would get, when A2's switches say so."""
        if "application/json" in request.headers.get("accept", ""):
            return None
        if "A2-login-redirect" in self._flipped:
            return RedirectResponse(self.origin + "/login", status_code=302)
        if "A2-html-page" in self._flipped:
            return HTMLResponse(_LOGIN)
        return None

    def _refuse(self, refusal: RefusedError) -> Response:
        """An error in one of its five forms (A3)."""
        status = refusal.status(self._flipped)
        if "A3-html" in self._flipped:
            return HTMLResponse(_FAILED.format(status), status_code=status)
        if "A3-empty" in self._flipped:
            return Response(status_code=status)
        payload: dict[str, Any] = {"error": refusal.message, "code": refusal.code, "details": refusal.details}
        if "A3-message-only" in self._flipped:
            payload = {"message": refusal.message}
        if "A3-message-errors" in self._flipped:
            payload = {"message": refusal.message, "errors": _field_errors(refusal)}
        return _json(bend(payload, self._flipped), status)

    async def _astray(self, _request: Request, error: Exception) -> Response:
        """No such path, or not with this method."""
        if isinstance(error, HTTPException) and error.status_code == 405:
            return _json({"message": "The method is not supported for this route."}, 405, dict(error.headers or {}))
        return self._refuse(RefusedError("NOT_FOUND"))


def _field_errors(refusal: RefusedError) -> dict[str, Any]:
    return {name: said for name, said in refusal.details.items() if isinstance(said, list)}


def _json(payload: Any, status: int, headers: Mapping[str, str] | None = None) -> Response:
    """JSON as PHP prints it: ASCII, with the rest escaped."""
    return Response(json.dumps(payload, separators=(",", ":")), status, headers, media_type="application/json")


def _parse(raw: bytes) -> Mapping[str, Any]:
    if not raw.strip():
        return {}
    try:
        body = json.loads(raw)
        json.dumps(body, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        raise RefusedError("VALIDATION_ERROR", message="The request body is not valid JSON.", status=400) from error
    if not isinstance(body, dict):
        raise RefusedError("VALIDATION_ERROR", message="The request body must be an object.")
    return body


async def _login(_request: Request) -> Response:
    return HTMLResponse(_LOGIN)
