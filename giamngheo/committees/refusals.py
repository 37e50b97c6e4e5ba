"""What work on committees is refused for, and in which words."""

from giamngheo.lib.errors import Refusal


class CommitteeIncomplete(Refusal):
    code = "CMT-001"
    sentence = "Chưa lập được ban chỉ đạo của {unit}: {problem}. Bổ sung rồi ghi lại."


class CommitteeKnown(Refusal):
    code = "CMT-002"
    sentence = (
        "Chưa lập được ban chỉ đạo của {unit}: đang có “{name}” từ ngày {day}. Chọn ngày sau ngày "
        "đó; ban cũ sẽ kết thúc vào ngày ban mới bắt đầu."
    )


class MemberRefused(Refusal):
    code = "CMT-003"
    sentence = "Chưa ghi được thành viên {name}: {problem}. Sửa rồi ghi lại."


class AssignmentRefused(Refusal):
    code = "CMT-004"
    sentence = "Chưa giao được địa bàn cho {name}: {problem}. Chọn lại rồi giao."


class MembersUnreadable(Refusal):
    code = "CMT-005"
    sentence = "Chưa nhập được danh sách thành viên: {problem}. Sửa rồi nhập lại."


class MeetingRefused(Refusal):
    code = "CMT-006"
    sentence = "Chưa ghi được cuộc họp của {committee}: {problem}. Sửa rồi ghi lại."


class ConclusionTaken(Refusal):
    code = "CMT-007"
    sentence = "Chưa giao được kết luận “{words}” thành việc: kết luận đã có việc. Xem việc ấy."
