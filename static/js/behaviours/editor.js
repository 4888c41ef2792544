// <textarea data-editor="<p>what stands there, as HTML</p>">, followed by <input type="hidden" name="…-as">
// Puts an editor in the place of the text, made of what components/_editor.html holds. The text keeps its name and gets
// the HTML; the hidden field says so. Tab always leads on to the next field; Alt+F10 leads to the buttons.
import * as kit from "../../vendor/editor/editor.js";
import { askForLink, askForPicture } from "./editor/asking.js";
import { cleaned, hasForeignPictures } from "./editor/pasting.js";
import { extensions, putTable } from "./editor/schema.js";

const ACTS = {
  heading: (chain) => chain.toggleHeading({ level: 3 }),
  bold: (chain) => chain.toggleBold(),
  italic: (chain) => chain.toggleItalic(),
  bullets: (chain) => chain.toggleBulletList(),
  numbers: (chain) => chain.toggleOrderedList(),
  undo: (chain) => chain.undo(),
  redo: (chain) => chain.redo(),
  row: (chain) => chain.addRowAfter(),
  column: (chain) => chain.addColumnAfter(),
  "no-row": (chain) => chain.deleteRow(),
  "no-column": (chain) => chain.deleteColumn(),
  "no-table": (chain) => chain.deleteTable(),
};
const ON = { heading: "heading", bold: "bold", italic: "italic", bullets: "bulletList", numbers: "orderedList", link: "link" };

export default function editor(field) {
  const as = field.form.elements[`${field.name}-as`];
  const box = document.querySelector("#editor-tools").content.firstElementChild.cloneNode(true);
  const [bar, page, said] = [".editor__bar", ".editor__page", ".editor__said"].map((each) => box.querySelector(each));
  const label = field.labels[0];
  label.id ||= `${field.id}-label`;

  const editing = new kit.Editor({
    element: page,
    extensions: extensions(kit),
    content: begin(field, as),
    injectCSS: false,
    editorProps: {
      attributes: attributes(field, label),
      transformPastedHTML: (html) => {
        said.textContent = hasForeignPictures(html) ? said.dataset.pasted : "";
        return cleaned(html);
      },
      handlePaste: (_view, event) => picture([...event.clipboardData.files].find((each) => each.type.startsWith("image/"))),
      handleDrop: (_view, event) => picture([...event.dataTransfer.files].find((each) => each.type.startsWith("image/"))),
      handleKeyDown: (_view, event) => event.altKey && event.key === "F10" && (current(bar).focus(), true),
    },
    onUpdate: () => {
      field.value = editing.getHTML();
      as.value = "html";
      field.dispatchEvent(new Event("input", { bubbles: true }));
    },
    onTransaction: ({ editor: now }) => show(bar, now),
  });

  function picture(file) {
    if (!file) return false;
    askForPicture(editing, field.form, file);
    return true;
  }

  function act(name) {
    if (name === "link") askForLink(editing);
    else if (name === "picture") askForPicture(editing, field.form);
    else if (name === "table") putTable(editing, box.dataset.head);
    else ACTS[name](editing.chain().focus()).run();
  }

  field.classList.add("hidden-text"); // it stays there for whatever fills in fields by itself
  field.tabIndex = -1;
  field.setAttribute("aria-hidden", "true");
  field.after(box);
  label.addEventListener("click", () => editing.commands.focus());
  field.addEventListener("focus", () => editing.commands.focus()); // a fault above the form leads to the field
  field.addEventListener("change", () => field.value !== editing.getHTML() && editing.commands.setContent(begin(field, as)));
  field.addEventListener("input", () => {
    if (field.value === editing.getHTML()) return;
    as.value = "";
    editing.commands.setContent(begin(field, as));
  });
  bar.addEventListener("click", (event) => {
    const button = event.target.closest("[data-act]");
    if (button) act(button.dataset.act);
  });
  bar.addEventListener("keydown", (event) => walk(event, bar, () => editing.commands.focus()));
  current(bar).tabIndex = 0;
  show(bar, editing);
}

// What to begin with: what was typed before the editor had come, or what a browser or a failed save put back, else the page's.
function begin(field, as) {
  if (as.value === "html" && field.value !== field.defaultValue) return field.value;
  if (field.value === field.defaultValue) return field.dataset.editor;
  const escaped = document.createElement("i");
  escaped.textContent = field.value;
  return escaped.innerHTML.split(/\n\s*\n/).map((each) => `<p>${each.replaceAll("\n", "<br>")}</p>`).join("");
}

function attributes(field, label) {
  const described = [field.getAttribute("aria-describedby"), "editor-keys"].filter(Boolean).join(" ");
  return {
    class: "input editor__text", role: "textbox", "aria-multiline": "true", "aria-labelledby": label.id,
    "aria-describedby": described, ...(field.getAttribute("aria-invalid") ? { "aria-invalid": "true" } : {}),
  };
}

function show(bar, editing) {
  for (const [name, mark] of Object.entries(ON)) {
    bar.querySelector(`[data-act="${name}"]`).setAttribute("aria-pressed", String(editing.isActive(mark)));
  }
  const table = bar.querySelector(".editor__table");
  table.hidden = !editing.isActive("table");
  bar.querySelector("[data-act='table']").disabled = editing.isActive("table");
  if (table.contains(current(bar)) && table.hidden) enter(bar, bar.querySelector("[data-act]"));
}

// A toolbar is one stop of Tab; arrows lead along its buttons.
function current(bar) {
  return bar.querySelector("[data-act][tabindex='0']") ?? bar.querySelector("[data-act]");
}

function enter(bar, button) {
  current(bar).tabIndex = -1;
  button.tabIndex = 0;
}

function walk(event, bar, back) {
  const buttons = [...bar.querySelectorAll("[data-act]:not([disabled])")].filter((each) => each.offsetParent);
  const at = buttons.indexOf(document.activeElement);
  const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
  if (event.key === "Escape") back();
  if (to === undefined) return;
  event.preventDefault();
  const button = buttons[(to + buttons.length) % buttons.length];
  enter(bar, button);
  button.focus();
}
