// What the editor asks: where a link leads, and which picture to put in.
const ADDRESS = /^(?:https?:\/\/|mailto:|\/(?!\/))[^\s"'<>]+$/i;

export function askForLink(editing) {
  const dialog = document.querySelector("#editor-link");
  const address = dialog.querySelector("input");
  const fault = dialog.querySelector(".field__error");
  address.value = editing.getAttributes("link").href ?? "";
  dialog.querySelector("[data-drop]").hidden = !editing.isActive("link");
  fault.hidden = true;
  dialog.onsubmit = (event) => {
    if (event.submitter?.value !== "save") return; // drop and cancel need no address
    const typed = address.value.trim();
    const href = /^[\w-]+(?:\.[\w-]+)+(?:\/\S*)?$/.test(typed) ? `https://${typed}` : typed;
    fault.hidden = ADDRESS.test(href);
    address.setAttribute("aria-invalid", String(!fault.hidden));
    if (!fault.hidden) return event.preventDefault();
    const chain = editing.chain().extendMarkRange("link");
    if (editing.state.selection.empty && !editing.isActive("link")) chain.insertContent({ type: "text", text: href, marks: [{ type: "link", attrs: { href } }] }).run();
    else chain.setLink({ href }).run();
  };
  dialog.onclose = () => {
    if (dialog.returnValue === "drop") editing.chain().extendMarkRange("link").unsetLink().run();
    editing.commands.focus();
  };
  open(dialog);
}

export function askForPicture(editing, form, chosen) {
  const dialog = document.querySelector("#editor-picture");
  const [file, alt, caption] = ["file", "alt", "caption"].map((each) => dialog.querySelector(`#editor-${each}`));
  const fault = dialog.querySelector("[data-fault]");
  const tell = (words) => {
    fault.hidden = !words;
    fault.querySelector("span").textContent = words;
  };
  dialog.querySelector("form").reset();
  tell("");
  if (chosen) {
    const files = new DataTransfer();
    files.items.add(chosen);
    file.files = files.files;
  }
  dialog.onsubmit = async (event) => {
    if (event.submitter?.value !== "save") return;
    event.preventDefault();
    if (!file.files.length || !alt.value.trim()) return tell(dialog.querySelector("[data-none]").textContent);
    event.submitter.disabled = true;
    try {
      const picture = await put(form, file.files[0], alt.value, caption.value);
      if (picture.src) {
        editing.chain().insertContent({ type: "picture", attrs: picture }).run();
        dialog.close();
      } else tell(picture.message ?? dialog.querySelector("[data-first]").textContent);
    } catch {
      tell(dialog.querySelector("[data-failed]").textContent);
    } finally {
      event.submitter.disabled = false;
    }
  };
  dialog.onclose = () => editing.commands.focus();
  open(dialog);
}

// A picture belongs to a practice that is kept already: a draft that nobody saved yet is saved first.
async function put(form, file, words, caption) {
  if (!form.dataset.files) await new Promise((saved) => form.dispatchEvent(new CustomEvent("save-now", { detail: saved })));
  if (!form.dataset.files) return {};
  const data = new FormData();
  for (const [name, value] of Object.entries({ csrf_token: form.elements.csrf_token.value, words, caption, file })) data.append(name, value);
  const answer = await fetch(form.dataset.files, { method: "POST", body: data, headers: { Accept: "application/json" }, redirect: "error" });
  return answer.json();
}

function open(dialog) {
  dialog.returnValue = "";
  dialog.showModal();
}
