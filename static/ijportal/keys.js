/* Shortcuts of one key, listed by « ? ». They can be turned off: speech control presses keys by
   mistake (WCAG 2.1.4). Every one of them does what a link or a field of the page does. */
(() => {
  "use strict";
  const KEY = "ijportal.keys";
  const LASTS = 1500;
  let going = -Infinity;

  const off = () => { try { return localStorage.getItem(KEY) === "off"; } catch { return false; } };
  const keep = (on) => { try { localStorage.setItem(KEY, on ? "on" : "off"); } catch { /* private window */ } };
  const typing = (element) => element.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName);
  const dialog = () => document.getElementById("ij-keys");

  const open = () => {
    const list = dialog();
    if (!list?.showModal || list.open) return;
    list.querySelector("[data-keys-on]").checked = !off();
    list.showModal();
  };

  const focus = (element) => {
    if (!element) return false;
    element.focus();
    element.select?.();
    return true;
  };

  const follow = (link) => {
    link?.click();
    return Boolean(link);
  };

  /* The link that names each row, up or down from the one in focus. */
  const row = (step) => {
    const links = [...document.querySelectorAll("main tbody th a, main .ij-due h3 a")];
    const here = links.findIndex((link) => link === document.activeElement);
    const next = here < 0 ? (step > 0 ? 0 : links.length - 1) : here + step;
    return focus(links[next]);
  };

  const filters = () => {
    const menu = document.querySelector("main details[data-filters]");
    if (!menu) return false;
    menu.open = true;
    return focus(menu.querySelector("input:not([type=hidden]), select"));
  };

  /* The motives of a request, by their number. */
  const motive = (number) => {
    const box = document.querySelectorAll("form[data-choices] input[name=motifs]")[number - 1];
    box?.click();
    return focus(box);
  };

  const ACTS = {
    "?": () => { open(); return true; },
    "/": () => focus(document.querySelector("[data-search]")),
    j: () => row(1),
    k: () => row(-1),
    f: filters,
    n: () => follow(document.querySelector("main a[rel=next]")),
    p: () => follow(document.querySelector("main a[rel=prev]")),
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    if (document.querySelector("dialog[open]") || off()) return;
    if (event.timeStamp - going < LASTS) {
      going = -Infinity;
      if (follow(document.querySelector(`.ij-rail a[data-go="${CSS.escape(event.key)}"]`))) event.preventDefault();
      return;
    }
    if (event.key === "g") { going = event.timeStamp; return; }
    const act = /^[1-9]$/.test(event.key) ? () => motive(Number(event.key)) : ACTS[event.key];
    if (act?.()) event.preventDefault();
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-keys]")) open();
  });
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-keys-on]")) keep(event.target.checked);
  });
  document.addEventListener("DOMContentLoaded", () => {
    for (const button of document.querySelectorAll("[data-keys]")) button.hidden = false;
  });
})();
