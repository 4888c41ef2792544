// What the bundle editor.js holds: names of Tiptap's packages, and nothing of our own.
export { Editor, Node, mergeAttributes, textblockTypeInputRule } from "@tiptap/core";
export { Bold } from "@tiptap/extension-bold";
export { Document } from "@tiptap/extension-document";
export { HardBreak } from "@tiptap/extension-hard-break";
export { Heading } from "@tiptap/extension-heading";
export { Italic } from "@tiptap/extension-italic";
export { Link } from "@tiptap/extension-link";
export { BulletList, ListItem, ListKeymap, OrderedList } from "@tiptap/extension-list";
export { Paragraph } from "@tiptap/extension-paragraph";
export { Table, TableCell, TableHeader, TableRow } from "@tiptap/extension-table";
export { Text } from "@tiptap/extension-text";
export { Dropcursor, Gapcursor, UndoRedo } from "@tiptap/extensions";
