"""Every setting of the server: from the environment or `.env`, prefix `YUQI_`."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.bootstrap import default_content
from server.rates import read_limit

UNSAVED_NOTICE = "现在存不下对话，这条回答没有记录，也没有结合您前面说的内容。稍后请再试。"


class Settings(BaseSettings):
    """What an operator may choose. A name here is `YUQI_` and the name in capitals there."""

    model_config = SettingsConfigDict(
        env_prefix="YUQI_", env_file=".env", extra="ignore", frozen=True, populate_by_name=True
    )

    content: Path = Field(default_factory=default_content)
    """Folder that holds intents/ and responses/."""
    cache: Path = Path("data/models")
    """Folder where the engine keeps what it learnt from the content, for a quicker start."""
    watch: bool = False
    """Take content in when its files change."""

    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)
    workers: int = Field(default=1, ge=1, le=64)
    """Processes on this machine; more than one asks for PostgreSQL or one shared SQLite file."""
    trusted_proxies: Annotated[tuple[str, ...], NoDecode] = ()
    """Addresses or networks whose X-Forwarded-For and X-Forwarded-Proto are believed."""

    store: str = Field(default="sqlite:///data/yuqi.db", repr=False)
    """SQLAlchemy URL; it may hold a password and is never logged."""
    store_timeout_s: float = Field(default=5.0, gt=0)
    """How long the store may take for one message before it is answered without it."""
    store_pool: int = Field(default=10, ge=1)
    """Connections a process opens to PostgreSQL at most."""
    retention_days: int = Field(default=30, ge=0)
    """Days after its last turn a conversation is deleted; 0 keeps it for ever."""

    admin_token: SecretStr | None = None
    """Opens /admin and the trackers; unset, those routes are off."""
    webhook_token: SecretStr | None = None
    """Asked of callers of /webhooks/rest/webhook where set."""
    webhook_secret: SecretStr | None = None
    """What they sign their bodies with, where set."""
    cors_origins: Annotated[tuple[str, ...], NoDecode] = ()
    """Origins whose pages may call the API: `https://a.example,https://b.example` or `*`."""

    rate_limit: str = "off"
    """Messages an address may send, e.g. `30/minute`; IPv6 counts by /64."""
    conversation_rate_limit: str = "120/minute"
    """Messages a visitor's conversation may take: several times what people type."""
    rate_limit_storage: str = Field(default="memory://", repr=False)
    """Where they are counted; `redis://…` counts for all replicas together."""
    max_concurrency: int = Field(default=500, ge=1)
    """Requests under way at once; further ones answer 503."""
    request_timeout_s: float = Field(default=15.0, gt=0)
    header_timeout_s: float = Field(default=10.0, gt=0)
    """How long a client may take to send its headers, and again its body."""
    shutdown_timeout_s: int = Field(default=20, ge=0)
    """How long requests under way may take to end once the server is told to stop."""

    consent: str = ""
    """Text that a visitor is shown before the first message; empty shows none."""
    unsaved_notice: str = UNSAVED_NOTICE
    """Shown with an answer that could not be stored."""

    otel_endpoint: str = Field(default="", repr=False)
    """An OpenTelemetry collector that takes traces, such as `http://collector:4318`."""
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    log_format: Literal["json", "console"] = "json"

    @field_validator("cors_origins", "trusted_proxies", mode="before")
    @classmethod
    def _comma_separated(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(part.strip() for part in value.split(",") if part.strip())
        return value

    @field_validator("rate_limit", "conversation_rate_limit")
    @classmethod
    def _readable_limit(cls, value: str) -> str:
        read_limit(value)
        return value

    @field_validator("admin_token", "webhook_token", "webhook_secret")
    @classmethod
    def _empty_is_unset(cls, value: SecretStr | None) -> SecretStr | None:
        return value if value and value.get_secret_value() else None

    @field_validator("store")
    @classmethod
    def _with_its_driver(cls, value: str) -> str:
        for plain, driven in (
            ("sqlite+aiosqlite://", "sqlite://"),
            ("postgres://", "postgresql+asyncpg://"),
            ("postgresql://", "postgresql+asyncpg://"),
        ):
            if value.startswith(plain):
                return driven + value.removeprefix(plain)
        return value
