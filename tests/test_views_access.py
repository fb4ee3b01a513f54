"""What axe-core finds in the page, whatever is open, light and dark. Skipped where axe-core was not fetched (`make a11y`) or Chromium is missing."""

from __future__ import annotations

from typing import Any

import pytest
import views_sample as sample
from test_views_browser import CITY, PARK, Browser, browser, driver

from benchmarks import axe

__all__ = ["browser", "driver"]  # fixtures

FAULTS = """
const done = arguments[arguments.length - 1];
axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) => done(violations.filter(({ impact }) => impact === "serious" || impact === "critical")
  .map(({ id, nodes }) => `${id}: ${nodes.map(({ target, any, all }) => `${target} ${[...any, ...all].map(({ message }) => message)}`).join(" | ")}`)));
"""
# What is open → what opens it.
STATES = {
    "the whole graph": "",
    "an entity": "kg.focus(arguments[0])",
    "hits": "kg.clear(); document.getElementById('query').value = '青'; document.getElementById('query').dispatchEvent(new Event('input'))",
    "no hit": "document.getElementById('query').value = 'zzzz'; document.getElementById('query').dispatchEvent(new Event('input'))",
    "filters": "document.getElementById('query').value = ''; document.getElementById('query').dispatchEvent(new Event('input'));"
    "document.querySelectorAll('details').forEach(each => each.open = true); document.querySelector('#relation .only').click()",
    "choosing a path": "document.getElementById('reset-all').click(); document.getElementById('path').click()",
    "the list": "kg.clear(); document.getElementById('open-list').click()",
    "taking along": "document.getElementById('list').close(); document.getElementById('open-export').click()",
    "help": "document.getElementById('export-dialog').close(); document.getElementById('open-help').click()",
    "in English": "document.getElementById('help-dialog').close(); document.getElementById('language').click(); kg.focus(arguments[1])",
}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_serious_fault_in_the_page_whatever_is_open(browser: Browser, scheme: str) -> None:
    script = axe.find()
    if script is None:
        pytest.skip("axe-core was not fetched (make a11y), so the page is not examined for accessibility")
    browser.prefer("prefers-reduced-motion", "reduce")
    browser.open(network(), f"#t={scheme}")
    browser.ask(script)
    found: dict[str, Any] = {}
    for name, opening in STATES.items():
        browser.ask(opening, CITY, PARK)
        browser.settle()
        faults = browser.driver.execute_async_script(FAULTS)
        if faults:
            found[name] = faults
    browser.prefer("prefers-reduced-motion", "")
    assert browser.ask("return document.documentElement.dataset.theme") == scheme
    assert found == {}, "\n".join(f"{name}: {fault}" for name, faults in found.items() for fault in faults)


def network() -> Any:
    """The small graph, with a path in it and all facets: years, statuses, several documents, a contradiction."""
    made = sample.small()
    other = sample.iri("Region", "白榆县")
    quotation = {**sample.evidence("2020年，两地合作已完成。", doc="第二年"), "document": "b"}
    sample.add_relation(made, CITY, "visits", other, "2021年互访。", date="2021", status="已完成", evidence=[quotation])
    sample.add_relation(made, other, "visits", CITY, "2022年互访。", date="2022", status="计划中", confidence="0.6")
    return made
