"""What work on tasks and obstacles is refused for, and in which words."""

from giamngheo.lib.errors import Refusal


class TaskIncomplete(Refusal):
    code = "TSK-001"
    sentence = "Chưa giao được việc của {unit}: {problem}. Bổ sung rồi giao lại."


class TaskClosed(Refusal):
    code = "TSK-002"
    sentence = "Chưa ghi được cho việc “{task}”: {problem}. Xem lịch sử của việc này."


class ProgressRefused(Refusal):
    code = "TSK-003"
    sentence = "Chưa ghi được tiến độ việc “{task}”: {problem}. Sửa rồi ghi lại."


class EvidenceRefused(Refusal):
    code = "TSK-004"
    sentence = "Chưa nhận được tệp minh chứng “{file}”: {problem}. Chọn tệp khác rồi gửi lại."


class GuidanceRefused(Refusal):
    code = "TSK-005"
    sentence = "Chưa ghi được văn bản hướng dẫn cho việc “{task}”: {problem}. Sửa rồi ghi lại."


class HandoverRefused(Refusal):
    code = "TSK-006"
    sentence = "Chưa bàn giao được việc của {agency}: {problem}. Chọn lại rồi bàn giao."


class ObstacleRefused(Refusal):
    code = "TSK-007"
    sentence = "Chưa ghi được vướng mắc của {unit}: {problem}. Sửa rồi ghi lại."


class PlanNotCommitted(Refusal):
    code = "TSK-008"
    sentence = (
        "Chưa đưa được nhiệm vụ của kế hoạch {plan} vào bảng theo dõi: kế hoạch chưa được ghi "
        "nhận. Ghi nhận kế hoạch ở trang đọc văn bản rồi làm lại."
    )


class MailRefused(Refusal):
    code = "TSK-009"
    sentence = (
        "Chưa gửi được thư nhắc việc cho {agency}: máy chủ thư không nhận. Kiểm tra các cài đặt "
        "EMAIL_… rồi chạy lại; thư đã gửi không gửi lại."
    )
    english = "The mail server refused the reminder to {agency}. Check EMAIL_… and run it again."


class EvidenceGone(Refusal):
    code = "TSK-010"
    sentence = (
        "Chưa mở được tệp minh chứng “{file}”: tệp không còn trong kho tệp của máy chủ. Báo người "
        "quản trị khôi phục từ bản sao lưu."
    )
