// A request that never reached the server is said, not swallowed.
const SENTENCE = "Chưa gửi được: không nối được với máy chủ. Kiểm tra mạng rồi làm lại.";

export function sayNotSent() {
  const place = document.getElementById("messages");
  if (!place) return;
  const list = document.createElement("ul");
  const item = document.createElement("li");
  const text = document.createElement("span");
  list.className = "warnings";
  item.className = "warning-bad";
  text.className = "warning-text";
  text.textContent = SENTENCE;
  item.append(text);
  list.append(item);
  place.replaceChildren(list);
}
