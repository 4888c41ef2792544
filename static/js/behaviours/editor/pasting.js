// What is pasted, as plain HTML. Word's lists are paragraphs that only look like lists; others write bold as a style.
const NUMBERED = /^\s*(?:[0-9]+|[a-z]|[ivx]+)[.)]/i; // the mark before a point of a numbered list
const IGNORED = "[data-style*='mso-list:ignore' i], [data-style*='mso-list: ignore' i]";

export function hasForeignPictures(html) {
  return /<img\b(?![^>]*\ssrc="\/files\/)/i.test(html);
}

// Styles and handlers are renamed before anything is parsed: a page that refuses them would tell of each.
export function cleaned(html) {
  const unstyled = html
    .replaceAll(/<!\[(?:if[^\]]*|endif)\]>/gi, "")
    .replaceAll(/<(style|script)\b[^]*?<\/\1>/gi, "")
    .replaceAll(/<[a-z][^<>]*>/gi, (tag) => tag.replaceAll(/\s(style|on[a-z]+)\s*=/gi, " data-$1="));
  const page = new DOMParser().parseFromString(unstyled, "text/html"); // nothing runs or loads in what is only parsed
  page.querySelectorAll("[data-style]").forEach(look);
  listed(page);
  return page.body.innerHTML;
}

function look(element) {
  const style = element.dataset.style;
  if (/font-weight:\s*(?:bold|[6-9]00)/i.test(style) && element.localName === "span") wrap(element, "strong");
  if (/font-style:\s*italic/i.test(style) && element.localName === "span") wrap(element, "em");
  if (/font-weight:\s*(?:normal|400)/i.test(style) && element.localName === "b") element.replaceWith(...element.childNodes);
}

function wrap(element, name) {
  const around = element.ownerDocument.createElement(name);
  around.append(...element.childNodes);
  element.append(around);
}

function listed(page) {
  let list;
  for (const paragraph of page.querySelectorAll("p")) {
    const mark = /mso-list:\s*(?!none|ignore)/i.test(paragraph.dataset.style ?? "") && paragraph.querySelector(IGNORED);
    if (!mark) {
      list = undefined;
      continue;
    }
    const kind = NUMBERED.test(mark.textContent) ? "ol" : "ul";
    if (list?.localName !== kind || list.nextElementSibling !== paragraph) {
      list = page.createElement(kind);
      paragraph.before(list);
    }
    mark.remove();
    const point = page.createElement("li");
    point.append(...paragraph.childNodes);
    list.append(point);
    paragraph.remove();
  }
}
