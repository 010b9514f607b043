// A press on a marker opens its source beside the answer, at the highlighted quote.
(() => {
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const glide = (element, block) =>
    element.scrollIntoView({ behavior: calm.matches ? "auto" : "smooth", block });

  const open = (source) => {
    for (const group of document.querySelectorAll("#sources .group")) {
      group.classList.toggle("shown", group === source.parentElement);
    }
    for (const other of document.querySelectorAll("#sources .source")) {
      other.open = other === source;
      other.classList.toggle("current", other === source);
    }
    const quote = source.querySelector("mark");
    const beside = matchMedia("(min-width: 861px)").matches;
    requestAnimationFrame(() => glide(quote, beside ? "nearest" : "center"));
    source.querySelector("summary").focus({ preventScroll: true });
  };

  const mark = (link) => {
    for (const other of document.querySelectorAll("a.cite.current")) {
      other.classList.remove("current");
    }
    link.classList.add("current");
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest && event.target.closest("a.cite, a.back");
    if (!link) return;
    const target = document.getElementById(link.getAttribute("href").slice(1));
    if (!target) return;
    event.preventDefault();
    if (link.matches(".cite")) {
      mark(link);
      open(target);
    } else {
      glide(target, "start");
    }
  });

  // A new turn comes into view when it begins, and once more when its answer is complete.
  let seen = "";
  new MutationObserver(() => {
    const all = document.querySelectorAll("#conversation .turn");
    const last = all[all.length - 1];
    const now = last ? last.id + (last.querySelector(".writing") ? " begun" : " complete") : "";
    if (last && now !== seen) glide(last, "start");
    seen = now;
  }).observe(document, { childList: true, subtree: true });
})();
