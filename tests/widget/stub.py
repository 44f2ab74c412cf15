"""A small server that speaks the wire contract with scripted replies.

So widget tests need no engine. What a visitor writes chooses the reply: see ``SCRIPT``. Tests
steer it through ``Stub``: `failures` refuses the next calls of a path, answers wait while it is
`held`, `asked` holds every body that was accepted.
"""
# ruff: noqa: E501  # what a page or a server says stays on one line

import asyncio
import re
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.middleware.cors import CORSMiddleware
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, PlainTextResponse
from fastapi.staticfiles import StaticFiles

from server.widget import joined

WIDGET = Path(__file__).parents[2] / "server" / "widget"

GRACE = """花呗**没有**全国统一的宽限期，是否有宽限以你的《花呗服务合同》和账单页面为准。

1. 打开支付宝，进入「花呗」→「账单」，看当期的最后还款日。
2. 能还多少先还多少，剩下的打 95188 说明情况。
3. 逾期满 120 天或欠款超过 110 元，处理方式会不同。

详情见[中国人民银行征信中心](https://www.pbccrc.org.cn/)。"""

LONG = "\n\n".join(
    f"**第 {n} 步** 先把每一笔欠款写下来：欠谁、欠多少、哪天到期、有没有逾期。写清楚之后，心里会踏实很多。"
    for n in range(1, 13)
)

HOSTILE = """<img src=x onerror="window.pwned=1"><script>window.pwned=1</script>

[点我](javascript:window.pwned=1) [数据](data:text/html,<script>window.pwned=1</script>) **<b onclick=pwned>粗</b>**

[好的链接](https://example.com/?q="><script>)"""

RICH = """**三种办法**

- **协商还款**：向银行说明困难
- 不要借新还旧

3. 从三数起
4. 再到四

可以拨打 12378 投诉，
也可以打 12345。"""

Json = dict[str, Any]


def curated(text: str, **more: Any) -> Json:
    """A curated answer with two sources."""
    answer = {
        "text": text,
        "html": "<script>window.pwned=1</script>",
        "sources": [
            {"title": "《征信业管理条例》第十六条", "url": "https://www.gov.cn/zhengce/"},
            {"title": "《花呗服务合同》", "url": None},
        ],
        "reviewed": "2026-11-22",
    }
    return {"kind": "answer", "answer": answer, **more}


def short(kind: str, text: str, **more: Any) -> Json:
    """A reply that cites nothing."""
    return {
        "kind": kind,
        "answer": {"text": text, "html": "", "sources": [], "reviewed": None},
        **more,
    }


def options(*titles: str) -> list[Json]:
    """Buttons whose payloads differ from their titles."""
    return [{"title": title, "payload": f"/option_{n}"} for n, title in enumerate(titles, 1)]


#: The first pattern found in the text gives the reply.
SCRIPT: list[tuple[str, Json]] = [
    (
        "不想活",
        short(
            "crisis",
            "听起来你现在非常难受。**你的安全比任何债务都重要。**\n\n如果有伤害自己的念头，请现在就拨打 12356，或者 110、120。",
            suggestions=options("想先说说话"),
        ),
    ),
    (
        "human_handoff",
        short(
            "handoff", "可以找这些人工渠道：银行客服（卡背面的电话），或金融消费者投诉热线 12378。"
        ),
    ),
    (
        "^逾期$|模糊",
        short(
            "clarify",
            "你想了解逾期的哪一方面？",
            suggestions=options("逾期会上征信吗", "逾期记录保留多久", "逾期了怎么协商还款"),
        ),
    ),
    (
        "算一下",
        short("ask", "欠款本金是多少元？", input={"type": "number", "placeholder": "例如 12000"}),
    ),
    (
        "哪天",
        short(
            "ask",
            "最后还款日是哪一天？",
            input={"type": "date", "placeholder": "例如 11 月 3 日"},
            suggestions=options("不记得了"),
        ),
    ),
    (
        "黑客",
        curated(
            HOSTILE,
            notice="<img src=x onerror=window.pwned=1>",
            suggestions=[{"title": "<img src=x onerror=window.pwned=1>", "payload": "/option_1"}],
        ),
    ),
    ("很长", curated(LONG)),
    ("格式", curated(RICH)),
    (
        "旧版",
        curated(GRACE, notice="这条答案超过半年没有审阅，请以银行最新说明为准，或打 12378。"),
    ),
    ("你好", short("chat", "你好，请说说你遇到的情况。")),
    (
        "火星",
        short(
            "fallback",
            "这个问题我还答不好。你可以换个说法，或者看看下面这些。",
            suggestions=options("花呗有宽限期吗", "催收能联系家人吗"),
        ),
    ),
    ("", curated(GRACE, suggestions=options("借呗有宽限期吗", "逾期记录保留多久"))),
]

CATALOGUE: Json = {
    "topics": [
        {
            "name": "overdue",
            "title": "逾期",
            "questions": [
                {"title": "花呗有宽限期吗", "intent": "grace_period"},
                {"title": "逾期会产生哪些费用", "intent": "overdue_fees"},
            ],
        },
        {
            "name": "credit",
            "title": "征信",
            "questions": [{"title": "逾期记录保留多久", "intent": "credit_record_duration"}],
        },
        {
            "name": "collection",
            "title": "催收与法律",
            "questions": [
                {"title": "催收能联系家人吗", "intent": "collection_contacts"},
                {"title": "会不会被起诉", "intent": "lawsuit_risk"},
            ],
        },
        {
            "name": "repay",
            "title": "还款与协商",
            "questions": [{"title": "怎么协商个性化分期", "intent": "negotiate"}],
        },
    ],
    "hot": [
        {"title": "花呗有宽限期吗", "intent": "grace_period"},
        {"title": "逾期一天会上征信吗", "intent": "overdue_short"},
        {"title": "催收能联系家人吗", "intent": "collection_contacts"},
        {"title": "还不上了，怎么和银行协商分期还款", "intent": "negotiate"},
    ],
}

SUGGESTIONS = [
    ("花呗逾期几天上征信", "hbyqjtszx"),
    ("花呗逾期怎么协商", "hbyqzmxs"),
    ("花呗有宽限期吗", "hbykxqm"),
    ("借呗逾期会怎样", "jbyqhzy"),
    ("逾期记录保留多久", "yqjlbldj"),
]


@dataclass
class Stub:
    """What the server holds, and the levers that tests pull."""

    conversations: dict[str, list[Json]] = field(default_factory=dict)
    asked: list[Json] = field(default_factory=list)
    feedback: list[Json] = field(default_factory=list)
    #: status codes for the next calls of a path, e.g. {"/api/answer": [503]}
    failures: dict[str, list[int]] = field(default_factory=dict)
    held: bool = False
    consent: str = ""


PAGES = {
    "floating": '<yuqi-chat id="chat"><a href="tel:12378">请拨打 12378</a></yuqi-chat>',
    "inline": '<yuqi-chat id="chat" inline></yuqi-chat>',
}

PAGE = """<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><link rel="icon" href="data:,"><title>某某银行 · 信用卡服务</title>
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover, interactive-widget=resizes-content">
<script type="module" src="{entry}"></script></head>
<body><main><h1>信用卡服务</h1><p>本页说明信用卡账单、还款与逾期。</p><p><input aria-label="站内搜索"></p>{body}</main></body></html>"""

STRICT = "default-src 'none'; img-src data:; script-src {0}; connect-src {0}; require-trusted-types-for 'script'; base-uri 'none'; form-action 'none'"


DEMO = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)


def problem(status: int, detail: str, headers: dict[str, str] | None = None) -> JSONResponse:
    """An error as RFC 9457 wants it."""
    body = {"type": "about:blank", "title": "stub", "status": status, "detail": detail}
    return JSONResponse(body, status, headers, media_type="application/problem+json")


def answering(stub: Stub) -> APIRouter:
    """What is asked while a conversation goes on."""
    router = APIRouter(prefix="/api")

    @router.post("/answer", response_model=None)
    async def answer(body: Json) -> Json | JSONResponse:
        while stub.held:  # noqa: ASYNC110  # let go by a test in another thread
            await asyncio.sleep(0.01)
        key = body.get("conversation_id")
        if key is None:
            key = secrets.token_urlsafe(18)
            stub.conversations[key] = []
        elif key not in stub.conversations:
            return problem(404, "没有这个对话")
        turns = stub.conversations[key]
        message_id = body.get("message_id")
        for turn in turns:
            if message_id and turn["message_id"] == message_id:
                reply: Json = turn["reply"]
                return reply
        stub.asked.append(body)
        text = body["text"]
        scripted = next(reply for pattern, reply in SCRIPT if re.search(pattern, text))
        number = len(turns) + 1
        reply = {"conversation_id": key, "turn": number, "suggestions": [], **scripted}
        at = datetime.now(UTC).isoformat().replace("+00:00", "Z")
        turns.append(
            {"turn": number, "text": text, "at": at, "reply": reply, "message_id": message_id}
        )
        return reply

    @router.get("/suggest")
    async def suggest(q: str, limit: int = 5) -> Json:
        found = [title for title, initials in SUGGESTIONS if q in title or initials.startswith(q)]
        listed = enumerate(found[:limit])
        return {"suggestions": [{"title": title, "intent": f"intent_{n}"} for n, title in listed]}

    @router.get("/questions")
    async def questions() -> Json:
        return CATALOGUE

    @router.get("/privacy")
    async def privacy() -> Json:
        return {"consent": stub.consent, "retention_days": 30}

    return router


def records(stub: Stub) -> APIRouter:
    """What is kept of a conversation."""
    router = APIRouter(prefix="/api")

    @router.get("/conversations/{key}", response_model=None)
    async def history(key: str) -> Json | JSONResponse:
        if key not in stub.conversations:
            return problem(404, "没有这个对话")
        names = ("turn", "text", "at", "reply")
        turns = [{name: turn[name] for name in names} for turn in stub.conversations[key]]
        return {"conversation_id": key, "turns": turns}

    @router.delete("/conversations/{key}")
    async def delete(key: str) -> Response:
        if stub.conversations.pop(key, None) is None:
            return problem(404, "没有这个对话")
        return Response(status_code=204)

    @router.post("/feedback")
    async def feedback(body: Json) -> Response:
        stub.feedback.append(body)
        return Response(status_code=204)

    return router


def pages() -> APIRouter:
    """The widget's entry, pages that embed it, and the demo."""
    router = APIRouter()

    @router.get("/widget.js")
    async def entry() -> Response:
        return PlainTextResponse(joined(), media_type="text/javascript")

    @router.get("/page/{name}")
    async def page(request: Request, name: str) -> HTMLResponse:
        """Takes `attributes` of the element, its `server`, `entry` and `strict`."""
        given = request.query_params
        server = given.get("server", "")
        attributes = given.get("attributes", "") + (f' server="{server}"' if server else "")
        body = PAGES[name].replace("<yuqi-chat", f"<yuqi-chat {attributes}")
        policy = STRICT.format(server or str(request.base_url).rstrip("/"))
        headers = {"Content-Security-Policy": policy} if "strict" in given else {}
        entry = server + given.get("entry", "/widget.js")
        return HTMLResponse(PAGE.format(entry=entry, body=body), headers=headers)

    @router.get("/")
    async def demo() -> FileResponse:
        return FileResponse(WIDGET / "demo.html", headers={"Content-Security-Policy": DEMO})

    return router


def create_stub(stub: Stub) -> FastAPI:
    """The application around a stub."""
    app = FastAPI()
    app.add_middleware(
        CORSMiddleware, allow_origins=["*"], allow_methods=["*"], allow_headers=["*"]
    )

    @app.middleware("http")
    async def trouble(
        request: Request, call_next: Callable[[Request], Awaitable[Response]]
    ) -> Response:
        waiting = stub.failures.get(request.url.path.split("/conversations")[0], [])
        if waiting:
            status = waiting.pop(0)
            wait = {"Retry-After": "7"} if status == 429 else {}
            return problem(status, "测试用的故障", {**wait, "Access-Control-Allow-Origin": "*"})
        response = await call_next(request)
        response.headers["Cache-Control"] = "no-store"
        return response

    for router in (answering(stub), records(stub), pages()):
        app.include_router(router)
    app.mount("/widget", StaticFiles(directory=WIDGET))
    return app
