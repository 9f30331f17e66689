/* Sending what is finished: the same number and revision as often as needed, written once there. */
(() => {
  "use strict";
  const terrain = (globalThis.terrain ??= {});
  const { api, drafts, store, vault } = terrain;
  // Finished; refused, which may be accepted today; in conflict, which somebody may have settled.
  const TO_SEND = new Set(["pret", "refuse", "conflit"]);
  const CLOSED = "Vos droits ne permettent plus d’enregistrer ce compte rendu : il reste sur cet appareil.";

  const asked = (shape, fields) => {
    const outcome = fields.tenue;
    const names = shape
      .filter((field) => !field.when || field.when === outcome)
      .map((field) => field.name);
    return Object.fromEntries(names.filter((name) => name in fields).map((name) => [name, fields[name]]));
  };

  const report = (draft, forms) => ({
    uuid: draft.uuid,
    revision: draft.edited,
    edition: draft.edition,
    interview: draft.words.line.id,
    starts: draft.words.line.starts,
    form: draft.words.line.form,
    device_time: draft.words.device_time,
    fields: asked(forms[draft.words.line.form], draft.words.fields),
  });

  const answered = (told) => {
    if (told.status === 403) return { state: "refuse", message: CLOSED };
    const { outcome, message, edition } = told.body;
    const state = { accepte: "envoye", ecarte: "ecarte", conflit: "conflit" }[outcome] ?? "refuse";
    return { state, message, edition: state === "conflit" ? undefined : edition, errors: told.body.errors };
  };

  // One after the other; stops when nobody answers. `said` collects why something was refused.
  const sendAll = async (opened, csrf, forms, said) => {
    for (const draft of await drafts.readable(opened)) {
      if (!TO_SEND.has(draft.state) || !forms[draft.words.line.form]) continue;
      const told = await api.send(csrf, report(draft, forms));
      if (told.sort !== "told") return told.sort;
      const answer = answered(told);
      said.set(draft.uuid, answer);
      await drafts.settle(draft.uuid, draft.edited, answer);
    }
    return "told";
  };

  // What is carried away, sealed too. A form that is no longer sent may still be on a draft.
  const refresh = async (opened) => {
    const told = await api.carried();
    if (told.sort !== "told" || told.status !== 200) return told.sort;
    const former = await packOf(opened);
    const pack = { interviews: told.body.interviews, forms: { ...former.forms, ...told.body.forms } };
    await store.put("packs", { owner: opened.owner, ...(await vault.seal(opened, "pack", pack)) });
    return "told";
  };

  const packOf = async (opened) => {
    const record = await store.get("packs", opened.owner);
    const readable = record && record.vault === opened.id;
    return readable ? vault.unseal(opened, "pack", record) : { interviews: [], forms: {} };
  };

  terrain.sending = { sendAll, refresh, packOf };
})();
