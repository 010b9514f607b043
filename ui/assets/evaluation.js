// The report shown in a frame is saved as it stands there; nothing is fetched for it.
(() => {
  document.addEventListener("click", (event) => {
    const button = event.target.closest && event.target.closest(".evaluation-report .download");
    if (!button) return;
    const page = button.parentElement.querySelector("iframe").srcdoc;
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([page], { type: "text/html" }));
    link.download = button.dataset.name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  });
})();
