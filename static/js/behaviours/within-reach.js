// <div data-within-reach=".ticket .button--main" hidden>: on a phone the one act of a page stays at the thumb for as long as
// its own place on the page, or its places, are out of sight.
const BARS = "-64px 0px"; // what stands behind the bars above and below is out of sight

export default function withinReach(bar) {
  const inSight = new Set();
  const watch = new IntersectionObserver((changes) => {
    for (const each of changes) inSight[each.isIntersecting ? "add" : "delete"](each.target);
    bar.hidden = inSight.size > 0;
  }, { rootMargin: BARS });
  for (const place of document.querySelectorAll(bar.dataset.withinReach)) watch.observe(place);
}
