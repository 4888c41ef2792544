// <button type="button" data-copy="#cite" data-copied="Copied" hidden>: copies that element's text (or value).
const SHOWN_FOR = 2500; // milliseconds

export default function copy(button) {
  if (!navigator.clipboard) return;
  const words = button.querySelector("[data-words]") ?? button;
  const said = words.textContent;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const source = document.querySelector(button.dataset.copy);
    await navigator.clipboard.writeText(source.value ?? source.textContent.trim());
    words.textContent = button.dataset.copied;
    setTimeout(() => (words.textContent = said), SHOWN_FOR);
  });
}
