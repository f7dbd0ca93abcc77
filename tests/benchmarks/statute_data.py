"""Collections of statutes to measure with: made up at any size, or real ones from a folder."""

import random
from collections.abc import Iterator

from knowledge.article_numbers import label

SUBJECTS = "网络运营者 数据处理者 平台经营者 出租人 承租人 用人单位 劳动者 监护人 保险人 承运人 出版者 医疗机构 业主"
ACTIONS = "登记 备案 评估 公示 告知 审查 赔偿 返还 变更 解除 检验 通知 报告 保存 删除 更正 转让 抵押 续期 听证"
OBJECTS = "个人信息 重要数据 合同 房屋 工资 商标 作品 遗产 车辆 货物 食品 药品 土地 船舶 发票 证据 设备 保证金 许可证"
ADVERBS = "及时 书面 定期 如实 依法 事先 公开 单独 妥善 优先 连带 按照约定"
TIMES = "三日内 五个工作日内 十日内 十五日内 三十日内 六个月内 一年内 二年内"
BODIES = "县级以上人民政府 国家网信部门 市场监督管理部门 公安机关 人民法院 住房城乡建设主管部门 税务机关 行业协会"
QUESTIONS = (
    "{subject}没有{action}{object}怎么办？",
    "{object}要{time}{action}吗",
    "{subject}不{adverb}{action}{object}，{body}会罚款吗？",
    "谁负责{action}{object}",
)
ARTICLES_A_STATUTE = 60


class Maker:
    """Makes statutes and questions in words that are drawn with the uneven frequencies of language."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        lists = {
            "subject": SUBJECTS,
            "action": ACTIONS,
            "object": OBJECTS,
            "adverb": ADVERBS,
            "time": TIMES,
            "body": BODIES,
        }
        self._words = {kind: words.split() for kind, words in lists.items()}
        common = [chr(point) for point in range(0x4E00, 0x4E00 + 3000)]
        self._random.shuffle(common)
        self._names = ["".join(self._random.choices(common[:1500], k=2)) for _ in range(4000)]

    def statutes(self, articles: int) -> Iterator[tuple[str, str]]:
        """Yield (file, text) of statutes with so many articles in all."""
        for first in range(0, articles, ARTICLES_A_STATUTE):
            topic = "".join(self._random.sample(self._names, 2))
            title = f"{topic}管理办法"
            lines = [title, f"（20{first % 20 + 10}年3月1日公布）"]
            for n in range(1, min(ARTICLES_A_STATUTE, articles - first) + 1):
                if n % 15 == 1:
                    lines.append(f"第{'一二三四'[n // 15]}章 {self._word('object')}的{self._word('action')}")
                lines.append(f"{label(str(n))} {self._article(topic)}")
            yield f"{first:06}.txt", "\n".join(lines)

    def question(self) -> str:
        """Return a question as a layperson asks it."""
        return self._random.choice(QUESTIONS).format(**{kind: self._word(kind) for kind in self._words})

    def _article(self, topic: str) -> str:
        return "".join(self._sentence(topic) for _ in range(self._random.choice((1, 1, 2, 3, 5))))

    def _sentence(self, topic: str) -> str:
        word, name = self._word, self._names[int(self._random.paretovariate(0.6)) % len(self._names)]
        about = topic if self._random.random() < 0.1 else name
        return (
            f"{word('subject')}应当自{word('time')}{word('adverb')}{word('action')}{name}{word('object')}，"
            f"并向{word('body')}{word('action')}{about}有关的{word('object')}。"
        )

    def _word(self, kind: str) -> str:
        words = self._words[kind]
        return words[min(int(self._random.expovariate(0.25)), len(words) - 1)]
