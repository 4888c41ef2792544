// Adds to pages that already work: each behaviour is a file of its own, asked for by one attribute and fetched only then.
const BEHAVIOURS = {
  "[data-ask-first]": "ask-first",
  "[data-autosave]": "autosave",
  "[data-copy]": "copy",
  "[data-door]": "door",
  "[data-editor]": "editor",
  "[data-focus]": "focus",
  "[data-menu]": "menu",
  "[data-names]": "names",
  "[data-print]": "print",
  "[data-proposals]": "proposals",
  "[data-quick-send]": "quick-send",
  "[data-search]": "search",
  "[data-seen]": "seen",
  "[data-show-password]": "show-password",
  "[data-within-reach]": "within-reach",
  "[data-write-on]": "write-on",
  "form[method='post']:not([data-more-than-once])": "once",
};

async function add([selector, name]) {
  const elements = document.querySelectorAll(selector);
  if (!elements.length) return;
  const { default: behaviour } = await import(`./behaviours/${name}.js`);
  elements.forEach((element) => behaviour(element));
}

await Promise.all(Object.entries(BEHAVIOURS).map(add));
document.documentElement.dataset.behaves = ""; // whoever drives this page by a program can wait for it
