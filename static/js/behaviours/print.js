// <button type="button" data-print hidden>: prints this page.
export default function print(button) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
