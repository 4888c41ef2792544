// <div data-within-reach=".ticket .button--main" hidden>: on a phone the one act of a page stays at the thumb for as long as
// its own place on the page is out of sight.
const BARS = "-64px 0px"; // what stands behind the bars above and below is out of sight

export default function withinReach(bar) {
  const place = document.querySelector(bar.dataset.withinReach);
  if (!place) return;
  new IntersectionObserver(([seen]) => (bar.hidden = seen.isIntersecting), { rootMargin: BARS }).observe(place);
}
