// The conversation's keys and buttons, and what is read aloud of it.
(() => {
  const box = () => document.querySelector("#question textarea");

  const write = (text) => {
    const field = box();
    const set = Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value").set;
    set.call(field, text);
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
  };

  window.yuanwenDownload = (text) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "text/markdown;charset=utf-8" }));
    link.download = `yuanwen-${new Date().toISOString().slice(0, 10)}.md`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  };

  // What deletes is pressed twice: the first press only says so.
  const arm = (button) => {
    const label = button.textContent;
    button.textContent = button.dataset.sure;
    setTimeout(() => {
      button.classList.remove("armed");
      button.textContent = label;
    }, 4000);
    setTimeout(() => button.classList.add("armed")); // after this press has been dealt with
  };

  document.addEventListener("click", (event) => {
    if (!event.target.closest) return;
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      if (!menu.contains(event.target) || event.target.closest("button")) menu.open = false;
    }
    const pressed = event.target.closest("button.flag, button.edit, button.sure");
    if (!pressed) return;
    if (pressed.matches(".sure")) {
      if (!pressed.matches(".armed")) arm(pressed);
    } else if (pressed.matches(".edit")) {
      write(pressed.parentElement.querySelector(".meant").textContent);
    } else {
      const why = pressed.nextElementSibling;
      why.hidden = !why.hidden;
      pressed.setAttribute("aria-expanded", String(!why.hidden));
    }
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.isComposing || window.yuanwenHidePreview()) return;
    const menu = document.querySelector("details.menu[open]");
    const close = document.querySelector("#past [data-do=close]");
    const stop = document.querySelector("#question .stop-button");
    if (menu) menu.open = false;
    else if (stop) stop.click();
    else if (close) close.click();
  });

  // A complete answer is read aloud once; while it is written, that is said once.
  const voice = document.createElement("div");
  voice.id = "voice";
  voice.setAttribute("role", "status");
  voice.setAttribute("aria-live", "polite");
  const place = () => document.body.append(voice);
  if (document.body) place();
  else addEventListener("DOMContentLoaded", place);

  // Times are kept in UTC and shown as the reader's own; the round button gets its name.
  const dress = () => {
    for (const time of document.querySelectorAll("#past time[datetime]:not(.own)")) {
      const when = new Date(time.dateTime);
      const two = (number) => String(number).padStart(2, "0");
      time.classList.add("own");
      time.textContent = `${when.getFullYear()}-${two(when.getMonth() + 1)}-${two(when.getDate())} `
        + `${two(when.getHours())}:${two(when.getMinutes())}`;
    }
    const button = document.querySelector("#question .submit-button");
    const bar = document.querySelector(".bar");
    if (button && bar && button.ariaLabel !== bar.dataset.ask) button.ariaLabel = bar.dataset.ask;
  };

  let begun = false;
  new MutationObserver(() => {
    dress();
    const writing = document.querySelector("#writing .turn");
    if (writing && !begun) window.yuanwenGlide(writing, "start");
    if (writing && !begun) voice.textContent = writing.dataset.told;
    if (!writing && begun) {
      const turns = document.querySelectorAll("#conversation .turn");
      const replies = turns.length ? turns[turns.length - 1].querySelectorAll(".reply") : [];
      if (replies.length) voice.textContent = replies[replies.length - 1].textContent;
    }
    begun = Boolean(writing);
  }).observe(document, { childList: true, subtree: true });
})();
