// <div data-proposals="/links/proposals?kind=practice&id=7" hidden> in a form, with a <fieldset><ul> and [data-proposals-status]
// Asks what may belong with the words that somebody is writing, some seconds after the last key, and shows it to be ticked.
// What was ticked stays, and so does what was ticked when the page came: taking that away undoes a link.
const REST = 4000; // milliseconds without typing
const ENOUGH = 60; // letters in all, before it is worth asking

export default function proposals(box) {
  const form = box.closest("form");
  const list = box.querySelector("ul");
  const status = box.querySelector("[data-proposals-status]");
  let timer;
  let asked = "";

  const isKept = (item) => {
    const tick = item.querySelector("[type='checkbox']");
    return tick.checked || tick.defaultChecked;
  };

  async function ask() {
    const words = written(form);
    if (words.length < ENOUGH || words === asked || list.contains(document.activeElement)) return;
    asked = words;
    const kept = [...list.children].filter(isKept);
    const sent = new FormData(form);
    sent.delete("shown");
    for (const item of kept) sent.append("shown", item.querySelector("[name='shown']").value);
    const answer = await fetch(box.dataset.proposals, { method: "POST", body: sent, redirect: "error" }).catch(() => undefined);
    if (!answer?.ok || list.contains(document.activeElement)) return;
    const piece = document.createElement("ul");
    piece.innerHTML = await answer.text(); // made by our own template: what people wrote is escaped there
    show([...list.children].filter(isKept), [...piece.children]);
  }

  function show(kept, proposed) {
    const before = new Set(ids([...list.children]));
    list.replaceChildren(...kept, ...proposed.filter((item) => !ids(kept).includes(ids([item])[0])));
    box.hidden = !list.children.length;
    status.textContent = ids([...list.children]).some((id) => !before.has(id)) ? status.dataset.words : "";
  }

  form.addEventListener("input", (event) => {
    if (list.contains(event.target)) return;
    clearTimeout(timer);
    timer = setTimeout(ask, REST);
  });
}

const ids = (items) => items.map((item) => item.querySelector("[name='shown']").value);

// What stands in the fields in which one writes.
function written(form) {
  return [...form.querySelectorAll("textarea, input[type='text'], input:not([type])")].map((field) => field.value).join(" ").trim();
}
