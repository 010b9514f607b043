// Put into the page before its own scripts: notes whatever of our text became more than text.
(() => {
  const ROOTS = "#conversation, #writing, #past, #bar, #sources, #report, #brand, #history, #articles";
  const TAGS = new Set(
    ("A ARTICLE ASIDE B BDI BLOCKQUOTE BUTTON CAPTION CODE DEL DETAILS DIV FIGCAPTION FIGURE FOOTER" +
      " H1 H2 H3 H4 HEADER I LI MARK OL P S SECTION SMALL SPAN STRONG SUMMARY TABLE TBODY TD TH" +
      " THEAD TIME TR UL").split(" "),
  );
  const NAMES = /^(class|id|href|target|rel|title|lang|dir|name|open|role|type|value|hidden|tabindex|datetime|aria-[a-z]+|data-[a-z-]+)$/;
  const IDS = /^[a-z][a-z-]*(-\d+)*$/;
  const noted = new Set();

  const look = (element) => {
    const turn = element.closest(".turn, .source");
    const where = `${element.tagName} in ${turn ? turn.id : element.parentElement.className}`;
    if (element.matches(".html-container, .prose, .wrap, .wrap *, .hide")) return; // Gradio's own
    if (!TAGS.has(element.tagName)) noted.add(`element ${where}`);
    for (const { name, value } of element.attributes) {
      if (!NAMES.test(name)) noted.add(`attribute ${name} of ${where}`);
      if (name === "href" && !/^(#|https?:\/\/)/.test(value)) noted.add(`href ${value}`);
      if (name === "href" && value[0] !== "#" && !/noopener/.test(element.rel)) noted.add("rel");
      if (name === "id" && !IDS.test(value)) noted.add(`id ${value}`);
    }
    const { position } = getComputedStyle(element);
    if (position === "fixed" || position === "absolute") noted.add(`${position} ${where}`);
  };

  window.foreign = () => {
    for (const root of document.querySelectorAll(ROOTS)) {
      for (const element of root.querySelectorAll("*")) look(element);
    }
    const ids = [...document.querySelectorAll("[id]")].map((one) => one.id).filter(Boolean);
    for (const id of ids) if (ids.indexOf(id) !== ids.lastIndexOf(id)) noted.add(`twice: ${id}`);
    const width = document.documentElement.scrollWidth;
    if (width > innerWidth) noted.add(`the page is ${width} wide`);
    if (window.hacked !== undefined) noted.add("hacked");
    return [...noted];
  };

  // What streams is gone a moment later: every change is looked at when it comes.
  new MutationObserver((changes) => {
    for (const { target, addedNodes } of changes) {
      if (!(target.closest && target.closest(ROOTS))) continue;
      for (const node of addedNodes) {
        if (node.nodeType !== 1) continue;
        look(node);
        for (const element of node.querySelectorAll("*")) look(element);
        if (node.matches(".writing") || node.querySelector(".writing")) window.streamed = true;
      }
    }
  }).observe(document, { childList: true, subtree: true });

  // Whether a press in the middle of an element reaches it.
  window.reached = (selector) => {
    const element = document.querySelector(selector);
    element.scrollIntoView({ block: "center", behavior: "instant" });
    const { left, top, width, height } = element.getBoundingClientRect();
    const hit = document.elementFromPoint(left + width / 2, top + height / 2);
    return !!hit && (element.contains(hit) || hit.contains(element));
  };

  // Whether each of our labels stands behind the text that it follows, whatever that text holds.
  const after = (text, label) => {
    if (!text || !label) return true;
    const whole = document.createRange();
    whole.selectNodeContents(text);
    const line = [...whole.getClientRects()].pop();
    const own = label.getBoundingClientRect();
    if (!line || !own.width) return true;
    return own.top >= line.bottom - 2 || own.left >= line.right - 2;
  };
  window.turned = () => {
    const wrong = [];
    for (const sentence of document.querySelectorAll(".sentence")) {
      const text = sentence.querySelector("bdi");
      for (const label of sentence.querySelectorAll("a.cite, .flag")) {
        if (!after(text, label)) wrong.push(`marker before: ${text.textContent.slice(0, 40)}`);
      }
    }
    for (const about of document.querySelectorAll(".file")) {
      if (!after(about.querySelector("code"), about.querySelector("a"))) wrong.push("link before");
    }
    for (const item of document.querySelectorAll(".uploads li")) {
      if (!after(item.querySelector("b"), item.querySelector("span"))) wrong.push("report before");
    }
    return wrong;
  };
})();
