"""The dashboard and the metrics speak of the same things."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from server.metrics import Metrics
from tests.server.processes import ROOT

SUFFIXES = {"counter": ("_total",), "gauge": ("",), "histogram": ("_bucket", "_sum", "_count")}
SERIES = re.compile(r"(yuqi_\w+)(?:\{([^}]*)\})?")


def labels_by_series() -> dict[str, set[str]]:
    """Every series that /metrics has, with its labels."""
    series = {}
    for metric in vars(Metrics()).values():
        if hasattr(metric, "describe"):
            [family] = metric.describe()
            for suffix in SUFFIXES[family.type]:
                series[family.name + suffix] = {*metric._labelnames, "le"}
    return series


def queries() -> list[str]:
    text = (ROOT / "deploy" / "grafana-dashboard.json").read_text(encoding="utf-8")
    panels: list[dict[str, Any]] = json.loads(text)["panels"]
    assert len({panel["id"] for panel in panels}) == len(panels)
    return [target["expr"] for panel in panels for target in panel["targets"]]


@pytest.mark.parametrize("query", queries())
def test_a_query_asks_for_series_and_labels_that_exist(query: str) -> None:
    existing = labels_by_series()
    found = SERIES.findall(query)
    assert found
    grouped = {
        name.strip() for by in re.findall(r"by \(([^)]*)\)", query) for name in by.split(",")
    }
    for series, selectors in found:
        assert series in existing
        asked = set(re.findall(r"(\w+)\s*[=!]", selectors)) | grouped
        assert asked <= existing[series]


def test_every_metric_is_drawn() -> None:
    drawn = {series for query in queries() for series, _ in SERIES.findall(query)}
    families = {re.sub("_(total|bucket|sum|count)$", "", series) for series in drawn}
    existing = {re.sub("_(total|bucket|sum|count)$", "", name) for name in labels_by_series()}
    assert families == existing
