// What a text may be made of: just what network/kernel/richtext.py keeps.
const PICTURE = /^\/files\/[0-9a-f]{32}\//;

export function extensions(kit) {
  return [
    kit.Document, kit.Paragraph, kit.Text, kit.Bold, kit.Italic, kit.HardBreak, kit.UndoRedo, kit.Gapcursor,
    kit.Dropcursor.configure({ color: "currentColor", width: 2 }),
    kit.Heading.extend(headingByHash(kit)).configure({ levels: [3, 4] }),
    kit.BulletList, kit.OrderedList, kit.ListItem.extend(tabLeadsOn), kit.ListKeymap,
    kit.Link.configure({ openOnClick: false, HTMLAttributes: { rel: null, target: null } }),
    kit.Table.extend({ ...tabLeadsOn, renderHTML: () => ["table", ["tbody", 0]] }), // its own has a style, which the page refuses
    kit.TableRow, kit.TableHeader, kit.TableCell,
    picture(kit),
  ];
}

// "# " at the begin of a line makes a heading: which level a part begins at is no writer's concern.
function headingByHash(kit) {
  return {
    addInputRules() {
      return [3, 4].map((level) => kit.textblockTypeInputRule({
        find: new RegExp(`^#{${level === 3 ? "1,3" : "4"}}\\s$`), type: this.type, getAttributes: { level },
      }));
    },
  };
}

// Nobody is caught in a list or a table: Tab leads on to the next field, as everywhere.
const tabLeadsOn = {
  addKeyboardShortcuts() {
    const { Tab: _tab, "Shift-Tab": _back, ...others } = this.parent?.() ?? {};
    return others;
  },
};

function picture(kit) {
  const kept = (name) => ({ default: "", parseHTML: (element) => of(element).getAttribute(name) ?? "" });
  return kit.Node.create({
    name: "picture",
    group: "block",
    atom: true,
    draggable: true,
    addAttributes: () => ({
      src: kept("src"), alt: kept("alt"), width: kept("width"), height: kept("height"),
      caption: { default: "", parseHTML: (element) => element.querySelector?.("figcaption")?.textContent ?? "", rendered: false },
    }),
    parseHTML: () => [{ tag: "figure", getAttrs: ours }, { tag: "img", getAttrs: ours }],
    renderHTML: ({ node, HTMLAttributes }) => [
      "figure", ["img", kit.mergeAttributes(HTMLAttributes)], ["figcaption", node.attrs.caption],
    ],
  });
}

function of(element) {
  return element.querySelector?.("img") ?? element;
}

// Pictures from elsewhere would tell that place who reads here, and one that stands in the text itself weighs too much.
function ours(element) {
  return PICTURE.test(of(element).getAttribute("src") ?? "") && null;
}

// A table to begin with: two columns with a word above each, of which the first is chosen so that typing replaces it.
export function putTable(editing, head) {
  const words = (type, text) => ({ type, content: [{ type: "paragraph", content: text ? [{ type: "text", text }] : [] }] });
  const row = (type, one, two) => ({ type: "tableRow", content: [words(type, one), words(type, two)] });
  const rows = [row("tableHeader", `${head} 1`, `${head} 2`), row("tableCell"), row("tableCell")];
  const before = editing.state.selection.from;
  editing.chain().focus().insertContent({ type: "table", content: rows }).run();
  let first;
  editing.state.doc.nodesBetween(before - 1, editing.state.doc.content.size, (node, at) => {
    if (node.type.name === "tableHeader" && at >= before - 1) first ??= { from: at + 2, to: at + 2 + node.textContent.length };
  });
  if (first) editing.commands.setTextSelection(first);
}
