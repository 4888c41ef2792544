// <textarea data-names="/conversations/practice/9/names" data-names-words="Names: up and down to choose …">
// After an @ it offers the names of who takes part in the conversation: arrows choose, Enter or Tab takes one, Escape ends.
const CALL = /(?:^|[^\p{L}\p{N}_])@([\p{L}\p{M}\p{N}'’.& -]{0,60})$/u;
const MOST = 6;

export default function names(field) {
  const list = document.createElement("ul");
  list.className = "names";
  list.id = `${field.id}-names`;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", field.dataset.namesWords);
  list.hidden = true;
  const status = document.createElement("p");
  status.className = "hidden-text";
  status.setAttribute("role", "status");
  field.after(list, status);
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-controls", list.id);
  let people; // asked for once, when somebody types the first @
  let chosen = 0;

  const typed = () => field.value.slice(0, field.selectionStart).match(CALL)?.[1];

  function close() {
    list.hidden = true;
    field.removeAttribute("aria-activedescendant");
    status.textContent = "";
  }

  async function offer() {
    if (typed() === undefined) return close();
    people ??= fetch(field.dataset.names, { headers: { Accept: "application/json" } }).then((answer) => (answer.ok ? answer.json() : [])).catch(() => []);
    const known = await people;
    const begun = typed()?.toLowerCase(); // more may have been typed while the names came
    const fitting = begun === undefined ? [] : known.filter((name) => begins(name, begun)).slice(0, MOST);
    if (!fitting.length || fitting.some((name) => name.toLowerCase() === begun.trim())) return close();
    list.replaceChildren(...fitting.map(option));
    list.hidden = false;
    choose(0);
    status.textContent = `${field.dataset.namesWords}: ${fitting.join(", ")}`;
  }

  function option(name, at) {
    const item = document.createElement("li");
    item.id = `${list.id}-${at}`;
    item.setAttribute("role", "option");
    item.textContent = name;
    item.addEventListener("pointerdown", (event) => {
      event.preventDefault(); // or the text would lose its caret
      take(at);
    });
    return item;
  }

  function choose(at) {
    chosen = (at + list.children.length) % list.children.length;
    [...list.children].forEach((item, n) => item.setAttribute("aria-selected", String(n === chosen)));
    field.setAttribute("aria-activedescendant", list.children[chosen].id);
  }

  function take(at) {
    const end = field.selectionStart;
    const begin = end - typed().length;
    field.setRangeText(`${list.children[at].textContent} `, begin, end, "end");
    close();
    field.focus();
  }

  const acts = {
    ArrowDown: () => choose(chosen + 1),
    ArrowUp: () => choose(chosen - 1),
    Enter: () => take(chosen),
    Tab: () => take(chosen),
    Escape: close,
  };
  field.addEventListener("keydown", (event) => {
    if (list.hidden || event.ctrlKey || event.metaKey || event.shiftKey || !acts[event.key]) return;
    event.preventDefault();
    acts[event.key]();
  });
  field.addEventListener("input", offer);
  field.addEventListener("blur", close);
}

// By the beginning of the whole name, or of any of its words.
function begins(name, text) {
  const small = name.toLowerCase();
  return small.startsWith(text) || small.split(" ").some((word) => word.startsWith(text));
}
