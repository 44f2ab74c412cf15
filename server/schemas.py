"""The JSON of the product's own interface. `wire` maps the bot's values to it."""

import json
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

MAX_TEXT = 1000
_MAX_DEPTH = 8


def check_utterance(text: str) -> str:
    """The text without white space at its ends.

    Raises:
        ValueError: nothing is left of it, or more than 1000 code points.
    """
    text = text.strip()
    if not text:
        raise ValueError("The text is empty. Write 1 to 1000 characters.")
    if len(text) > MAX_TEXT:
        raise ValueError(f"The text has {len(text)} characters. Shorten it to 1000 at most.")
    return text


def check_unicode(text: str) -> str:
    """The text, if it can be written in UTF-8.

    Raises:
        ValueError: it holds lone surrogates.
    """
    try:
        text.encode()
    except UnicodeEncodeError:
        raise ValueError("The text holds half a character. Send whole ones, in UTF-8.") from None
    return text


def check_json(value: dict[str, Any] | None) -> dict[str, Any] | None:
    """The value, if it can be written as JSON in UTF-8 and is not nested too deeply.

    Raises:
        ValueError: it cannot.
    """
    try:
        json.dumps(value, ensure_ascii=False, allow_nan=False).encode()
    except (ValueError, RecursionError):
        raise ValueError("Write JSON without NaN, Infinity or lone surrogates.") from None
    if _depth(value) > _MAX_DEPTH:
        raise ValueError(f"Nest it {_MAX_DEPTH} levels deep at most.")
    return value


def _depth(value: Any) -> int:  # noqa: ANN401  # any JSON
    level, depth = [value], 0
    while level and depth <= _MAX_DEPTH:
        inner: list[Any] = []
        for item in level:
            if isinstance(item, dict):
                inner += item.values()
            elif isinstance(item, list):
                inner += item
        level, depth = inner, depth + 1
    return depth


Text: TypeAlias = Annotated[
    str,
    AfterValidator(check_unicode),
    AfterValidator(check_utterance),
    Field(
        description="1 to 1000 characters after trimming",
        examples=["花呗有宽限期吗"],
        json_schema_extra={"minLength": 1, "maxLength": MAX_TEXT},
    ),
]
Words: TypeAlias = Annotated[str, AfterValidator(check_unicode)]
Metadata: TypeAlias = Annotated[
    dict[str, Any] | None,
    AfterValidator(check_json),
    Field(description="Kept with the message, never interpreted"),
]
Confidence: TypeAlias = Annotated[float, Field(ge=0, le=1)]
SlotValue: TypeAlias = str | int | float | bool | None


class Wire(BaseModel):
    """What crosses the wire: types are taken as they are, never converted."""

    model_config = ConfigDict(strict=True)


class AnswerRequest(Wire):
    """A message of a visitor."""

    text: Text
    conversation_id: Words | None = Field(
        default=None, max_length=64, description="As an answer gave it; null starts a conversation"
    )
    message_id: Words | None = Field(
        default=None,
        min_length=1,
        max_length=64,
        description="Sent again in a conversation, it gets the same reply and is taken once",
    )
    locale: Words | None = Field(default=None, max_length=64, description="The visitor's language")
    metadata: Metadata = None


class IntentScore(Wire):
    """An intent and how sure the bot is of it."""

    name: str
    confidence: Confidence


class Alternative(IntentScore):
    """What else the visitor may have meant."""

    title: str = Field(description="The intent in the visitor's words")


class EntityFound(Wire):
    """Something named in the text; offsets count code points, the end is exclusive."""

    entity: str
    value: SlotValue
    start: int = Field(ge=0)
    end: int = Field(ge=0)
    text: str
    role: str | None = None


class Source(Wire):
    """What an answer rests on."""

    title: str
    url: str | None


class Answer(Wire):
    """What is said."""

    text: str = Field(description="Markdown")
    html: str = Field(description="The same as sanitised HTML")
    sources: list[Source]
    reviewed: str | None = Field(description="Day of the last review, RFC 3339 full-date")


class SuggestedReply(Wire):
    """A button: send `payload` as the text of the next message."""

    title: str
    payload: str


class InputHint(Wire):
    """What a form waits for, so that a client can show the right keyboard."""

    type: Literal["text", "number", "date"]
    placeholder: str


class AnswerReply(Wire):
    """The reply to a message."""

    conversation_id: str | None = Field(
        description="The only key to the conversation; null where none could be stored"
    )
    turn: int = Field(ge=0, description="Counts from 1; 0 where the turn could not be stored")
    kind: Literal["answer", "clarify", "ask", "chat", "handoff", "crisis", "fallback"]
    intent: IntentScore | None = Field(description="The intent acted upon; null for a fallback")
    intents: list[IntentScore] = Field(description="All intents answered, in the order asked")
    entities: list[EntityFound]
    slots: dict[str, SlotValue] = Field(description="What is remembered after this turn")
    answer: Answer
    suggestions: list[SuggestedReply]
    alternatives: list[Alternative] = Field(description="The next best, best first")
    input: InputHint | None = None
    notice: str | None = Field(default=None, description="Something the visitor must know")


class Question(Wire):
    """A question that has an answer."""

    title: str
    intent: str


class SuggestReply(Wire):
    """Completions, best first."""

    suggestions: list[Question]


class Topic(Wire):
    """Questions about one subject."""

    name: str
    title: str
    questions: list[Question]


class QuestionsReply(Wire):
    """The catalogue."""

    topics: list[Topic]
    hot: list[Question] = Field(description="The questions asked most, first the hottest")


class PrivacyReply(Wire):
    """What a visitor is told before the first message."""

    consent: str = Field(description="Text to show; empty where there is none")
    retention_days: int = Field(description="Days conversations are kept; 0 for ever")


class FeedbackRequest(Wire):
    """What a visitor thinks of an answer."""

    conversation_id: Words = Field(max_length=64)
    turn: int = Field(ge=1, le=2**31 - 1)
    rating: Literal["up", "down"]
    comment: Words | None = Field(default=None, max_length=MAX_TEXT)


class TurnRecord(Wire):
    """A message and its reply."""

    turn: int
    text: str
    at: str = Field(description="When it was taken, RFC 3339")
    title: str | None = Field(default=None, description="What was shown for a button's payload")
    rating: Literal["up", "down"] | None = None
    reply: AnswerReply


class ConversationReply(Wire):
    """A conversation, oldest turn first."""

    conversation_id: str
    turns: list[TurnRecord]


class ExportReply(Wire):
    """Everything stored of a conversation, table by table, row by row."""

    conversations: list[dict[str, Any]]
    turns: list[dict[str, Any]]
    events: list[dict[str, Any]]
    feedback: list[dict[str, Any]]
