"""An office's own wording of its papers: each block with its source, changed one by one."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from giamngheo.accounts.enums import Permission
from giamngheo.areas.models import Unit
from giamngheo.law.enums import CONFIDENCE_LABELS
from giamngheo.papers.actions import set_text
from giamngheo.papers.queries import office_texts
from giamngheo.papers.wording import BASES, shipped_bases, shipped_texts
from giamngheo.web.access import reader, require, today
from giamngheo.web.rendering import render

GROUPS = {
    "committee": "Tên cơ quan",
    "minutes": "Biên bản họp thôn",
    "listing": "Danh sách cần rà soát",
    "results": "Danh sách sau rà soát",
    "posting": "Thông báo niêm yết",
    "report": "Báo cáo cấp trên",
    "decision": "Quyết định công nhận hộ nghèo, hộ cận nghèo",
    "escape": "Quyết định công nhận hộ thoát nghèo",
    "correction": "Quyết định điều chỉnh",
    "refusal": "Văn bản trả lời, từ chối",
    "certificate": "Giấy chứng nhận",
    "confirmation": "Giấy xác nhận",
}


@require_GET
def texts(request: HttpRequest, unit_id: int) -> HttpResponse:
    unit = _unit(request, unit_id)
    own = {one.key: one for one in office_texts(unit=unit)}
    bases = "\n".join(one.text for one in shipped_bases() if one.is_in_force(today()))
    blocks: list[dict[str, object]] = [
        {
            "key": BASES,
            "group": "Căn cứ pháp lý (mỗi dòng một căn cứ)",
            "text": own[BASES].text if BASES in own else bases,
            "own": own.get(BASES),
            "source": "theo ngày của văn bản",
            "confidence": "",
            "names": (),
        }
    ]
    for key, block in shipped_texts().items():
        changed = own.get(key)
        blocks.append(
            {
                "key": key,
                "group": GROUPS[key.partition(".")[0]],
                "text": changed.text if changed else block.text,
                "own": changed,
                "source": block.source,
                "confidence": CONFIDENCE_LABELS[block.confidence],
                "names": sorted(block.names),
            }
        )
    context = {
        "unit": unit,
        "blocks": blocks,
        "action": reverse("office_text_save", kwargs={"unit_id": unit.pk}),
        "steps": [
            ("Tổng quan", "/"),
            (unit.full_name, reverse("unit", kwargs={"unit_id": unit.pk})),
            ("Lời văn của văn bản", ""),
        ],
    }
    return render(request, "papers/wording.html", context)


@require_POST
def save(request: HttpRequest, unit_id: int) -> HttpResponse:
    unit = _unit(request, unit_id)
    key = request.POST.get("doan", "")
    kept = set_text(unit=unit, key=key, text=request.POST.get("loi-van", ""), by=reader(request))
    words = "Đã lưu lời văn của cơ quan." if kept else "Đã dùng lại lời văn có sẵn."
    messages.success(request, words)
    return redirect(f"{reverse('office_texts', kwargs={'unit_id': unit.pk})}#{key}")


def _unit(request: HttpRequest, unit_id: int) -> Unit:
    unit = Unit.objects.select_related("parent").filter(pk=unit_id).first()
    if unit is None:
        raise Http404(f"no unit {unit_id}")
    require(
        request,
        permission=Permission.DECIDE,
        unit=unit,
        what=f"Sửa lời văn văn bản của {unit.full_name}",
    )
    return unit
