/* What is seen, state by state. Each screen gets words and acts, and knows neither keys nor network. */
(() => {
  "use strict";
  const terrain = (globalThis.terrain ??= {});
  const { el, button, link, message, pinField, form, submit, day, hour } = terrain.pieces;
  const { FEWEST_DIGITS } = terrain.vault;
  const STATES = {
    brouillon: ["soon", "Enregistré ici, à terminer"],
    pret: ["waiting", "Terminé, à envoyer"],
    envoye: ["done", "Envoyé"],
    conflit: ["fix", "Écrit aussi ailleurs"],
    refuse: ["fix", "Refusé par le portail"],
    ecarte: ["", "L’autre version a été gardée"],
  };

  const show = (title, ...children) => {
    document.getElementById("titre").textContent = title;
    document.getElementById("ecran").replaceChildren(...children.flat().filter(Boolean));
  };

  const signInFirst = (signIn, ended) =>
    show(
      ended ? "Verrouillé" : "Première utilisation",
      message(
        ended
          ? "Votre session au portail est terminée. Vos brouillons restent chiffrés sur cet appareil ; ils partiront après votre prochaine connexion. Sans réseau, votre code suffit pour écrire."
          : "Connectez-vous une fois avec du réseau : vos entretiens des deux semaines viendront sur cet appareil, et vous choisirez un code.",
        ended ? "soon" : "info",
      ),
      link("Se connecter", signIn),
    );

  const closed = () =>
    show("Accès fermé", message("Vos droits ne permettent pas, ou plus, d’écrire des comptes rendus. Les brouillons de cet appareil restent chiffrés.", "fix"));

  const faultOf = (first, second) => {
    if (!/^\d+$/.test(first)) return "Le code n’a que des chiffres.";
    if (first.length < FEWEST_DIGITS) return `Le code a au moins ${FEWEST_DIGITS} chiffres.`;
    return first === second ? "" : "Les deux saisies ne sont pas les mêmes.";
  };

  const choosePin = (create, former) => {
    const fault = el("p", { class: "ij-error", role: "alert", hidden: true });
    const sent = async (typed) => {
      const [first, second] = ["code", "encore"].map((name) => typed.querySelector(`#${name}`).value);
      fault.textContent = faultOf(first, second);
      fault.hidden = !fault.textContent;
      if (fault.hidden) await create(first);
      else typed.querySelector("#code").focus();
    };
    show(
      former ? "Nouveau code" : "Choisir un code",
      former ? message("Dix essais manqués : ce code est bloqué. Choisissez-en un autre. Les brouillons écrits avec l’ancien restent chiffrés et illisibles sans lui ; si vous le retrouvez, ils reviendront.", "fix") : null,
      el("p", {}, "Ce code ouvre vos brouillons sur cet appareil, sans réseau. Personne d’autre ne le connaît, le portail non plus : oublié, les brouillons non envoyés sont perdus."),
      form(
        sent,
        pinField("code", "Code", "Six chiffres au moins ; dix résistent bien mieux si l’appareil est volé."),
        pinField("encore", "Le même code, encore une fois"),
        fault,
        submit("Enregistrer ce code"),
      ),
    );
  };

  const unlock = (open, words) => {
    const fault = el("p", { class: "ij-error", role: "alert", hidden: true });
    const sent = async (typed) => {
      const field = typed.querySelector("#code");
      fault.textContent = await open(field.value);
      fault.hidden = !fault.textContent;
      field.value = "";
      if (!fault.hidden) field.focus();
    };
    show("Verrouillé", el("p", {}, words), form(sent, pinField("code", "Votre code"), fault, submit("Ouvrir")));
    document.getElementById("code")?.focus();
  };

  const blocked = (signIn) =>
    show(
      "Code bloqué",
      message("Dix essais manqués. Les brouillons restent chiffrés sur cet appareil. Connectez-vous avec du réseau pour choisir un nouveau code.", "fix"),
      link("Se connecter", signIn),
    );

  const chip = (entry) => {
    if (!entry.draft) return el("span", { class: "ij-status" }, entry.line.edition ? "Déjà au portail" : "À écrire");
    const [look, words] = STATES[entry.draft.state];
    return el("span", { class: `ij-status ${look}` }, words);
  };

  const row = (entry, acts) =>
    el(
      "li",
      {},
      el(
        "button",
        { type: "button", class: "fd-row", onclick: () => acts.open(entry) },
        el("span", { class: "fd-hour" }, hour(entry.line.starts)),
        el("span", { class: "fd-who" }, el("b", {}, entry.line.doctor), el("span", {}, `${entry.line.kind}, ${entry.line.channel.toLowerCase()}`)),
        chip(entry),
      ),
      entry.said ? el("p", { class: "fd-why" }, entry.said) : null,
      entry.draft?.state === "conflit"
        ? link("Comparer les deux versions", `${document.body.dataset.interviews}${entry.line.id}/conflit/`, "btn-outline-primary")
        : null,
    );

  const home = (entries, acts, words, former) => {
    const days = new Map();
    for (const entry of entries) {
      const title = day(entry.line.starts);
      days.set(title, [...(days.get(title) ?? []), entry]);
    }
    show(
      "Comptes rendus sur le terrain",
      former ? button("Rouvrir des brouillons écrits avec l’ancien code", acts.former, "btn-outline-primary") : null,
      entries.length ? null : message("Aucun entretien à raconter. Avec du réseau, ceux des deux semaines viennent ici."),
      [...days].map(([title, listed]) =>
        el("section", {}, el("h2", {}, title), el("ul", { class: "bare fd-list" }, ...listed.map((entry) => row(entry, acts)))),
      ),
      el("p", { class: "small-text muted" }, words),
      el("div", { class: "fd-acts" }, button("Verrouiller", acts.lock, "btn-outline-primary"), button("Se déconnecter", acts.leave, "btn-quiet")),
    );
  };

  const report = (entry, drawn, acts) =>
    show(
      entry.line.doctor,
      el("p", { class: "muted" }, `${day(entry.line.starts)}, ${hour(entry.line.starts)} · ${entry.line.kind}`),
      entry.said ? message(entry.said, "fix") : null,
      form(acts.finish, ...drawn.elements, el("div", { class: "fd-acts" }, submit("Terminer"), button("Revenir à la liste", acts.back, "btn-quiet"))),
    );

  const elsewhere = (entry, acts) =>
    show(
      entry.line.doctor,
      message("Un compte rendu de cet entretien est déjà au portail. Complétez-le depuis la page de l’entretien."),
      el("div", { class: "fd-acts" }, link("Ouvrir au portail", `${document.body.dataset.interviews}${entry.line.id}/`, "btn-outline-primary"), button("Revenir à la liste", acts.back, "btn-quiet")),
    );

  const leave = (unsent, signOut, acts) =>
    show(
      "Se déconnecter",
      unsent.length
        ? [message("Ces comptes rendus ne sont pas envoyés :", "soon"), el("ul", {}, ...unsent.map((entry) => el("li", {}, `${entry.line.doctor}, ${day(entry.line.starts)}`)))]
        : el("p", {}, "Tout ce qui est terminé est envoyé."),
      el("div", { class: "fd-acts" }, link("Poursuivre la déconnexion", signOut), button("Revenir à la liste", acts.back, "btn-quiet")),
    );

  terrain.screens = { signInFirst, closed, choosePin, unlock, blocked, home, report, elsewhere, leave };
})();
