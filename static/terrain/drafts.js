/* The drafts: one an interview, sealed at each edit, kept seven days after the last one. */
(() => {
  "use strict";
  const terrain = (globalThis.terrain ??= {});
  const { store, vault } = terrain;
  const KEPT_DAYS = 7;
  const DAY = 86_400_000;

  // A newer edit of another tab stays: the counter says which is the last.
  const save = async (opened, draft, state) => {
    const edited = await store.tick();
    draft.words.device_time = new Date().toISOString();
    const sealed = await vault.seal(opened, draft.uuid, draft.words);
    const kept = await store.change("drafts", draft.uuid, (held) =>
      held && held.edited > edited
        ? null
        : {
            uuid: draft.uuid,
            owner: opened.owner,
            edition: held?.edition ?? draft.edition,
            sent: held?.sent ?? 0,
            at: Date.now(),
            edited,
            state,
            ...sealed,
          },
    );
    Object.assign(draft, kept);
    await store.tell();
  };

  const unsealed = async (opened, record) => ({
    ...record,
    words: await vault.unseal(opened, record.uuid, record),
  });

  // Those that this key opens; the others stay as they are.
  const readable = async (opened) => {
    const found = [];
    for (const record of await store.all("drafts")) {
      if (record.owner === opened.owner && record.vault === opened.id) {
        found.push(await unsealed(opened, record));
      }
    }
    return found;
  };

  const underFormerCode = async (opened) =>
    (await store.all("drafts")).filter((one) => one.owner === opened.owner && one.vault !== opened.id);

  // With the former code found again, what it sealed is sealed anew under the present one.
  const bringBack = async (former, opened) => {
    for (const record of await store.all("drafts")) {
      if (record.owner !== opened.owner || record.vault !== former.id) continue;
      const words = await vault.unseal(former, record.uuid, record);
      await store.put("drafts", { ...record, ...(await vault.seal(opened, record.uuid, words)) });
    }
  };

  // What the portal answered about a revision; an edit made meanwhile keeps its own state.
  const settle = async (uuid, revision, answer) => {
    await store.change("drafts", uuid, (held) => {
      if (!held) return null;
      const state = held.edited === revision ? answer.state : held.state;
      return { ...held, state, edition: answer.edition ?? held.edition, sent: revision };
    });
    await store.tell();
  };

  // Age is counted between two hours of the portal, the first one that followed the last edit and
  // the present one: it can be short of the truth and never beyond it, whatever the clock here says.
  const age = async (now, waitsForSending) => {
    for (const draft of await store.all("drafts")) {
      if (draft.after === undefined) {
        await store.change("drafts", draft.uuid, (held) =>
          held && held.edited === draft.edited ? { ...held, after: now } : null);
      } else if (now - draft.after >= KEPT_DAYS * DAY && !waitsForSending(draft)) {
        await store.remove("drafts", draft.uuid);
      }
    }
    await store.change("meta", "seen", (seen) => Math.max(seen ?? 0, now));
    await store.tell();
  };

  const forget = async (owner, chosen) => {
    for (const draft of await store.all("drafts")) {
      if (draft.owner === owner && chosen(draft)) await store.remove("drafts", draft.uuid);
    }
    await store.tell();
  };

  terrain.drafts = { save, readable, underFormerCode, bringBack, settle, age, forget };
})();
