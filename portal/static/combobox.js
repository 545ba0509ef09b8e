/* A select with many choices becomes a field to type in, as a combobox with a list. The select stays, out of sight,
   and is what the form sends. Leaving the field never guesses between several matches: a wrong municipality would
   send a pupil's data to strangers. */
"use strict";

(() => {
  const { each, say } = window.portal;

  /* "orebro" finds Örebro; names that begin with what was typed come first, then those with a word that does. */

  const plain = (text) => text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").trim();
  const rank = (name, typed) => {
    const at = name.indexOf(typed);
    if (at <= 0) return at;
    return /[^\p{L}\p{N}]/u.test(name[at - 1]) ? 1 : 2;
  };
  const matching = (entries, typed) =>
    entries
      .map((entry) => ({ ...entry, rank: rank(entry.plain, typed) }))
      .filter((entry) => entry.rank >= 0)
      .sort((one, other) => one.rank - other.rank);

  const element = (name, attributes) => {
    const made = document.createElement(name);
    Object.entries(attributes).forEach(([key, value]) => value !== null && made.setAttribute(key, value));
    return made;
  };

  /* Put field, list and news around the select. The field takes over its id, label, hint and error. */

  const build = (select) => {
    const id = select.id;
    const label = document.querySelector(`label[for="${CSS.escape(id)}"]`)?.textContent ?? "";
    const box = element("div", { class: "combobox" });
    const field = element("input", {
      id,
      type: "text",
      class: "form-control",
      autocomplete: "off",
      spellcheck: "false",
      role: "combobox",
      "aria-expanded": "false",
      "aria-controls": `${id}-list`,
      "aria-autocomplete": "list",
      "aria-describedby": select.getAttribute("aria-describedby"),
      "aria-invalid": select.getAttribute("aria-invalid"),
      "aria-required": select.required ? "true" : null,
    });
    const list = element("ul", { id: `${id}-list`, role: "listbox", "aria-label": label, hidden: "" });
    const news = element("div", { class: "visually-hidden", role: "status" });
    select.id = `${id}-select`;
    select.hidden = true;
    select.before(box);
    box.append(field, list, news, select);
    return { field, list, news };
  };

  const combobox = (select) => {
    const { field, list, news } = build(select);
    const entries = [...select.options]
      .filter((option) => option.value !== "")
      .map((option) => ({ value: option.value, name: option.text, plain: plain(option.text) }));
    let shown = [];
    let active = -1;
    let pointed = false;

    const chosen = () => (select.value === "" ? "" : select.selectedOptions[0].text);
    const close = () => {
      list.hidden = true;
      active = -1;
      pointed = false;
      field.setAttribute("aria-expanded", "false");
      field.removeAttribute("aria-activedescendant");
    };
    const mark = (at) => {
      active = at;
      [...list.children].forEach((item, place) => item.setAttribute("aria-selected", String(place === at)));
      if (at < 0) {
        field.removeAttribute("aria-activedescendant");
        return;
      }
      field.setAttribute("aria-activedescendant", list.children[at].id);
      list.children[at].scrollIntoView({ block: "nearest" });
    };
    const item = (entry, place) => {
      const made = element("li", { id: `${list.id}-${place}`, role: "option", "aria-selected": "false" });
      made.textContent = entry.name;
      made.addEventListener("mousedown", (event) => event.preventDefault());
      made.addEventListener("click", () => choose(entry));
      return made;
    };
    const open = (typed) => {
      shown = matching(entries, plain(typed));
      list.replaceChildren(...shown.map(item));
      list.hidden = shown.length === 0;
      field.setAttribute("aria-expanded", String(!list.hidden));
      news.textContent = shown.length ? say("matches", { number: shown.length }) : say("no_matches");
      pointed = false;
      mark(typed === "" ? shown.findIndex((entry) => entry.value === select.value) : Math.min(0, shown.length - 1));
    };
    const set = (value) => {
      if (select.value === value) return;
      select.value = value;
      for (const name of ["input", "change"]) select.dispatchEvent(new Event(name, { bubbles: true }));
    };
    const choose = (entry) => {
      set(entry.value);
      field.value = entry.name;
      close();
    };
    const move = (step) => {
      if (list.hidden) open("");
      if (shown.length === 0) return;
      mark((Math.max(active, step > 0 ? -1 : 0) + step + shown.length) % shown.length);
      pointed = true;
    };
    const settle = () => {
      const typed = plain(field.value);
      const exact = entries.find((entry) => entry.plain === typed);
      const only = typed !== "" && !list.hidden && shown.length === 1 ? shown[0] : undefined;
      const match = exact ?? (pointed ? shown[active] : only);
      if (match) choose(match);
      else set("");
      close();
    };
    const keys = {
      ArrowDown: () => move(1),
      ArrowUp: () => move(-1),
      Enter: () => (active >= 0 ? choose(shown[active]) : settle()),
      Escape: () => {
        if (list.hidden) field.value = "";
        close();
      },
    };

    field.value = chosen();
    field.addEventListener("input", () => open(field.value));
    field.addEventListener("click", () => list.hidden && open(""));
    field.addEventListener("blur", settle);
    field.addEventListener("keydown", (event) => {
      const act = keys[event.key];
      if (!act || event.altKey || event.ctrlKey || event.metaKey) return;
      if (event.key === "Enter" && list.hidden && field.value === chosen()) return;
      event.preventDefault();
      act();
    });
  };

  each("select[data-combobox]", combobox);
})();
