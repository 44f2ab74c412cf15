"""`python -m server.learn CONTENT CACHE`: learn the content anew, in a process of its own.

The server starts it after an edit, whose first engine only amends the model before it: learning
takes some ten seconds of a processor, which requests under way should not share.
"""

import asyncio
import os
import sys
from pathlib import Path

from bot import build_engine


async def learn_aside(content: Path, cache: Path) -> bool:
    """Run this module; whether the cache holds the content's model now."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "server.learn", str(content), str(cache)
    )
    try:
        return await process.wait() == 0
    finally:
        if process.returncode is None:
            process.kill()


if __name__ == "__main__":
    if hasattr(os, "nice"):
        os.nice(10)
    build_engine(Path(sys.argv[1]), cache=Path(sys.argv[2]))
