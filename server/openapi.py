"""The description at /openapi.json, with the one schema that FastAPI does not find by itself."""

from collections.abc import Iterator
from typing import Any

from fastapi import FastAPI

from server.problems import Problem

_TEXT = """Curated, sourced answers to Chinese questions about overdue consumer credit.

Errors are problem documents (RFC 9457). Times are RFC 3339 in UTC. A body holds 16 KiB at most."""


def describe(app: FastAPI) -> None:
    """Let the application describe itself in full."""
    app.description = _TEXT
    describe_plainly = app.openapi

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            schema = describe_plainly()
            schemas = schema.setdefault("components", {}).setdefault("schemas", {})
            problem = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
            schemas.update(problem.pop("$defs", {}))
            schemas["Problem"] = problem
            for operation in _operations(schema):
                if "application/json" in operation["responses"].get("422", {}).get("content", {}):
                    del operation["responses"]["422"]  # FastAPI's own, of another shape
            for unused in ("HTTPValidationError", "ValidationError"):
                schemas.pop(unused, None)
            app.openapi_schema = schema
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]  # FastAPI's documented way


def _operations(schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for methods in schema["paths"].values():
        yield from methods.values()
