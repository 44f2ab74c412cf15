"""The widget's files, and what answers say to browsers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from server.settings import Settings
    from tests.server.conftest import Site

pytestmark = pytest.mark.anyio


async def test_the_widget_loads_on_any_page_and_can_be_cached(site: Site) -> None:
    entry = await site.client.get("/widget.js")
    assert entry.headers["content-type"].startswith("text/javascript")
    assert "customElements.define('yuqi-chat'" in entry.text
    assert "import " not in entry.text
    assert entry.headers["content-encoding"] == "gzip"
    module = await site.client.get("/widget/widget.js")
    for response in (entry, module):
        assert response.headers["access-control-allow-origin"] == "*"
        assert response.headers["cross-origin-resource-policy"] == "cross-origin"
        assert "max-age" in response.headers["cache-control"]
        headers = {"If-None-Match": response.headers["etag"]}
        again = await site.client.get(response.url, headers=headers)
        assert again.status_code == 304


async def test_the_page_allows_nothing_but_this_server(site: Site) -> None:
    page = await site.client.get("/")
    assert page.headers["content-type"].startswith("text/html")
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy


@pytest.mark.parametrize("path", ["/widget/types.d.ts", "/widget/", "/widget/../app.py"])
async def test_nothing_but_what_browsers_load_is_served(site: Site, path: str) -> None:
    response = await site.client.get(path)
    assert response.status_code == 404
    assert response.headers["content-type"] == "application/problem+json"


async def test_answers_say_to_browsers_what_they_need_not_do(site: Site) -> None:
    headers = (await site.client.get("/api/questions")).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cache-control"] == "no-store"
    assert "frame-ancestors 'none'" in headers["content-security-policy"]


async def test_only_allowed_origins_may_call_the_api(
    start: Callable[..., Awaitable[Site]], settings: Settings
) -> None:
    site = await start(settings.model_copy(update={"cors_origins": ("https://shop.example",)}))
    ask = {
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type",
    }
    for origin, allowed in (("https://shop.example", True), ("https://evil.example", False)):
        preflight = await site.client.options("/api/answer", headers={"Origin": origin, **ask})
        plain = await site.client.get("/api/questions", headers={"Origin": origin})
        error = await site.client.get("/nowhere", headers={"Origin": origin})
        for response in (preflight, plain, error):
            assert (response.headers.get("access-control-allow-origin") == origin) is allowed
        assert (preflight.status_code == 200) is allowed
    assert "Retry-After" in plain.headers.get("access-control-expose-headers", "Retry-After")
