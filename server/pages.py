"""The widget's files and the page that shows it."""

import hashlib
from functools import lru_cache
from pathlib import Path

from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import FileResponse, Response
from starlette.exceptions import HTTPException
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from server.widget import joined

WIDGET = Path(__file__).parent / "widget"
_SERVED = {".js", ".css", ".svg", ".png", ".webp", ".ico", ".html", ".woff2", ".json"}
_CACHE = "public, max-age=300, stale-while-revalidate=86400"
_ANYWHERE = {
    "Access-Control-Allow-Origin": "*",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Cache-Control": _CACHE,
}
_PAGE = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        "font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; "
        "form-action 'none'; frame-ancestors 'self'"
    ),
    "Cache-Control": "no-cache",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(self)",
    "Cross-Origin-Opener-Policy": "same-origin",
}

router = APIRouter(include_in_schema=False)


@router.get("/")
@router.head("/")
async def demo() -> Response:
    """The page that shows the widget."""
    if not (WIDGET / "demo.html").is_file():
        raise HTTPException(404)
    return FileResponse(WIDGET / "demo.html", headers=_PAGE)


@router.get("/widget.js")
@router.head("/widget.js")
async def widget_entry(request: Request) -> Response:
    """The one script that an embedding page names: all modules in one file."""
    script, etag = _joined_widget()
    headers = {**_ANYWHERE, "ETag": etag}
    if etag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(script, media_type="text/javascript", headers=headers)


@lru_cache(maxsize=1)
def _joined_widget() -> tuple[str, str]:
    script = joined()
    return script, f'"{hashlib.sha256(script.encode()).hexdigest()[:32]}"'


class WidgetFiles(StaticFiles):
    """The folder's files, loadable by pages of any origin; ETag and 304 are Starlette's."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """A file, unless it is none that browsers load."""
        if Path(path).suffix not in _SERVED:
            raise HTTPException(404)
        response = await super().get_response(path, scope)
        response.headers.update(_PAGE if path.endswith(".html") else _ANYWHERE)
        return response


def mount_pages(app: FastAPI) -> None:
    """Add the page and the widget's files."""
    app.include_router(router)
    app.mount("/widget", WidgetFiles(directory=WIDGET), name="widget")
