/* What script adds to pages that work without it: focus on errors, quiet saving of drafts, a warning before the
   session ends, selects one can type in, counters, and a guard against double clicks. No library, nothing stored
   in the browser. */
"use strict";

(() => {
  const body = document.body;
  const words = JSON.parse(body.dataset.words || "{}");
  const say = (key, facts = {}) => Object.entries(facts).reduce((text, [name, value]) => text.replace(`{${name}}`, value), words[key] || "");
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

  /* Questions that belong to one answer show only while it is given. */

  const followChoice = (part) => {
    const { revealName: name, revealValue: value } = part.dataset;
    const boxes = [...document.getElementsByName(name)].filter((box) => box.type !== "hidden");
    const show = () => {
      part.hidden = !boxes.some((box) => box.checked && (value === "" || box.value === value));
    };
    boxes.forEach((box) => box.addEventListener("change", show));
    show();
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

  /* Drafts are saved a few seconds after a change, one request at a time, and once more when the page is left.
     The server answers with JSON: saved_at, the text of the time, and perhaps version, which is put in the field of that name. */

  const pause = 3000;
  const retry = 10000;
  const tabs = "BroadcastChannel" in window ? new BroadcastChannel("portal-session") : null;
  const autosave = (form) => {
    let timer = null;
    let running = false;
    let changed = false;
    const tell = (text, late = false) =>
      each("[data-saved-at]", (place) => {
        place.textContent = text;
        place.classList.toggle("late", late);
      });
    const wait = (time) => {
      clearTimeout(timer);
      timer = setTimeout(save, time);
    };
    const take = async (answer) => {
      if (answer.redirected || answer.status === 401 || answer.status === 403) {
        changed = true;
        tell(say("expired"), true);
        return;
      }
      if (!answer.ok) throw new Error(String(answer.status));
      const said = answer.headers.get("Content-Type")?.includes("json") ? await answer.json() : {};
      const clock = new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
      const version = form.elements.namedItem("version");
      if (said.version && version) version.value = said.version;
      if (!changed) tell(say("saved", { time: said.saved_at || clock }));
      heard();
    };
    const save = async () => {
      if (running || !changed || form.dataset.sent) return;
      running = true;
      changed = false;
      try {
        await take(await post(form.dataset.autosave, new FormData(form)));
        if (changed) wait(pause);
      } catch {
        changed = true;
        tell(say("unsaved"), true);
        wait(retry);
      } finally {
        running = false;
      }
    };
    const note = () => {
      changed = true;
      wait(pause);
    };
    form.addEventListener("input", note);
    form.addEventListener("submit", () => clearTimeout(timer));
    window.addEventListener("online", () => changed && save());
    document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && save());
  };
  const post = (url, data) =>
    fetch(url, { method: "POST", body: data, keepalive: true, credentials: "same-origin", headers: { "X-Requested-With": "fetch" } });

  /* The session ends after thirty quiet minutes. At twenty-five the person is asked; one click goes on. Pages open in
     other tabs count as well, and tell each other. At the end a page where nothing was typed asks the server again, and
     meets the login; one with typed text stays, covered, until the person has logged in beside it. */

  const minute = 60000;
  const warnAfter = Number(body.dataset.warnMinutes || 25) * minute;
  const overAfter = Number(body.dataset.idleMinutes || 30) * minute;
  let lastHeard = Date.now();
  let typed = false;
  let heard = () => {};
  const watchSession = (dialog) => {
    const warning = dialog.querySelector("[data-session-warning]");
    const over = dialog.querySelector("[data-session-over]");
    const goOn = () => {
      lastHeard = Date.now();
      if (dialog.open && !dialog.hasAttribute("data-over")) dialog.close();
    };
    heard = () => {
      goOn();
      tabs?.postMessage("heard");
    };
    const end = () => {
      if (!typed) return location.replace(location.pathname + location.search);
      dialog.setAttribute("data-over", "");
      dialog.setAttribute("aria-labelledby", "session-over-title");
      warning.hidden = true;
      over.hidden = false;
      if (!dialog.open) dialog.showModal();
      over.querySelector("a").focus();
    };
    const stay = async () => {
      const data = new FormData();
      data.set("csrf_token", document.querySelector("[name=csrf_token]")?.value || "");
      try {
        const answer = await post(body.dataset.keepalive, data);
        if (answer.ok && !answer.redirected) heard();
        else end();
      } catch {
        dialog.close();
      }
    };
    const look = () => {
      const quiet = Date.now() - lastHeard;
      if (dialog.hasAttribute("data-over")) return;
      if (quiet >= overAfter) end();
      else if (quiet >= warnAfter && !dialog.open) dialog.showModal();
    };
    document.addEventListener("input", () => {
      typed = true;
    });
    tabs?.addEventListener("message", goOn);
    tabs?.postMessage("heard");
    dialog.querySelector("[data-session-stay]").addEventListener("click", stay);
    dialog.querySelector("[data-session-back]").addEventListener("click", () => {
      dialog.close();
      lastHeard = Infinity;
    });
    dialog.addEventListener("cancel", (event) => {
      event.preventDefault();
      if (!dialog.hasAttribute("data-over")) stay();
    });
    setInterval(look, Math.min(minute / 4, warnAfter));
    document.addEventListener("visibilitychange", look);
  };

  /* A select with many choices becomes a field to type in. The select stays and is what the form sends. */

  const most = 60;
  const plain = (text) => text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").trim();
  const rank = (label, typed) => {
    if (label.startsWith(typed)) return 0;
    const at = label.indexOf(typed);
    if (at < 0) return -1;
    return /[^\p{L}\p{N}]/u.test(label[at - 1]) ? 1 : 2;
  };
  const combobox = (select) => {
    const options = [...select.options].filter((option) => option.value !== "").map((option) => ({ option, label: option.text, plain: plain(option.text) }));
    const box = document.createElement("div");
    const field = document.createElement("input");
    const list = document.createElement("ul");
    const news = document.createElement("div");
    const id = select.id;
    let shown = [];
    let active = -1;

    box.className = "combobox";
    Object.assign(field, { type: "text", id, className: "form-control", autocomplete: "off", spellcheck: false });
    for (const name of ["aria-describedby", "aria-invalid", "required"]) {
      if (select.hasAttribute(name)) field.setAttribute(name === "required" ? "aria-required" : name, name === "required" ? "true" : select.getAttribute(name));
    }
    for (const [name, value] of [["role", "combobox"], ["aria-expanded", "false"], ["aria-controls", `${id}-list`], ["aria-autocomplete", "list"]]) field.setAttribute(name, value);
    list.id = `${id}-list`;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", document.querySelector(`label[for="${CSS.escape(id)}"]`)?.textContent || "");
    list.hidden = true;
    news.className = "visually-hidden";
    news.setAttribute("role", "status");
    select.id = `${id}-select`;
    select.hidden = true;
    select.before(box);
    box.append(field, list, news, select);
    const chosen = () => (select.value === "" ? "" : select.selectedOptions[0]?.text || "");
    field.value = chosen();

    const close = () => {
      list.hidden = true;
      active = -1;
      field.setAttribute("aria-expanded", "false");
      field.removeAttribute("aria-activedescendant");
    };
    const mark = (at) => {
      active = at;
      [...list.children].forEach((item, place) => item.setAttribute("aria-selected", String(place === at)));
      if (at < 0) field.removeAttribute("aria-activedescendant");
      else {
        field.setAttribute("aria-activedescendant", list.children[at].id);
        list.children[at].scrollIntoView({ block: "nearest" });
      }
    };
    const open = (typed) => {
      const wanted = plain(typed);
      shown = options
        .map((entry) => ({ ...entry, rank: wanted === "" ? 0 : rank(entry.plain, wanted) }))
        .filter((entry) => entry.rank >= 0)
        .sort((one, other) => one.rank - other.rank)
        .slice(0, most);
      list.replaceChildren(
        ...shown.map((entry, place) => {
          const item = document.createElement("li");
          item.id = `${id}-option-${place}`;
          item.textContent = entry.label;
          item.setAttribute("role", "option");
          item.setAttribute("aria-selected", "false");
          item.addEventListener("mousedown", (event) => event.preventDefault());
          item.addEventListener("click", () => choose(place));
          return item;
        }),
      );
      list.hidden = shown.length === 0;
      field.setAttribute("aria-expanded", String(!list.hidden));
      news.textContent = shown.length ? say("matches", { number: shown.length }) : say("no_matches");
      mark(wanted !== "" && shown.length ? 0 : -1);
    };
    const set = (value) => {
      if (select.value === value) return;
      select.value = value;
      for (const name of ["input", "change"]) select.dispatchEvent(new Event(name, { bubbles: true }));
    };
    const choose = (place) => {
      set(shown[place].option.value);
      field.value = shown[place].label;
      close();
    };
    const settle = () => {
      const match = options.find((entry) => entry.plain === plain(field.value));
      set(match ? match.option.value : "");
      if (match) field.value = match.label;
      close();
    };
    const keys = {
      ArrowDown: () => (list.hidden ? open("") : mark((active + 1) % shown.length)),
      ArrowUp: () => (list.hidden ? open("") : mark((active <= 0 ? shown.length : active) - 1)),
      Enter: () => (active >= 0 ? choose(active) : settle()),
      Escape: () => {
        if (list.hidden) field.value = "";
        close();
      },
    };
    field.addEventListener("input", () => open(field.value));
    field.addEventListener("click", () => list.hidden && open(""));
    field.addEventListener("blur", () => (active >= 0 && !list.hidden ? choose(active) : settle()));
    field.addEventListener("keydown", (event) => {
      const act = keys[event.key];
      if (!act || event.altKey || event.ctrlKey || event.metaKey) return;
      if (event.key === "Enter" && list.hidden && field.value === chosen()) return;
      event.preventDefault();
      act();
    });
  };

  focusErrors();
  each("[data-limit]", countCharacters);
  each("[data-reveal-name]", followChoice);
  each("select[data-combobox]", combobox);
  each('form[method="post"]', sendOnce);
  each("form[data-autosave]", autosave);
  each("[data-session]", watchSession);
  each("[data-print]", (button) => {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  });
  window.addEventListener("pageshow", () => each("form[data-sent]", allowSending));
  document.documentElement.classList.add("script");
})();
