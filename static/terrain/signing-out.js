/* On the page that signs out: what this device has not sent, and what becomes of it. */
(() => {
  "use strict";
  const place = document.querySelector("[data-unsent]");
  if (!place) return;
  const { drafts, store } = terrain;
  const { el, link } = terrain.pieces;
  const form = place.closest("form");

  const edited = (draft) => new Date(draft.at).toLocaleString("fr-FR", { dateStyle: "long", timeStyle: "short" });

  const choices = (unsent) => [
    el("p", {}, el("b", {}, "Des comptes rendus écrits sur cet appareil ne sont pas envoyés.")),
    el("ul", {}, ...unsent.map((draft) => el("li", {}, `Brouillon écrit le ${edited(draft)}`))),
    el("p", {}, link("Les ouvrir pour les envoyer", place.dataset.unsent, "btn-outline-primary")),
    el(
      "fieldset",
      { class: "ij-choices" },
      el("legend", {}, "Si vous vous déconnectez maintenant"),
      el("label", {}, el("input", { type: "radio", name: "brouillons", value: "garder", checked: true }), "Les garder ici, chiffrés : ils partiront à ma prochaine connexion"),
      el("label", {}, el("input", { type: "radio", name: "brouillons", value: "effacer" }), "Les effacer de cet appareil, sans les envoyer"),
    ),
  ];

  // Signing out takes away what the portal has already; what it has not goes by a choice only.
  const clear = async (owner) => {
    const erase = form.querySelector("[name=brouillons]:checked")?.value === "effacer";
    await drafts.forget(owner, (draft) => erase || !store.isUnsent(draft));
    await store.remove("packs", owner);
  };

  const look = async () => {
    // Nothing was ever written here: the portal is not asked who this is.
    if (![...(await store.all("drafts")), ...(await store.all("packs"))].length) return;
    const told = await fetch(place.dataset.me, { cache: "no-store", headers: { "X-Sans-Activite": "1" } }).catch(() => null);
    if (!told?.ok || told.redirected) return;
    const { person } = await told.json();
    const unsent = await store.unsentOf(person);
    if (unsent.length) {
      place.replaceChildren(...choices(unsent));
      place.hidden = false;
    }
    form.addEventListener("submit", async (event) => {
      if (form.dataset.cleared) return;
      event.preventDefault();
      await clear(person);
      form.dataset.cleared = "yes";
      form.requestSubmit(event.submitter);
    });
  };
  look();
})();
