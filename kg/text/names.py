"""Lines that are nothing but names of persons."""

from __future__ import annotations

import re

_HAN = "\u3400-\u4dbf\u4e00-\u9fff"
_NAME = re.compile(f"[{_HAN}]{{2,4}}|[{_HAN}]{{1,8}}(?:·[{_HAN}]{{1,8}}){{1,3}}")
_SURNAMES = frozenset(
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄"
    "和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫经房裘缪干解应宗丁宣贲邓郁单杭洪包诸左石崔吉钮龚"
    "程嵇邢滑裴陆荣翁荀羊惠甄曲家封芮储靳汲松井段富巫乌焦巴弓牧隗山谷车侯宓蓬全班仰秋仲伊宫宁仇栾甘厉戎祖武符刘景詹束龙叶幸司黎薄印白怀蒲从鄂索籍赖卓蔺屠蒙池乔阴胥苍双闻莘党翟谭贡劳姬申扶堵冉宰雍"
    "桑桂牛寿边扈燕冀浦尚农温别庄晏柴瞿阎充慕连茹习艾容向古易廖庾终居衡步都耿满弘匡国文寇广东欧沃利蔚越隆师巩聂晁勾敖融冷辛阚那简饶曾沙养鞠丰关查后荆红游竺权益桓公肖付代闫覃晋仝佟佘佴"
)


def is_name(raw: str) -> bool:
    """Whether a line is the names of one to four persons (陈 默; 李明 王芳)."""
    words = raw.split()
    if all(len(word) == 1 for word in words) or (len(words) == 2 and len(words[0]) == 1 and len(words[1]) <= 2):
        words = ["".join(words)]
    return 1 <= len(words) <= 4 and all(is_person(word) for word in words)


def is_person(word: str) -> bool:
    """Whether a word has the form of a person's name: two to four characters after a surname, or with ·."""
    return bool(_NAME.fullmatch(word)) and ("·" in word or word[0] in _SURNAMES)
