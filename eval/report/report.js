(() => {
  const root = document.documentElement;
  const show = (language) => {
    root.lang = language === "zh" ? "zh-CN" : "en";
    root.dataset.shown = language;
    for (const button of document.querySelectorAll("#languages button")) {
      button.setAttribute("aria-pressed", String(button.value === language));
    }
  };
  // A window that shows the page says which of its languages it speaks.
  const wanted = [root.dataset.wanted || "", ...(navigator.languages || [navigator.language || ""])]
    .map((tag) => tag.toLowerCase().split("-")[0])
    .find((code) => code === "zh" || code === "en");
  show(wanted || "en");
  document.addEventListener("DOMContentLoaded", () => {
    show(root.dataset.shown);
    document.getElementById("languages").hidden = false;
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("#languages button");
    if (button) show(button.value);
    const marker = event.target.closest("a.cite");
    const cited = marker && document.getElementById(marker.hash.slice(1));
    if (cited) cited.closest("details").open = true;
  });
})();
