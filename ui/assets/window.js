// A press on a marker opens its source beside the answer, at the highlighted quote.
(() => {
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const glide = (element, block) =>
    element.scrollIntoView({ behavior: calm.matches ? "auto" : "smooth", block });
  window.yuanwenGlide = glide;

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

  // The next hidden piece of the article on one side of the quote.
  const reveal = (button) => {
    const quoted = button.parentElement.querySelector("blockquote");
    const hidden = [...quoted.querySelectorAll(`.${button.dataset.side}[hidden]`)];
    const next = button.dataset.side === "earlier" ? hidden.pop() : hidden.shift();
    if (next) next.hidden = false;
    if (!hidden.length) button.hidden = true;
    if (next) glide(next, "nearest");
  };

  const copy = async (button) => {
    const text = button.closest(".source").querySelector(".citation");
    let done = false;
    try {
      await navigator.clipboard.writeText(text.textContent);
      done = true;
    } catch {
      text.hidden = false; // no clipboard without a secure origin or a permission: select it
      getSelection().selectAllChildren(text);
      done = document.execCommand("copy");
      text.hidden = done;
    }
    const label = button.dataset.label || button.textContent;
    button.dataset.label = label;
    button.textContent = done ? button.dataset.done : button.dataset.refused;
    if (done) button.focus();
    setTimeout(() => { button.textContent = label; }, 2500);
  };

  document.addEventListener("click", (event) => {
    const pressed = event.target.closest && event.target.closest("a.cite, a.back, button.more, button.copy");
    if (!pressed) return;
    if (pressed.matches(".more")) return reveal(pressed);
    if (pressed.matches(".copy")) return void copy(pressed);
    const target = document.getElementById(pressed.getAttribute("href").slice(1));
    if (!target) return;
    event.preventDefault();
    if (pressed.matches(".cite")) {
      mark(pressed);
      open(target);
    } else {
      glide(target, "start");
    }
  });
})();
