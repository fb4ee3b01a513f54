"""What stands around names of persons: posts and words for people before them, what only persons do behind them."""

from __future__ import annotations

import re

from kg.facts.tokens import word_class
from kg.facts.units import TRAILING
from kg.lexicon import Lexicon

ACTS = re.compile(
    r"(?:说|表示|介绍|坦言|认为|告诉|指出|强调|回忆|透露|提出|感慨|感叹|直言|率|带队|带领|赴|到访|出席|主持|一行|同志|先生|女士|老师|医生|教授|代表|"
    r"深有|笑着|如此|如是|曾|也说|也到|离开|听完|接受|现场|解释|谈|补充|补充道|道|告诉记者|来到|走进|担任|当选|原任|现任|任|是|期待|希望|获聘|被聘|挂职|返|入|进藏|带着|上完|看好|当|还|"
    r"被(?:任命|聘|选派|推选|授予|评为)|的(?:另一个|新)身份|"
    r"正|做|把|带|创办|创立|牵头|领衔|和同事|等\d*[名位人]|等人|等(?:一行|领导|市领导|省领导|参加|出席|陪同)|两人|三人|二人|四人|署名|撰文|报道|摄)"
)
_ENDS = frozenset("领回考也任表介时在把被给从都家告")
_SPEAKS = re.compile(
    r"[作做]了?(?:汇报|报告|介绍|交流|发言|讲话|主旨|总结|表态|主题|专题|致辞)|致[辞欢]|讲话|发言|会见|陪同|汇报|签字|签约|揭牌|授牌"
)
_TAKES_OFFICE = re.compile(r"任[\u4e00-\u9fff]{0,14}?(?:长|书记|主任|主席|顾问|总指挥|专家|校长|院长)")


def verb_at(text: str, at: int, lexicon: Lexicon) -> bool:
    """Whether a verb or a mark follows, whatever segmentation makes of it (黎某荣|率团)."""
    after = text[at : at + 1]
    if after == "赴" and word_class(text[at - 1 : at + 1]) is not None:
        return False  # 奔赴, 赶赴
    known = after in "率赴说。、；：（）" or any(text[at : at + n] in lexicon.predicate_verbs for n in (2, 3))
    known = known or text.startswith(("团队", "一行", "带领", "当上", "当选", "升任", "挂任", "兼着", "兼了"), at)
    return known or bool(_SPEAKS.match(text, at)) or bool(_TAKES_OFFICE.match(text, at))


def role_at(text: str, end: int, start: int, lexicon: Lexicon) -> str | None:
    """The longest role that ends at `end`, not before `start`."""
    return next((text[end - n : end] for n in range(min(12, end - start), 1, -1) if text[end - n : end] in lexicon.roles), None)


def people_before(text: str, start: int, lexicon: Lexicon) -> bool:
    """Whether a word for people stands before `start` (村民, 女工, 38岁的)."""
    return any(text[start - n : start] in lexicon.people_words for n in (2, 3, 4, 5)) or text.endswith("岁的", 0, start)


def goes_on(text: str, at: int, lexicon: Lexicon) -> bool:
    """Whether a name may end here: a mark, a verb or a function word follows."""
    after = text[at : at + 1]
    if not after or not "\u4e00" <= after <= "\u9fff" or after in TRAILING or after in _ENDS or verb_at(text, at, lexicon):
        return True
    return word_class(text[at : at + 2]) in ("v", "vn", "vd") or ACTS.match(text, at) is not None
