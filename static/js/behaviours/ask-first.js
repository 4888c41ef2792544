// <form data-ask-first="Give up your seat?">: asks before it sends.
// <form method="get" data-ask-first="…" data-then-post="the token">: without JavaScript its address asks, on a page of its
// own; asked here already, it is done at once.
export default function askFirst(form) {
  form.addEventListener("submit", (event) => {
    if (!window.confirm(form.dataset.askFirst)) return event.preventDefault();
    if (form.dataset.thenPost) post(form);
  });
}

function post(form) {
  const token = document.createElement("input");
  Object.assign(token, { type: "hidden", name: "csrf_token", value: form.dataset.thenPost });
  form.append(token);
  form.method = "post";
}
