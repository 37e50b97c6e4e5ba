"""What the actions on accounts refuse, and in which words."""

from giamngheo.lib.errors import Refusal


class AccessRefused(Refusal):
    code = "ACC-001"
    sentence = (
        "Chưa thực hiện được: tài khoản {user} không có quyền {right} ở đơn vị này. "
        "Cần quyền này thì đề nghị người quản trị hệ thống phân công."
    )
    english = "Not done: {user} may not {permission} in this unit. Ask an administrator."


class UsernameTaken(Refusal):
    code = "ACC-002"
    sentence = "Chưa lập được tài khoản: tên đăng nhập {username} đã có người dùng. Chọn tên khác."
    english = "Account not made: the username {username} is taken. Choose another."


class BadUser(Refusal):
    code = "ACC-003"
    sentence = "Chưa lưu được tài khoản {username}: {problems}"
    english = "Account {username} not saved: {problems}"


class WeakPassword(Refusal):
    code = "ACC-004"
    sentence = "Chưa đặt được mật khẩu cho {username}: {problems} Chọn mật khẩu khác."
    english = "Password of {username} not set: {problems} Choose another."


class BadAssignment(Refusal):
    code = "ACC-005"
    sentence = "Chưa phân công được {user}: {problems}"
    english = "{user} not assigned: {problems}"


class AlreadyAssigned(Refusal):
    code = "ACC-006"
    sentence = (
        "Chưa phân công được: {user} đã giữ vai trò {role} ở {unit} từ ngày {since}{until}. "
        "Kết thúc phân công đó trước, hoặc chọn ngày khác."
    )
    english = "{user} already is {role} in {unit} from {since}. End that assignment first."


class BadEnd(Refusal):
    code = "ACC-007"
    sentence = (
        "Chưa kết thúc được phân công của {user}: ngày kết thúc {end} phải sau ngày bắt đầu "
        "{start} và không sau ngày kết thúc đã ghi. Chọn ngày khác."
    )
    english = "Assignment of {user} not ended: {end} is outside its period."


class LastAdministrator(Refusal):
    code = "ACC-008"
    sentence = (
        "Chưa thực hiện được: {user} là người quản trị hệ thống duy nhất. "
        "Phân công một người quản trị khác trước."
    )
    english = "{user} is the only administrator. Assign another one first."


class WrongPassword(Refusal):
    code = "ACC-009"
    sentence = "Chưa đổi được mật khẩu của {username}: mật khẩu đang dùng chưa đúng. Gõ lại."
    english = "Password of {username} not changed: the current password is wrong."


class UnknownUser(Refusal):
    code = "ACC-010"
    sentence = "Không có tài khoản {username}. Xem các tài khoản đang có bằng: giamngheo users list"
    english = "There is no account {username}. See: giamngheo users list"


class UnknownUnit(Refusal):
    code = "ACC-011"
    sentence = (
        "Chưa phân công được: không có đơn vị mang mã {code} vào ngày {as_of}. "
        "Xem lại mã hoặc ngày; mã của một đơn vị có thể đã đổi sau sáp nhập."
    )
    english = "Not assigned: no unit has the code {code} on {as_of}."


class NotAssigned(Refusal):
    code = "ACC-012"
    sentence = (
        "Không kết thúc được phân công: {user} không giữ vai trò {role} ở {unit}. "
        "Xem các phân công bằng: giamngheo users list"
    )
    english = "Nothing ended: {user} is not {role} in {unit}."
