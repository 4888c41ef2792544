// <form data-seen=".talk > :last-child">: sends itself, unseen, once the last that is named has come into sight.
export default function seen(form) {
  const last = [...document.querySelectorAll(form.dataset.seen)].at(-1);
  if (!last) return;
  const watch = new IntersectionObserver(async ([sight]) => {
    if (!sight.isIntersecting) return;
    watch.disconnect();
    const answer = await fetch(form.action, {
      method: "POST", body: new FormData(form), headers: { Accept: "application/json" }, redirect: "error",
    }).catch(() => undefined); // it is asked again the next time
    if (answer?.ok) form.hidden = true;
  });
  watch.observe(last);
}
