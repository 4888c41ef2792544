// <form data-quick-send>: Ctrl+Enter (or Command+Enter) in a text field sends it.
export default function quickSend(form) {
  form.addEventListener("keydown", (event) => {
    const asked = event.key === "Enter" && (event.ctrlKey || event.metaKey);
    if (asked && event.target.matches("textarea")) form.requestSubmit();
  });
}
