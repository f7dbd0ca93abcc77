"""Several questions in one message."""

import pytest

from knowledge.reading import read


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (
            "我们做论坛。要不要做安全评估？ICP备案要多久？",
            ("我们做论坛。 要不要做安全评估?", "我们做论坛。 icp备案要多久?"),
        ),
        ("要不要做安全评估和算法备案", ("要不要做安全评估", "要不要做算法备案")),
        ("do we need an icp filing and a security assessment?", None),
        ("ICP备案要多久？会罚吗？", ("icp备案要多久?", "icp备案 会罚吗?")),
        ("AI图片要加水印吗，不加罚多少", ("ai图片要加水印吗", "ai图片 加水印 不加罚多少")),
        (
            "Do we have to label AI images, and what is the fine if we don't?",
            ("do we have to label ai images", "we label ai images and what is the fine if we don't?"),
        ),
        ("直播要实名吗，未成年人能不能打赏", ("直播要实名吗", "未成年人能不能打赏")),
        ("需要办ICP备案还是许可证？", ()),
        ("我们需要用户上传头像，要不要做安全评估", ()),
        ("做直播要不要备案", ()),
        ("what does Art. 7 of the 2018 Provisions say?", ()),
    ],
)
def test_parts(library, text, parts):
    found = read(library, text).parts
    said = tuple(part.text if part.stands_alone else part.together for part in found)
    assert said == parts if parts is not None else len(said) == 2
