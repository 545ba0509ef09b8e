/* What script adds to pages that work without it: focus on errors, counters, questions that follow an answer, and a
   guard against double clicks. drafts.js saves and watches the session, combobox.js lets one type in long selects.
   No library, and nothing is stored in the browser. */
"use strict";

window.portal = (() => {
  const words = JSON.parse(document.body.dataset.words || "{}");
  const say = (key, facts = {}) =>
    Object.entries(facts).reduce((text, [name, value]) => text.replace(`{${name}}`, value), words[key] || "");
  const each = (selector, act) => document.querySelectorAll(selector).forEach(act);

  /* The error summary gets focus by its autofocus attribute, but not in older browsers and not beside a fragment. */

  const focusErrors = () => {
    if (location.hash || !("autofocus" in HTMLElement.prototype)) document.querySelector("[data-error-summary]")?.focus();
  };

  /* Counters: "34 tecken kvar" below a field. Counts as the server does: characters, a line break as one. */

  const countCharacters = (field) => {
    const counter = document.getElementById(`${field.id}-count`);
    if (!counter) return;
    const show = () => {
      const left = Number(field.dataset.limit) - [...field.value].length;
      counter.textContent = left < 0 ? say("over", { number: -left }) : say("left", { number: left });
      counter.classList.toggle("over", left < 0);
    };
    field.addEventListener("input", show);
    if (field.value) show();
  };

  /* Questions that belong to some answers show only while one of them is given. */

  const followChoice = (part) => {
    const { revealName: name, revealValue: values } = part.dataset;
    const boxes = [...document.getElementsByName(name)].filter((box) => box.type !== "hidden");
    const show = () => {
      part.hidden = !boxes.some((box) => box.checked && (values === "" || values.split(" ").includes(box.value)));
    };
    boxes.forEach((box) => box.addEventListener("change", show));
    show();
  };

  /* Without the portal in reach a form is not sent: the browser's own page about it would take the text along. Forms
     with much in them ask first whether the portal lives. */

  const away = [502, 503, 504];
  const lives = async (address) => {
    try {
      return !away.includes((await fetch(address, { cache: "no-store" })).status);
    } catch {
      return false;
    }
  };
  const sayNotSent = (form) => {
    form.querySelector("[data-not-sent]")?.remove();
    const said = document.createElement("p");
    said.className = "field-error";
    said.dataset.notSent = "";
    said.setAttribute("role", "alert");
    (form.querySelector(".buttons") ?? form).before(said);
    said.textContent = say("not_sent");
  };
  const sendWhenReached = (form) => {
    let reached = false;
    const ask = async (submitter) => {
      reached = await lives(form.dataset.asksFirst);
      if (reached) form.requestSubmit(submitter);
      else sayNotSent(form);
      reached = false;
    };
    form.addEventListener("submit", (event) => {
      const unreachable = navigator.onLine === false;
      if (form.dataset.sent || (!unreachable && (reached || !form.dataset.asksFirst))) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      if (unreachable) sayNotSent(form);
      else ask(event.submitter);
    });
  };

  /* A second click on a button that has already sent its form does nothing. The button keeps its name and value, and
     a page that comes back from the browser's memory can be sent again. */

  const patience = 8000;
  const sendOnce = (form) => {
    form.addEventListener("submit", (event) => {
      if (form.dataset.sent) {
        event.preventDefault();
        return;
      }
      form.dataset.sent = "yes";
      event.submitter?.setAttribute("aria-disabled", "true");
      setTimeout(() => allowSending(form), patience);
    });
  };
  const allowSending = (form) => {
    delete form.dataset.sent;
    form.querySelectorAll("[aria-disabled]").forEach((button) => button.removeAttribute("aria-disabled"));
  };

  focusErrors();
  each("[data-limit]", countCharacters);
  each("[data-reveal-name]", followChoice);
  each('form[method="post"]', sendWhenReached);
  each('form[method="post"]:not([data-gives-file])', sendOnce); // the page stays, and may be asked again
  each("[data-print]", (button) => {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  });
  each("[data-reload-after]", (part) => {
    setInterval(() => document.hidden || location.reload(), 1000 * part.dataset.reloadAfter);
  });
  window.addEventListener("pageshow", () => each("form[data-sent]", allowSending));
  return { each, say };
})();
