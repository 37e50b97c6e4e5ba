"""A standard in sentences, and how surely each of them is known."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from giamngheo.law.classification import ruling_label, weakest
from giamngheo.law.enums import CONFIDENCE_LABELS, Confidence
from giamngheo.law.standard_types import Band, ByArea, Cited, Ruling, Standard
from giamngheo.law.standard_view import NOT_FOUND_TEXT, standard_lines
from giamngheo.lib.numbers import format_number
from giamngheo.lib.periods import Period
from giamngheo.web.parts import Notice
from giamngheo.web.tables import Status, Tone

_TONES: dict[Confidence, Tone] = {
    Confidence.VERBATIM: "good",
    Confidence.SECONDARY: "plain",
    Confidence.UNVERIFIED: "look",
}
_BY_LABEL = {label: confidence for confidence, label in CONFIDENCE_LABELS.items()}
NOT_FOUND_STATUS = Status(tone="look", word="Chưa tìm thấy")


@dataclass(frozen=True)
class RuleSentence:
    """One rule in words, its source, and the mark of its weakest value."""

    text: str
    source: str
    mark: Status


def confidence_mark(confidence: Confidence) -> Status:
    """Return the sign and word that stand beside every value of the law."""
    word = CONFIDENCE_LABELS[confidence]
    return Status(tone=_TONES[confidence], word=word[:1].upper() + word[1:])


def mark_of_label(label: str) -> Status:
    """Return the mark for the words `standard_lines` gives."""
    found = _BY_LABEL.get(label)
    return NOT_FOUND_STATUS if found is None else confidence_mark(found)


def rule_sentences(standard: Standard) -> list[RuleSentence]:
    """Return who is poor, near poor and neither, in the order of the bands."""
    found = []
    below: Band | None = None
    for band in standard.bands:
        found += _band_sentences(standard, band, below)
        below = band
    found.append(_sentence("Thu nhập cao hơn các mức trên", standard.above, []))
    return found


def _band_sentences(standard: Standard, band: Band, below: Band | None) -> list[RuleSentence]:
    income = _income_words(band, below)
    used = _values(band.income_max_vnd)
    rule = standard.deprivation
    if rule is None or not band.asks_deprivation:
        return [_sentence(income, band.otherwise, used)]
    count = rule.min_indicators
    return [
        _sentence(
            f"{income} và thiếu hụt từ {count.value} chỉ số trở lên",
            band.if_deprived,
            [*used, count.confidence],
        ),
        _sentence(
            f"{income} và thiếu hụt dưới {count.value} chỉ số",
            band.otherwise,
            [*used, count.confidence],
        ),
    ]


def _income_words(band: Band, below: Band | None) -> str:
    start = "Thu nhập bình quân đầu người một tháng"
    if below is None:
        return f"{start} từ {_both(band.income_max_vnd)} trở xuống"
    return f"{start} trên {_both(below.income_max_vnd)}, đến {_both(band.income_max_vnd)}"


def _both(values: ByArea[Cited[int]]) -> str:
    rural, urban = format_number(values.rural.value), format_number(values.urban.value)
    return f"{rural} đồng (nông thôn), {urban} đồng (thành thị)"


def _values(values: ByArea[Cited[int]]) -> list[Confidence]:
    return [values.rural.confidence, values.urban.confidence]


def _sentence(text: str, ruling: Cited[Ruling], used: Iterable[Confidence]) -> RuleSentence:
    return RuleSentence(
        text=f"{text}: {_lower_first(ruling_label(ruling.value))}.",
        source=ruling.citation,
        mark=confidence_mark(weakest([ruling.confidence, *used])),
    )


def _lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]


def period_words(standard: Standard) -> str:
    """Return "từ 01/01/2022 đến hết ngày 31/12/2026"; for one withdrawn whole, that it is."""
    start, end = standard.valid_from.value, standard.valid_to.value
    return str(Period(start, end)) if start < end else "bị bãi bỏ từ ngày đầu, không áp dụng"


def state_of(standard: Standard, *, as_of: date) -> Status:
    if standard.valid_to.value <= standard.valid_from.value:
        return Status(tone="bad", word="Đã bãi bỏ")
    if as_of < standard.valid_from.value:
        return Status(tone="plain", word="Chưa đến ngày áp dụng")
    if as_of >= standard.valid_to.value:
        return Status(tone="plain", word="Đã hết áp dụng")
    return Status(tone="good", word="Đang áp dụng")


def unverified_count(standard: Standard) -> int:
    label = CONFIDENCE_LABELS[Confidence.UNVERIFIED]
    return sum(line.confidence == label for line in standard_lines(standard))


def not_found_count(standard: Standard) -> int:
    return sum(line.value == NOT_FOUND_TEXT for line in standard_lines(standard))


def notices_of(standard: Standard) -> list[Notice]:
    """Return what a reader must know before she leans on the standard."""
    found = []
    if count := unverified_count(standard):
        found.append(
            Notice(
                text=f"{count} giá trị chưa kiểm chứng với văn bản gốc, có dấu “Chưa kiểm chứng” "
                "bên dưới. Kết quả dựa trên chúng phải đối chiếu trước khi dùng."
            )
        )
    if count := not_found_count(standard):
        found.append(
            Notice(
                text=f"{count} chỉ số chưa tìm thấy câu chữ trong văn bản gốc; hệ thống để trống, "
                "không tự đặt ra."
            )
        )
    if not standard.judges_scores:
        found.append(
            Notice(
                text="Chưa tìm thấy ngưỡng điểm B1 của chuẩn này, nên chỉ xét được từ thu nhập "
                "khảo sát và các chỉ số thiếu hụt, không xét được từ điểm trên phiếu."
            )
        )
    return found
