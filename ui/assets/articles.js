// What is pressed in a list of articles or in an article is handed on to the server by its id.
(() => {
  const beside = () => matchMedia("(min-width: 861px)").matches;

  const chosen = (element) =>
    [...element.querySelectorAll(".article-list input:checked")].map((box) => box.value);

  // `element` stays, what is in it is written anew; `trigger` calls the server.
  window.yuanwenArticles = (element, trigger, watch) => {
    let listed = "";
    watch("value", () => {
      const names = [...element.querySelectorAll(".article-list input")].map((box) => box.value);
      if (names.join("\n") === listed) return; // written anew, the same articles
      listed = names.join("\n");
      const ticked = [...element.querySelectorAll("input:checked")];
      for (const box of ticked) box.checked = false; // the boxes are reused for other articles
      if (ticked.length) trigger("input", { ids: [] });
    });
    element.addEventListener("click", (event) => {
      const target = event.target.closest("[data-open], [data-page]");
      if (!target || target.disabled) return;
      if (target.dataset.page) {
        trigger("submit", { page: Number(target.dataset.page) });
        element.scrollIntoView({ block: "start" });
        return;
      }
      for (const other of document.querySelectorAll("#article-list .current")) {
        other.classList.remove("current");
      }
      const row = target.closest("#article-list li");
      if (row) row.classList.add("current");
      trigger("select", { id: target.dataset.open });
    });
    element.addEventListener("change", (event) => {
      if (event.target.matches(".all")) {
        for (const box of element.querySelectorAll(".article-list input")) {
          box.checked = event.target.checked;
        }
      }
      trigger("input", { ids: chosen(element) });
    });
  };

  // An article that has been opened is shown from its beginning.
  window.yuanwenReader = (element, watch) => {
    const show = () => {
      const side = element.closest("#article-side");
      if (!side || !element.querySelector(".whole")) return;
      if (beside()) side.scrollTop = 0;
      else side.scrollIntoView({ block: "start" });
    };
    watch("value", () => requestAnimationFrame(show));
    requestAnimationFrame(show); // it is laid out anew each time that an article is opened
  };
})();
