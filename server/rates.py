"""How rate limits are written: `off`, or a number of messages in a time such as `30/minute`."""

from limits import RateLimitItem, parse


def read_limit(text: str) -> RateLimitItem | None:
    """The limit; None where there is none.

    Raises:
        ValueError: it is written otherwise.

    >>> str(read_limit("30/minute")), read_limit("off")
    ('30 per 1 minute', None)
    """
    if text.strip().lower() in {"", "off", "0"}:
        return None
    try:
        return parse(text)
    except ValueError:
        raise ValueError(f"Write `off`, or a limit such as `30/minute`, not {text!r}.") from None
