"""Descriptive names that the verb before them makes names: what is founded, built or held is one thing (成立高原病诊疗中心)."""

from __future__ import annotations

import re

from kg.lexicon import Head

_BUILT = (  # classes, characters before the head, characters of the whole, verbs
    (("Park",), 0, 7, re.compile(r"(?:^|[，。；、：])(?:还|并|已|又|则)?在[\u4e00-\u9fff]{2,12}?(?:规划|合作|集中|联合|投资)?(?:建设|兴建|建成|新建|建起|打造|共建)了?$")),
    (("Project",), 4, 0, re.compile(r"(?:建设|兴建|实施|投资|启动|推进|投建|新建|承建|落地|签约)了?$|(?:投资建设|投资兴建)的$")),
    (("Institution", "ResearchInstitute", "Facility"), 4, 0, re.compile(r"(?:成立|设立|组建|挂牌|共建|创建|创办|合办)了?$")),
    (("Event",), 4, 0, re.compile(r"(?:举办|主办|承办|举行|召开|开展)了?$")),
)
_RATED = re.compile(r"\dA级?$")
"""What makes a site one of a grade (国家5A级|景区), a title that sites are given and no name."""

_TELLING = 9  # characters before a meeting's head that make a title of what it is about
_GENERIC_EVENTS = frozenset(
    "活动 主题活动 交流活动 推介活动 会议 讲座 培训班 座谈会 对接会 推介会 交流会 招聘会 宣讲会 工作会 现场会".split()
)


def says_so(text: str, begin: int, found: tuple[int, int, Head]) -> bool:
    """Whether the verb before a descriptive name says that one thing of the name is meant (成立高原病诊疗中心, 举办运河文化周)."""
    start, end, head = found
    for classes, before, whole, verbs in _BUILT:
        long = start - begin >= before and end - begin >= whole
        named = head.cls in classes and long and not _RATED.search(text, begin, start)
        if named and verbs.search(text[max(0, begin - 24) : begin]):
            return len(head.text) > 1 and (head.text not in _GENERIC_EVENTS or (start - begin >= _TELLING and head.text[-1] == "会"))
    return head.text.endswith("有限公司") and start - begin >= 2
