// Every form that posts: its button shows that it works, and a second click sends nothing.
// <form data-more-than-once> stays as it is (its answer is a file, not a page).
export default function once(form) {
  let sending = false;
  // On the document, so that whoever asks first has been asked by now.
  document.addEventListener("submit", (event) => {
    if (event.target !== form) return;
    if (sending) event.preventDefault();
    if (event.defaultPrevented) return;
    sending = true;
    event.submitter?.setAttribute("aria-busy", "true");
  });
  window.addEventListener("pageshow", () => { // also when somebody comes back by the browser's own button
    sending = false;
    for (const button of form.querySelectorAll("[aria-busy]")) button.removeAttribute("aria-busy");
  });
}
