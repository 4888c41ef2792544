// <a data-search> or <input data-search>: Ctrl+K (Command+K) goes there. Not a bare letter: speech input types those.
export default function search(target) {
  document.addEventListener("keydown", (event) => {
    if (event.key !== "k" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    if (target.matches("a") && document.querySelector("input[data-search]")) return;
    event.preventDefault();
    target.focus();
    if (target.matches("a")) target.click();
    else target.select();
  });
}
