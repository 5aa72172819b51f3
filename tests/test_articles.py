"""Articles of a page: where each begins, what headline is its own, and whose the figures of each are."""

import pytest
from conftest import claims_of

from extractor import read_text
from extractor.layout import repair
from extractor.link.articles import articles
from extractor.sentences import split

WEST = "桑植县今年新建污水管网6公里。全县污水处理率达到95%。镇村两级管护队伍已经建立。"
EAST = "益阳市今年招收学徒700人。培训班办到了每个乡镇。培训满意率达到98%。"


def read(text: str, rules) -> list[tuple[str, str]]:
    """(first words, headline) of each article."""
    sentences = list(split(repair(read_text(text, doc_id="x", media_type="text/plain"), rules), rules))
    return [(sentences[a.start].text.chars[:4], a.headline) for a in articles(sentences, rules)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        # a writer in brackets ends an article; the headline behind it goes to the text that it shares words with
        (f"{WEST}（沈若舟）\n桑植县污水治理提质\n{EAST}（林一帆 陈明）\n益阳市学徒培训添动能\n", [("桑植县今", "桑植县污水治理提质"), ("益阳市今", "益阳市学徒培训添动能")]),
        (f"{WEST}（沈若舟）\n益阳市学徒培训添动能\n{EAST}（林一帆 陈明）\n", [("桑植县今", ""), ("益阳市学", "益阳市学徒培训添动能")]),
        # so do a source, a continuation on another page, a dateline
        (f"{WEST}（据新华社）\n{EAST}\n", [("桑植县今", ""), ("益阳市今", "")]),
        (f"{WEST}（下转第2版）\n{EAST}\n", [("桑植县今", ""), ("益阳市今", "")]),
        (f"{WEST}\n本报讯（记者 沈若舟）{EAST}\n", [("桑植县今", ""), ("本报讯（", "")]),
        # an end without a mark: where the place of the headline behind the next text is first said
        (f"{WEST}{EAST}（林一帆 陈明）\n益阳市学徒培训添动能\n{WEST}\n", [("桑植县今", ""), ("益阳市今", "益阳市学徒培训添动能"), ("桑植县今", "")]),
        # none of these parts a text
        (f"{WEST}\n{EAST}\n", [("桑植县今", "")]),
        (f"{WEST}（万吨）\n{EAST}\n", [("桑植县今", "")]),
        (f"{WEST}（记者 沈若舟 摄）\n{EAST}\n", [("桑植县今", "")]),
        (f"{WEST}{EAST}（沈若舟）\n", [("桑植县今", "")]),
    ],
)
def test_articles(text, wanted, rules):
    assert read(text, rules) == wanted


def test_what_an_article_leaves_unsaid_is_its_own_places():
    page = f"{WEST}（沈若舟）\n桑植县污水治理提质\n{EAST}（林一帆 陈明）\n益阳市学徒培训添动能\n"
    assert [c.entity for c in claims_of(page) if c.metric.endswith("满意率")] == ["益阳市"]
