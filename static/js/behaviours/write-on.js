// <textarea data-write-on>@Mo </textarea>: the cursor stands behind what is there already.
export default function writeOn(field) {
  field.focus({ preventScroll: true });
  field.setSelectionRange(field.value.length, field.value.length);
}
