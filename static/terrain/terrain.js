/* The page as a whole: who is here, whether the portal answers, whether the key is in memory. */
(() => {
  "use strict";
  const { api, drafts, form, screens, sending, store, vault } = terrain;
  const IDLE = 10 * 60_000;
  const EVERY = 5 * 60_000;
  const WRITE_AFTER = 400;
  const { signIn, signOut, worker } = document.body.dataset;

  // Memory only: `opened` is the key; `link` is what the portal said last.
  const here = { owner: null, opened: null, csrf: null, network: "away", active: 0, writing: null };
  const said = new Map();

  const NETWORK = { told: "En ligne", ended: "En ligne, session terminée", closed: "En ligne, accès fermé", away: "Hors connexion" };
  const showState = () => {
    const lock = here.opened ? "" : ", verrouillé";
    const place = document.getElementById("reseau");
    const words = NETWORK[here.network] + lock;
    if (place.textContent !== words) place.textContent = words;
    place.dataset.sort = here.network;
  };
  const announce = (words) => { document.getElementById("annonce").textContent = words; };

  const reach = async () => {
    const told = await api.me();
    here.network = told.sort;
    if (told.sort === "told") {
      const { person, csrf, now } = told.body;
      here.csrf = csrf;
      if (here.owner !== person) await lock();
      here.owner = person;
      await store.put("meta", person, "owner");
      const current = await vault.currentOf(person);
      await drafts.age(Date.parse(now), (draft) => draft.owner === person && draft.vault === current?.id && draft.state === "pret");
    } else {
      here.csrf = null;
      if (told.sort !== "away") await lock();
      here.owner ??= await store.get("meta", "owner");
    }
    showState();
  };

  const forgetKey = () => { here.opened = null; said.clear(); showState(); };
  const lock = async () => {
    await here.writing?.flush();
    here.writing = null;
    forgetKey();
  };

  const door = async () => {
    if (here.network === "closed") return screens.closed();
    if (here.network === "ended") return screens.signInFirst(signIn, (await store.all("vaults")).length > 0);
    const held = here.owner && (await vault.currentOf(here.owner));
    if (!held) return here.network === "told" ? screens.choosePin(create, false) : screens.signInFirst(signIn, false);
    if (vault.isBlocked(held)) return here.network === "told" ? screens.choosePin(create, true) : screens.blocked(signIn);
    return screens.unlock((pin) => tryPin(held.id, pin, enter), "Vos brouillons sont chiffrés sur cet appareil.");
  };

  const create = async (pin) => enter(await vault.create(here.owner, pin));

  // What to say when it does not open.
  const tryPin = async (id, pin, done) => {
    const held = await store.get("vaults", id);
    const wait = vault.waitOf(held);
    if (wait) return `Attendez encore ${wait} s avant un autre essai.`;
    const opened = await vault.open(held, pin);
    if (opened) { await done(opened); return ""; }
    if (held.current && vault.isBlocked(held)) { await door(); return ""; }
    return `Code inexact. Prochain essai dans ${vault.waitOf(held)} s.`;
  };

  const enter = async (opened) => {
    here.opened = opened;
    here.active = performance.now();
    showState();
    await exchange();
    await home();
  };

  // Sending first: an interview that was just told comes back with its new edition.
  const exchange = async () => {
    if (!here.opened || here.network !== "told") return;
    const { opened } = here;
    const { forms } = await sending.packOf(opened);
    let sort = await sending.sendAll(opened, here.csrf, forms, said);
    if (sort === "told") sort = await sending.refresh(opened);
    if (sort !== "told") {
      here.network = sort;
      if (sort === "ended") { await lock(); await door(); }
    }
    showState();
  };

  const entriesOf = async () => {
    const { interviews, forms } = await sending.packOf(here.opened);
    const held = await drafts.readable(here.opened);
    const entries = new Map(interviews.map((line) => [line.id, { line }]));
    for (const draft of held) {
      entries.set(draft.words.line.id, { line: draft.words.line, draft, said: said.get(draft.uuid)?.message });
    }
    const listed = [...entries.values()].sort((one, other) => Date.parse(one.line.starts) - Date.parse(other.line.starts));
    for (const entry of listed) if (entry.draft?.state === "envoye") entry.said = "";
    return { listed, forms };
  };

  const home = async () => {
    if (!here.opened) return door();
    here.writing = null;
    const { listed, forms } = await entriesOf();
    const seen = await store.get("meta", "seen");
    const words = seen ? `Dernier échange avec le portail : ${terrain.pieces.day(seen)}, ${terrain.pieces.hour(seen)}.` : "";
    const former = (await drafts.underFormerCode(here.opened)).length > 0;
    screens.home(listed, {
      open: (entry) => write(entry, forms),
      lock: async () => { await lock(); announce(""); await door(); },
      leave: () => screens.leave(listed.filter((entry) => entry.draft && store.isUnsent(entry.draft)), signOut, { back: home }),
      former: openFormer,
    }, words, former);
  };

  const openFormer = async () => {
    const ids = new Set((await drafts.underFormerCode(here.opened)).map((draft) => draft.vault));
    const held = (await vault.vaultsOf(here.owner)).find((one) => ids.has(one.id));
    if (!held) return home();
    return screens.unlock(
      (pin) => tryPin(held.id, pin, async (former) => { await drafts.bringBack(former, here.opened); await exchange(); await home(); }),
      "Écrivez l’ancien code : ses brouillons seront chiffrés avec le nouveau.",
    );
  };

  const write = (entry, forms) => {
    const back = async () => { await here.writing?.flush(); announce(""); await home(); };
    if (!entry.draft && entry.line.edition) return screens.elsewhere(entry, { back: home });
    const shape = forms[entry.line.form];
    const draft = entry.draft ?? { uuid: crypto.randomUUID(), edition: entry.line.edition, words: { line: entry.line, fields: {} } };
    const drawn = form.draw(shape, entry.line, draft.words.fields, () => here.writing.edited());
    here.writing = keeper(draft, drawn);
    const finish = async () => {
      const wanting = drawn.missing();
      drawn.mark(Object.fromEntries(wanting.map((one) => [one.field.name, "Répondez ici avant de terminer."])));
      if (wanting.length) return;
      await here.writing.finish();
      announce("Enregistré sur cet appareil.");
      await reach();
      await exchange();
      const now = await store.get("drafts", draft.uuid);
      if (now?.state === "envoye") announce("Envoyé au portail.");
      await home();
    };
    screens.report(entry, drawn, { back, finish });
    drawn.mark(said.get(draft.uuid)?.errors ?? {});
    return undefined;
  };

  // Each edit is sealed within half a second, and at once when the page goes away.
  const keeper = (draft, drawn) => {
    let timer = 0;
    let last = Promise.resolve();
    const keep = (state) => {
      clearTimeout(timer);
      timer = 0;
      const { opened } = here;
      draft.words.fields = drawn.read();
      last = last.then(() => drafts.save(opened, draft, state));
      return last;
    };
    return {
      edited: () => {
        clearTimeout(timer);
        timer = setTimeout(async () => { await keep("brouillon"); announce("Enregistré sur cet appareil."); }, WRITE_AFTER);
      },
      flush: () => (timer ? keep("brouillon") : last),
      finish: () => keep("pret"),
    };
  };

  // The network came back, or five minutes went by: what is being written is not taken away.
  const again = async (begun = true) => {
    const before = `${here.network} ${here.owner}`;
    await reach();
    // A code that is being typed stays, unless the portal changed its answer.
    if (!here.opened) return begun && before === `${here.network} ${here.owner}` ? undefined : door();
    if (here.writing) return undefined;
    await exchange();
    return home();
  };

  const alive = () => { here.active = performance.now(); };
  const restWatch = async () => {
    if (here.opened && performance.now() - here.active >= IDLE) { await lock(); announce("Verrouillé après dix minutes sans activité."); await door(); }
  };

  addEventListener("online", () => again());
  addEventListener("offline", () => { here.network = "away"; showState(); });
  addEventListener("pagehide", () => here.writing?.flush());
  document.addEventListener("visibilitychange", () => { if (document.hidden) here.writing?.flush(); else restWatch(); });
  for (const sort of ["pointerdown", "keydown", "input"]) document.addEventListener(sort, alive, true);
  setInterval(restWatch, 15_000);
  setInterval(() => again(), EVERY);
  navigator.serviceWorker?.register(worker, { scope: "/terrain/" });
  again(false);
})();
