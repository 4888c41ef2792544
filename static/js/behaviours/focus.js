// <div class="faults" tabindex="-1" data-focus>: what is wrong gets the focus, so that it is read out and seen first.
export default function focusFaults(element) {
  element.focus({ preventScroll: true });
  element.scrollIntoView({ block: "center" });
}
