// <div data-door="the meetup" data-unsent="Not sent yet: {n}" …> around forms with data-deed="in", "out" or "guest": what is
// pressed shows at once and is sent by itself. What cannot be sent is kept on this phone, in order, and tried again: after a
// pause, when the reception is back, and when the page is opened anew. Every deed has a key, by which it is done once.
const PAUSES = [2, 5, 10, 20, 40, 60]; // seconds between tries
const PATIENCE = 15000; // milliseconds until an answer counts as lost
const LOCKED_OUT = [400, 401]; // the page is too old, or nobody is signed in: a person must do something

export default function door(page) {
  const kept = keep(`door:${page.dataset.door}`);
  const told = page.querySelector("[data-door-told]");
  const token = page.querySelector("[name=csrf_token]").value;
  let tries = 0;
  let sending = false;
  let timer;

  page.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.dataset.deed || event.defaultPrevented) return;
    const deed = { action: form.getAttribute("action"), kind: form.dataset.deed, ...fieldsOf(form), once: newKey() };
    if (deed.kind === "guest" && !deed.name.trim()) return; // the server says what is missing
    event.preventDefault();
    kept.add(deed);
    show(deed, true);
    if (deed.kind === "guest") form.reset();
    tries = 0;
    send();
  });

  async function send() {
    if (sending) return;
    sending = true;
    clearTimeout(timer);
    let deed;
    try {
      while ((deed = kept.first())) {
        say(page.dataset.unsent);
        const answer = await post(deed, token);
        if (LOCKED_OUT.includes(answer.status)) return say(page.dataset.anew);
        if (answer.status === 429 || answer.status >= 500) throw new Error(answer.status);
        kept.remove(deed);
        tries = 0;
        if (!answer.ok || answer.redirected) return say(page.dataset.refused);
        settle(await answer.json());
      }
      if (told.textContent) say(page.dataset.sent);
    } catch {
      say(page.dataset.unsent);
      timer = setTimeout(send, 1000 * PAUSES[Math.min(tries++, PAUSES.length - 1)]);
    } finally {
      sending = false;
    }
  }

  function say(words) {
    told.textContent = words.replace("{n}", kept.all().length);
  }

  // How things stand by the server's word, and above it what it has not heard yet.
  function settle(answer) {
    const here = new Set(answer.here);
    for (const row of page.querySelectorAll("[data-door-person]")) mark(row, here.has(Number(row.dataset.doorPerson)), false);
    const others = page.querySelector("[data-door-others]");
    if (others) others.textContent = answer.others;
    for (const deed of kept.all()) show(deed, false);
    count();
  }

  function show(deed, pressed) {
    if (deed.kind === "guest") return pressed && note(deed);
    const row = page.querySelector(`[data-door-person="${CSS.escape(deed.member)}"]`);
    if (row) mark(row, deed.kind === "in", pressed);
    count();
  }

  function mark(row, here, pressed) {
    row.toggleAttribute("data-here", here);
    for (const form of row.querySelectorAll("[data-deed]")) form.hidden = (form.dataset.deed === "in") === here;
    if (pressed) row.querySelector("form:not([hidden]) button").focus();
  }

  function note(deed) {
    const item = document.createElement("li");
    item.className = "door__row";
    item.textContent = page.dataset.guest.replace("{name}", deed.firm ? `${deed.name}, ${deed.firm}` : deed.name);
    page.querySelector("[data-door-guests]").append(item);
  }

  function count() {
    const words = page.querySelector("[data-door-count]");
    if (words) words.textContent = page.dataset.count.replace("{here}", page.querySelectorAll("[data-seat][data-here]").length);
  }

  find(page);
  for (const deed of kept.all()) show(deed, deed.kind === "guest");
  window.addEventListener("online", () => { tries = 0; send(); });
  send();
}

function fieldsOf(form) {
  const { csrf_token: _old, q: _page, ...fields } = Object.fromEntries(new FormData(form));
  return fields;
}

function post({ action, kind: _kind, ...fields }, token) {
  const body = new URLSearchParams({ ...fields, csrf_token: token });
  return fetch(action, { method: "POST", body, headers: { Accept: "application/json" }, signal: AbortSignal.timeout(PATIENCE) });
}

// Not randomUUID, which a phone on a plain http address has not.
function newKey() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((each) => each.toString(16).padStart(2, "0")).join("");
}

// What waits, oldest first; read anew each time, since another tab may have sent it. Without storage it lives in this page.
function keep(key) {
  let here = [];
  const all = () => {
    try {
      return JSON.parse(localStorage.getItem(key) ?? "[]");
    } catch {
      return here;
    }
  };
  const write = (deeds) => {
    here = deeds;
    try {
      deeds.length ? localStorage.setItem(key, JSON.stringify(deeds)) : localStorage.removeItem(key);
    } catch { /* a browser that stores nothing */ }
  };
  return {
    all,
    first: () => all()[0],
    add: (deed) => write([...all(), deed]),
    remove: (deed) => write(all().filter((each) => each.once !== deed.once)),
  };
}

// <input data-door-search>: leaves those whose name, firm or letters hold every word that is typed.
function find(page) {
  const field = page.querySelector("[data-door-search]");
  const none = page.querySelector("[data-door-none]");
  field?.addEventListener("input", () => {
    const words = field.value.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().split(/\s+/);
    let left = 0;
    for (const row of page.querySelectorAll("[data-search]")) {
      row.hidden = !words.every((word) => row.dataset.search.includes(word));
      left += !row.hidden;
    }
    for (const part of page.querySelectorAll(".door__part")) part.hidden = !part.querySelector("[data-search]:not([hidden])");
    none.hidden = left > 0;
  });
}
