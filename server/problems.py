"""Every error the server answers, as a problem document (RFC 9457).

`type` is a URN that names the kind of problem, `detail` says what to do about it.
"""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

MEDIA_TYPE = "application/problem+json"
URN = "urn:yuqi:problem:"


class FieldError(BaseModel):
    """One thing wrong with the request."""

    field: str = Field(description="The field, as a path", examples=["text"])
    detail: str = Field(description="What is wrong with it")


class Problem(BaseModel):
    """An error, as RFC 9457 writes it."""

    model_config = ConfigDict(extra="allow")

    type: str = Field(description="The kind of problem", examples=[f"{URN}unknown-conversation"])
    title: str = Field(description="The kind of problem, in words")
    status: int = Field(description="The HTTP status")
    detail: str = Field(description="What happened and what to do")
    errors: list[FieldError] | None = Field(default=None, description="422: what is wrong where")


class ProblemError(Exception):
    """Ends a request with a problem document."""

    def __init__(
        self,
        status: int,
        kind: str,
        detail: str,
        *,
        headers: Mapping[str, str] | None = None,
        errors: Sequence[Mapping[str, Any]] | None = None,
    ) -> None:
        self.status = status
        self.kind = kind
        self.detail = detail
        self.headers = dict(headers or {})
        self.errors = errors
        super().__init__(detail)

    def response(self) -> Response:
        """The document to send."""
        body: dict[str, Any] = {
            "type": URN + self.kind,
            "title": self.kind.replace("-", " ").capitalize(),
            "status": self.status,
            "detail": self.detail,
        }
        if self.errors is not None:
            body["errors"] = list(self.errors)
        return JSONResponse(
            body, status_code=self.status, headers=self.headers, media_type=MEDIA_TYPE
        )


def unavailable(detail: str) -> ProblemError:
    """503, with the time after which to try again."""
    return ProblemError(503, "unavailable", detail, headers={"Retry-After": "5"})


_HTTP_KINDS = {
    400: ("malformed-request", "Send one JSON document, in UTF-8."),
    404: ("not-found", "Nothing is here. See /openapi.json for what there is."),
    405: ("method-not-allowed", "Use a method that the Allow header names."),
}


async def _http_problem(_: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101  # as registered below
    name = HTTPStatus(error.status_code).phrase.lower().replace(" ", "-")
    kind, detail = _HTTP_KINDS.get(error.status_code, (name, str(error.detail)))
    return ProblemError(error.status_code, kind, detail, headers=error.headers).response()


async def _validation_problem(_: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101  # as registered below
    faults = error.errors()
    if any(fault["type"] == "json_invalid" for fault in faults):
        return ProblemError(
            400, "malformed-request", "The body is no JSON. Send one JSON document, in UTF-8."
        ).response()
    return ProblemError(
        422,
        "invalid-request",
        "Correct the fields that `errors` names and send the request again.",
        errors=[
            {"field": _field(fault["loc"]), "detail": fault["msg"].removeprefix("Value error, ")}
            for fault in faults
        ],
    ).response()


def _field(location: Sequence[int | str]) -> str:
    """The field's path without where it came from; the whole body is `body`."""
    path = [str(part) for part in location]
    return ".".join(path[1:] or path)


async def _own_problem(_: Request, error: Exception) -> Response:
    assert isinstance(error, ProblemError)  # noqa: S101  # as registered below
    return error.response()


def answer_with_problems(app: FastAPI) -> None:
    """Let every error that a route raises leave as a problem document."""
    app.add_exception_handler(ProblemError, _own_problem)
    app.add_exception_handler(HTTPException, _http_problem)
    app.add_exception_handler(RequestValidationError, _validation_problem)


_DESCRIPTIONS = {
    400: "The body is no JSON in UTF-8",
    401: "The token is missing or wrong",
    404: "Nothing has this id, or the route is off",
    405: "The route knows no such method",
    408: "The request came too slowly",
    413: "The body is larger than 16 KiB",
    415: "The body is not declared as JSON",
    422: "A field is missing or wrong; `errors` says which",
    429: "Too many messages; Retry-After says when to go on",
    503: "The server cannot answer now; Retry-After says when to try again",
}


def problem_responses(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The errors of a route, as OpenAPI describes them."""
    return {
        status: {
            "description": _DESCRIPTIONS[status],
            "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
        for status in statuses
    }
