// <form data-autosave="/practices/x/draft" data-saved="Draft saved" data-unsaved="Not saved …" data-keep="practice-x">
// Sends the form some seconds after the last key and says so in [data-autosave-status]. When that fails, the text is kept
// in this tab, and offered again (data-restore are the words of the button) when the page is opened anew.
const REST = 3000; // milliseconds without typing
const AGAIN = 15000; // milliseconds until another try

export default function autosave(form) {
  const status = form.querySelector("[data-autosave-status]");
  const key = `autosave:${form.dataset.keep ?? form.dataset.autosave}`;
  let timer;
  let sending; // the promise of the save that is under way
  let unsaved = false;

  const tell = (state, words) => {
    if (!status) return;
    status.dataset.state = state;
    status.textContent = words;
  };

  const plan = (delay) => {
    clearTimeout(timer);
    timer = setTimeout(save, delay);
  };

  function save() {
    if (sending) return plan(REST);
    sending = send().finally(() => (sending = undefined));
  }

  async function send() {
    const text = written(form);
    try {
      const answer = await fetch(form.dataset.autosave, {
        method: "POST", body: new FormData(form), headers: { Accept: "application/json" }, redirect: "error",
      });
      if (answer.status === 204) return nothing();
      if (answer.ok) return settle(await answer.json(), text);
      if (answer.status === 422) return keep(text, (await answer.json()).message); // tried again when it is changed
      if (answer.status === 409) return keep(text, (await answer.json()).message); // somebody else saved meanwhile
      if (answer.status >= 500) plan(AGAIN);
    } catch {
      plan(AGAIN);
    }
    keep(text, form.dataset.unsaved);
  }

  function nothing() { // was written yet, so nothing can be lost
    unsaved = false;
    tell("", "");
  }

  function keep(text, why) {
    sessionStorage.setItem(key, JSON.stringify(text));
    tell("failed", why);
  }

  function settle(answer, sent) {
    for (const name of ["version", "once"]) {
      if (answer[name] !== undefined && form.elements[name]) form.elements[name].value = answer[name];
    }
    if (answer.save) form.dataset.autosave = answer.save; // a new draft has an address of its own from now on
    if (answer.action) form.setAttribute("action", answer.action); // a question of the form may be called action
    if (answer.files) form.dataset.files = answer.files;
    sessionStorage.removeItem(key);
    unsaved = JSON.stringify(sent) !== JSON.stringify(written(form));
    if (unsaved) plan(REST);
    tell("saved", `${form.dataset.saved} ${answer.saved_at}`);
  }

  const changed = () => {
    unsaved = true;
    plan(REST);
  };
  form.addEventListener("input", changed);
  if ([...form.elements].some(touched)) changed(); // typed before this file had come
  form.addEventListener("save-now", async ({ detail: saved }) => {
    clearTimeout(timer);
    await sending;
    save();
    await sending;
    saved();
  });
  form.addEventListener("submit", (event) => {
    if (sending) { // or the form would be told that somebody changed it meanwhile: itself
      event.preventDefault();
      sending.then(() => form.requestSubmit(event.submitter));
      return;
    }
    unsaved = false;
    clearTimeout(timer);
    sessionStorage.removeItem(key);
  });
  window.addEventListener("beforeunload", (event) => {
    if (unsaved) event.preventDefault();
  });
  offer(form, key);
}

// Whether a field holds something else than it came with.
function touched(field) {
  if (field.matches("[type='radio'], [type='checkbox']")) return field.checked !== field.defaultChecked;
  if (field.matches("select")) return !([...field.options].find((each) => each.defaultSelected) ?? field.options[0])?.selected;
  return field.matches("textarea, input:not([type='hidden'])") && field.value !== field.defaultValue;
}

// What was written, without the fields that only carry the form.
function written(form) {
  return [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !["csrf_token", "version", "once"].includes(name));
}

function offer(form, key) {
  const kept = JSON.parse(sessionStorage.getItem(key) ?? "null");
  if (!kept || JSON.stringify(kept) === JSON.stringify(written(form)) || !form.dataset.restore) return;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button--small";
  button.textContent = form.dataset.restore;
  button.addEventListener("click", () => {
    for (const [name, value] of kept) {
      for (const field of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
        if (field.matches("[type='radio'], [type='checkbox']")) field.checked ||= field.value === value;
        else field.value = value;
      }
    }
    for (const field of form.elements) field.dispatchEvent(new Event("change")); // for an editor that stands in its place
    form.dispatchEvent(new Event("input"));
    button.remove();
  });
  form.prepend(button);
}
