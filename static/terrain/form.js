/* The form of a report, drawn from what the portal decided. Each edit is told at once. */
(() => {
  "use strict";
  const terrain = (globalThis.terrain ??= {});
  const { el, unremembered } = terrain.pieces;
  const SHORT = 12;
  const INPUTS = { day: "date", instant: "datetime-local", line: "text" };

  const choices = (field, options, value, onedit) => {
    const several = field.sort === "several";
    const chosen = new Set([value ?? (several ? [] : field.first)].flat());
    const labels = options.map(([code, words], at) => {
      const id = `c-${field.name}-${at}`;
      const input = el("input", {
        ...unremembered,
        id,
        type: several ? "checkbox" : "radio",
        name: field.name,
        value: code,
        onchange: onedit,
      });
      input.checked = chosen.has(code);
      return el("label", { for: id }, input, words);
    });
    const read = () => {
      const marked = labels.map((label) => label.firstChild).filter((input) => input.checked);
      const values = marked.map((input) => input.value);
      return several ? values : (values[0] ?? "");
    };
    // Short words stand side by side: ten lengths are four lines and not ten.
    const look = options.every(([, words]) => words.length <= SHORT) ? "ij-choices inline" : "ij-choices";
    const legend = el("legend", {}, field.label);
    return { element: el("fieldset", { class: look }, legend, ...labels), read, focus: labels[0]?.firstChild };
  };

  const typed = (field, value, onedit) => {
    const id = `c-${field.name}`;
    const common = {
      ...unremembered,
      id,
      class: "form-control",
      maxlength: field.most,
      "aria-describedby": field.hint ? `${id}-aide` : null,
      oninput: onedit,
    };
    const input = field.sort === "long"
      ? el("textarea", { ...common, rows: 4 })
      : el("input", { ...common, type: INPUTS[field.sort] });
    input.value = value ?? field.first;
    const element = el(
      "div",
      { class: "ij-field" },
      el("label", { class: "form-label", for: id }, field.label),
      input,
      field.hint ? el("div", { class: "form-text", id: `${id}-aide` }, field.hint) : null,
    );
    return { element, read: () => input.value, focus: input };
  };

  // « situations » has no options in the form: they come with the interview, and only to who may.
  const drawn = (field, line, value, onedit) => {
    if (field.sort !== "one" && field.sort !== "several") return typed(field, value, onedit);
    return choices(field, field.options.length ? field.options : (line.cases ?? []), value, onedit);
  };

  const draw = (shape, line, values, onedit) => {
    const fields = shape
      .map((field) => ({ field, ...drawn(field, line, values[field.name], () => { follow(); onedit(); }) }))
      .filter((one) => one.field.sort !== "several" || one.element.querySelector("input"));
    const read = () => Object.fromEntries(fields.map((one) => [one.field.name, one.read()]));
    // By whom and before when: once something is promised.
    const waitsFor = (field) => (field.needed === "always" ? "" : field.needed);
    const isAsked = ({ field }, said) =>
      (!field.when || field.when === said.tenue) && (!waitsFor(field) || said[waitsFor(field)]?.trim());
    const follow = () => {
      const said = read();
      for (const one of fields) one.element.hidden = !isAsked(one, said);
    };
    follow();

    // What the portal would refuse for want of an answer is asked here, where nothing is lost.
    const missing = () => {
      const said = read();
      return fields.filter((one) => {
        return one.field.needed && isAsked(one, said) && !String(said[one.field.name]).trim();
      });
    };
    const mark = (wrong) => {
      for (const one of fields) {
        one.element.querySelector(".ij-error")?.remove();
        one.focus?.removeAttribute("aria-invalid");
        const words = wrong[one.field.name];
        if (!words) continue;
        one.focus?.setAttribute("aria-invalid", "true");
        one.element.append(el("p", { class: "ij-error" }, words));
      }
      const first = fields.find((one) => wrong[one.field.name]);
      first?.focus?.focus();
    };
    return { elements: fields.map((one) => one.element), read, missing, mark };
  };

  terrain.form = { draw };
})();
