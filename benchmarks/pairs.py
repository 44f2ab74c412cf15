"""A made-up content as large as wanted, to measure and test with."""

from __future__ import annotations

import random
from pathlib import Path

ROOT = Path(__file__).parent.parent


def write_pairs(root: Path, count: int) -> list[str]:
    """Write a content of `count` made-up question-answer pairs beside the system responses.

    Returns the questions; each is answered by itself and a full stop.
    """
    chance = random.Random(0)  # noqa: S311  no secret
    syllables = "花借逾期征信还款利息额度冻结协商起诉账单分期延宽限提前最低结清催收电话法院"
    things = ["".join(chance.sample(syllables, 4)) for _ in range(3000)]
    asks = ["怎么办", "能不能", "会怎样", "多久", "要多少钱", "在哪里办", "为什么", "可以吗"]
    (root / "intents").mkdir(parents=True)
    (root / "responses").mkdir()
    for name in ("system.yml", "forms.yml", "sources.yml"):
        shipped = (ROOT / "responses" / name).read_text(encoding="utf-8")
        shipped = _without_related(shipped)
        (root / "responses" / name).write_text(shipped, encoding="utf-8")
    intents, responses = ['version: "3.1"', "nlu:"], ['version: "3.1"', "responses:"]
    questions = [
        f"{chance.choice(things)}{chance.choice(things)}{chance.choice(asks)}{number}"
        for number in range(count)
    ]
    for number, text in enumerate(questions):
        intents += [
            f"- intent: q{number}",
            f"  metadata: {{title: {text}}}",
            "  examples: |",
            f"    - {text}",
        ]
        responses += [f"  utter_q{number}:", f"  - text: {text}。"]
    intents += ["- intent: crisis", "  metadata: {title: 危机}", "  examples: |", "    - 不想活了"]
    responses += ["  utter_crisis:", "  - text: 请打 12356。"]
    (root / "intents" / "many.yml").write_text("\n".join(intents), encoding="utf-8")
    (root / "responses" / "many.yml").write_text("\n".join(responses), encoding="utf-8")
    return questions


def _without_related(text: str) -> str:
    """A response file whose variants relate to no intent."""
    lines = []
    for line in text.split("\n"):
        head, mark, _ = line.partition(", related: [")
        lines.append(head + "}" if mark else line)
    return "\n".join(lines)
