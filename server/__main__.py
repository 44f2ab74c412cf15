"""`python -m server` serves; `python -m server migrate` brings the store to this schema."""

import asyncio
import sys

from bot import BotError
from server.serve import migrate, serve
from server.settings import Settings


def main(arguments: list[str]) -> int:
    """Do what the arguments say; 1 with the reason on standard error if that cannot be."""
    settings = Settings()
    if not arguments:
        return serve(settings)
    if arguments != ["migrate"]:
        sys.stderr.write("Usage: python -m server [migrate]\n")
        return 2
    try:
        asyncio.run(migrate(settings))
    except BotError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
