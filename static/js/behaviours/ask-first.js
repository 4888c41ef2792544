// <form data-ask-first="Give up your seat?">: asks before it sends.
export default function askFirst(form) {
  form.addEventListener("submit", (event) => {
    if (!window.confirm(form.dataset.askFirst)) event.preventDefault();
  });
}
