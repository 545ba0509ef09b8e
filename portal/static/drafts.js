/* Drafts that save themselves, and a word before the session ends. */
"use strict";

(() => {
  const { each, say } = window.portal;

  /* Drafts are saved a few seconds after a change, one request at a time, and once more when the page is left. Sending
     the form waits a moment for a saving that is under way, so that it carries the newest version. The server answers with JSON: saved_at, the text of the time, and
     perhaps version, which is put in the field of that name; 409 says that somebody saved a newer one. */

  const pause = 3000;
  const retry = 10000;
  const tabs = "BroadcastChannel" in window ? new BroadcastChannel("portal-session") : null;
  const autosave = (form) => {
    let timer = null;
    let changed = false;
    let underWay = null;
    let waited = false;
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
      if (answer.redirected || refusals[answer.status]) {
        tell(say(refusals[answer.status] ?? "expired"), true);
        return;
      }
      if (!answer.ok) throw new Error(String(answer.status));
      const said = answer.headers.get("Content-Type")?.includes("json") ? await answer.json() : {};
      const clock = new Date().toLocaleTimeString(document.documentElement.lang, { timeStyle: "short" });
      const version = form.elements.namedItem("version");
      if (said.version && version) version.value = said.version;
      if (!changed) tell(say("saved", { time: said.saved_at || clock }));
      heard();
    };
    const saveNow = async () => {
      changed = false;
      try {
        await take(await post(form.dataset.autosave, new FormData(form)));
        if (changed) wait(pause);
      } catch {
        changed = true;
        tell(say("unsaved"), true);
        wait(retry);
      } finally {
        underWay = null;
      }
    };
    const save = () => {
      if (!underWay && changed && !form.dataset.sent) underWay = saveNow();
    };
    const sendAfterSaving = (event) => {
      clearTimeout(timer);
      if (!underWay || waited) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      waited = true;
      Promise.race([underWay, new Promise((done) => setTimeout(done, pause))]).then(() => form.requestSubmit(event.submitter));
    };
    const note = () => {
      changed = true;
      wait(pause);
    };
    form.addEventListener("input", note);
    form.addEventListener("submit", sendAfterSaving, { capture: true });
    window.addEventListener("online", () => changed && save());
    document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && save());
  };
  const refusals = { 400: "expired", 401: "expired", 403: "expired", 404: "elsewhere", 409: "changed", 410: "elsewhere" };
  const post = (url, body) => fetch(url, { method: "POST", body, keepalive: true, credentials: "same-origin" });

  /* The session ends after thirty quiet minutes. At twenty-five the person is asked; one click goes on. Pages open in
     other tabs count as well, and tell each other. At the end a page where nothing was typed asks the server again, and
     meets the login; one with typed text stays, covered, until the person has logged in beside it. */

  const minute = 60000;
  const warnAfter = 25 * minute;
  const overAfter = 30 * minute;
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
        const answer = await post(document.body.dataset.keepalive, data);
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
    setInterval(look, minute / 4);
    document.addEventListener("visibilitychange", look);
  };

  each("form[data-autosave]", autosave);
  each("[data-session]", watchSession);
})();
