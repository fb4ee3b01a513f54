"""Relations that words right beside a name state: 苏州企业立讯精密, 晋江商人陈德启, 阜阳人陈元, 上海交大下属…公司."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.facts.derive import Implied
from kg.facts.resolve import Resolved
from kg.model import Document

_FROM = re.compile(r"(?:籍)?(?:龙头|本土|知名|民营|农业产业化)?(?:企业|商人|企业家|人|姑娘|小伙|医生|教师|专家|老师|籍企业|籍企业家|籍商人)(?:——|—)?[“”]?$")
_MERCHANT = re.compile(r"是?(闽|浙|苏|粤|徽|赣|晋|鲁|沪|湘|川|豫)商")


def read(doc: Document, resolved: Resolved) -> Iterator[Implied]:
    """The relations of apposition."""
    links = [link for link in resolved.links if link[1] > link[0]]
    for one, other in zip(links, links[1:], strict=False):
        between = doc.text[one[1] : other[0]]
        cls = resolved.groups[other[2]].cls
        if resolved.groups[one[2]].cls != "Region" or len(between) > 9 or not _FROM.fullmatch(between):
            continue
        if cls in ("Enterprise", "Person"):
            yield Implied(other[2], "originatesFrom", one[2], one[0], other[1], "apposition-of-origin")
