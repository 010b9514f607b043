// Pointing at a marker, or reaching it with the keyboard, shows what it quotes.
(() => {
  const LONGEST = 160; // characters of a quote
  let shown = null;

  const hide = () => {
    if (shown) shown.remove();
    shown = null;
  };
  window.yuanwenHidePreview = () => {
    const was = shown !== null;
    hide();
    return was;
  };

  const part = (tag, text) => {
    const element = document.createElement(tag);
    element.textContent = text;
    element.dir = "auto";
    return element;
  };

  const show = (link) => {
    hide();
    const source = document.getElementById(link.getAttribute("href").slice(1));
    if (!source) return;
    const said = (selector) => (source.querySelector(selector) || { textContent: "" }).textContent;
    const quote = said("mark");
    shown = document.createElement("div");
    shown.className = "preview";
    shown.setAttribute("aria-hidden", "true"); // the marker's own label says where it leads
    shown.append(
      part("b", said(".heading b")),
      part("span", said(".heading .about")),
      part("q", quote.length > LONGEST ? `${quote.slice(0, LONGEST)}…` : quote),
    );
    document.querySelector(".gradio-container").append(shown);
    const at = link.getBoundingClientRect();
    const box = shown.getBoundingClientRect();
    const left = Math.max(8, Math.min(at.left - 16, document.documentElement.clientWidth - box.width - 8));
    const above = at.top - box.height - 8;
    shown.style.left = `${left}px`;
    shown.style.top = `${above > 8 ? above : at.bottom + 8}px`;
  };

  const marker = (event) => event.target.closest && event.target.closest("a.cite");
  document.addEventListener("pointerover", (event) => {
    if (event.pointerType === "touch") return;
    const link = marker(event);
    if (link) show(link);
    else hide();
  });
  document.addEventListener("focusin", (event) => {
    const link = marker(event);
    if (link && link.matches(":focus-visible")) show(link);
    else hide();
  });
  for (const name of ["click", "scroll", "blur"]) addEventListener(name, hide, true);
})();
