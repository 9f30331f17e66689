/* Small pieces of the page: an element, a field, a button, an hour in words. */
(() => {
  "use strict";
  const terrain = (globalThis.terrain ??= {});

  const el = (tag, attributes = {}, ...children) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
      else if (value === true) element.setAttribute(name, "");
      else if (value !== false && value != null) element.setAttribute(name, value);
    }
    element.append(...children.filter((child) => child != null));
    return element;
  };

  const button = (words, onclick, look = "btn-primary") =>
    el("button", { type: "button", class: `btn ${look} fd-big`, onclick }, words);

  const link = (words, href, look = "btn-primary") => el("a", { href, class: `btn ${look} fd-big` }, words);

  const message = (words, kind = "info") => el("div", { class: `ij-msg fd-msg ${kind}` }, el("p", {}, words));

  // Never remembered by the browser: neither offered again nor kept with a tab to be opened again.
  const unremembered = { autocomplete: "off", autocapitalize: "off", spellcheck: "false" };

  const pinField = (id, label, hint) =>
    el(
      "div",
      { class: "ij-field" },
      el("label", { class: "form-label", for: id }, label),
      el("input", {
        ...unremembered,
        id,
        type: "password",
        inputmode: "numeric",
        autocomplete: "one-time-code", // no password manager proposes to keep it
        class: "form-control fd-pin",
        "aria-describedby": hint ? `${id}-aide` : null,
      }),
      hint ? el("div", { class: "form-text", id: `${id}-aide` }, hint) : null,
    );

  const form = (onsubmit, ...children) =>
    el("form", {
      ...unremembered,
      class: "ij-stack",
      novalidate: true,
      onsubmit: (event) => {
        event.preventDefault();
        onsubmit(event.target);
      },
    }, ...children);

  const submit = (words) => el("button", { type: "submit", class: "btn btn-primary fd-big" }, words);

  const day = (iso) =>
    new Intl.DateTimeFormat("fr-FR", { weekday: "long", day: "numeric", month: "long" }).format(new Date(iso));
  const hour = (iso) =>
    new Intl.DateTimeFormat("fr-FR", { hour: "numeric", minute: "2-digit" })
      .format(new Date(iso)).replace(":", "\u202fh\u202f");

  terrain.pieces = { el, button, link, message, pinField, form, submit, day, hour, unremembered };
})();
