"""Pieces of a name that has grown over too much: cut behind a predicate, and trimmed to what a name begins with."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg import gazetteer as gazetteers
from kg.facts.pieces import ACTS, ANCHORS, Piece
from kg.lexicon import Head, Lexicon

_BUSINESS = frozenset("运营 管理 投资 开发 建设 发展 服务 经营 生产 制造 加工 销售".split())
_DEEDS = frozenset(
    "建设 投资 开发 承建 援建 兴建 打造 实施 运营 举办 开展 承办 主办 共建 启动 推进 设立 成立 签署 签订 出台 印发 制定 创办 组建"
    " 考察 调研 参观 走访 察看 视察 观摩 引进 招引 引入 新增 签约 落户 建成 开工 投产 获批 迎来 租用 承租".split()
)
_FORCE = frozenset("大力 全力 合力 着力 加快 加大 稳步 有序".split())
"""Adverbs that dictionaries take for nouns or verbs."""

_JOINT_ACTS = frozenset("协作 合作 帮扶 共建 对口 结对 援助 扶贫 对口支援 对口协作".split())
_JOINED_DEEDS = frozenset("规划 计划 合作 联合 投资 集中".split())
_VISITS = frozenset("考察 调研 走访 参观 视察 观摩".split())
"""What is done at projects, and never by their names."""

_SHORT_HOSPITAL = re.compile("(?:附属?)?[一二三四五]院")
_SUCCESS = frozenset("成功 顺利 正式 全面 先后 相继 陆续 一举 首次 再次 再度 双双".split())
"""Adverbs of what comes about, which open a predicate behind a name."""


def cut_predicates(pieces: list[Piece], cls: str, text: str, lexicon: Lexicon) -> list[Piece]:
    """The pieces behind the last verb that is the predicate of what stands before it, not a part of the name."""
    for index in range(len(pieces) - 1, -1, -1):
        piece = pieces[index]
        if cls == "Project" and index and piece.text in _VISITS:
            return pieces[index + 1 :]
        if piece.text in _SUCCESS and index and cls not in ACTS and _ends_a_name(pieces, index - 1, text, lexicon):
            return []  # 某景区|成功|创评国家5A级景区
        if piece.text == "成" and index and pieces[index - 1].sort == "weak":
            return pieces[index + 1 :]  # 改造|成|某某工坊
        if piece.sort != "weak" or piece.text not in lexicon.predicate_verbs or (index and cls == "Enterprise" and piece.text in _BUSINESS):
            continue
        if index == 0 or all(p.sort == "plain" and (p.text in _FORCE or p.tag in ("a", "ad", "d", "z", "an")) for p in pieces[:index]):
            return pieces[index + 1 :]
        before = pieces[index - 1]
        later = any(p.sort in ("region", "proper", "known") for p in pieces[index + 1 :])
        if piece.text in _JOINT_ACTS and before.sort == "region" and len(before.text) == 1 and not (piece.text == "共建" and later):
            continue  # 鲁渝协作…: what a fused pair does together is a part of the name
        ends_name = _ends_a_name(pieces, index - 1, text, lexicon)
        anchored = any(p.sort in ANCHORS for p in pieces[index + 1 :])
        site = before.text[-1:] in ("区", "镇", "乡", "村") or (index + 1 < len(pieces) and pieces[index + 1].sort == "region")
        told = before.text in _JOINED_DEEDS or (before.sort == "region" and len(before.text) > 1)
        if piece.text in _DEEDS and (told or ends_name or site):
            return pieces[index + 1 :]
        if cls not in ACTS and ((before.sort in ("region", "link") and anchored) or ends_name):
            return pieces[index + 1 :]
    return pieces


def _ends_a_name(pieces: Sequence[Piece], index: int, text: str, lexicon: Lexicon) -> bool:
    first, end = pieces[0].start, pieces[index].end
    return any(text[at:end] in lexicon.heads for at in range(max(first, end - 6), end - 1))


def trim(pieces: list[Piece], head: Head) -> list[Piece]:
    """The pieces from the first one that a name begins with: a region, a quotation, an ordinal; else the first that is no verb."""
    if head.cls not in ("AidTeam", "Event"):
        while pieces and pieces[0].sort == "ordinal":
            pieces = pieces[1:]
    if head.cls == "Hospital" and _SHORT_HOSPITAL.fullmatch(head.text):
        return _short_form(pieces)
    while pieces and pieces[0].text == "原":
        pieces = pieces[1:]  # what is called otherwise now
    undated = next((i for i, p in enumerate(pieces) if i and p.sort == "year" and not any(q.sort in ANCHORS for q in pieces[:i])), None)
    pieces = pieces if undated is None else pieces[undated + 1 :]
    if pieces and pieces[0].sort == "year":
        return pieces  # whether a year opens a name was asked where the name was grown
    if head.cls == "AidTeam":
        numbered = next((i for i, p in enumerate(pieces) if p.sort == "ordinal"), None)
        sent = next((i for i in range(len(pieces) - 2) if pieces[i].sort == "proper" and pieces[i + 1].text in ("驻", "援", "赴")), None)
        first = numbered if numbered is not None and not any(p.sort == "region" for p in pieces[:numbered]) else sent
        if first is not None and not any(p.sort == "region" for p in pieces[:first]):
            return pieces[first:]
    for index, piece in enumerate(pieces):
        if piece.sort in ("region", "known", "quote", "ordinal"):
            if index > 1 and pieces[index - 1].text == "·" and pieces[index - 2].sort == "proper":
                return pieces[index - 2 :]  # 长三角·阜阳某某产业园: an area and one of its places
            unknown = [p for p in pieces[:index] if p.sort == "proper"]
            if piece.sort in ("region", "known") or not unknown:
                return _after_quote(pieces, index) if piece.sort == "quote" else _own_region(pieces[index:], head)
            break
    first = next(
        (i for i, p in enumerate(pieces) if p.sort != "weak" or (head.needs == "described" and p.text not in "推进实施开展")), len(pieces)
    )
    return pieces[first:]


def _short_form(pieces: list[Piece]) -> list[Piece]:
    """The two characters or more that are the parent's short form before 一院 and the like (内科归|辽医|一院)."""
    first = len(pieces)
    while first and (first == len(pieces) or pieces[-1].end - pieces[first].start < 2):
        first -= 1
    return pieces[first:]


def _own_region(pieces: list[Piece], head: Head) -> list[Piece]:
    """The pieces from a region on that does not lie in the one right before it: 岚山区|山东某某公司 is a firm of 山东 in 岚山区."""
    gazetteer = gazetteers.load()
    while len(pieces) > 1 and pieces[0].sort == pieces[1].sort == "region" and pieces[0].end == pieces[1].start:
        if pieces[1].text == "中国" and head.cls != "Enterprise":
            break  # 某县|中国某某基地
        first, second = ([f.code for f in gazetteer.forms.get(p.text, ())] for p in pieces[:2])
        if not any(b in gazetteer.ancestors(a) for a in first for b in second):
            break
        pieces = pieces[1:]
    return pieces


def _after_quote(pieces: list[Piece], index: int) -> list[Piece]:
    """A quotation opens a name unless a proper word stands right before it (曹荣琪“理论武装”工作室)."""
    return pieces[index - 1 :] if index and pieces[index - 1].sort == "proper" else pieces[index:]
