// <a data-search> or <input data-search>: the key "/" goes there, unless somebody is typing.
const TYPING = "input, textarea, select, [contenteditable]";

export default function search(target) {
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.matches(TYPING) || (target.matches("a") && document.querySelector("input[data-search]"))) return;
    event.preventDefault();
    target.focus();
    if (target.matches("a")) target.click();
    else target.select();
  });
}
