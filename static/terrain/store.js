/* What the device keeps. Words, names and dates of interviews are sealed (vault.js) before they come
   here: in the clear are random numbers, counters, states, and the hour of an edit on this device. */
(() => {
  "use strict";
  const terrain = (globalThis.terrain ??= {});
  const NAME = "terrain";
  const STORES = { meta: null, vaults: "id", packs: "owner", drafts: "uuid" };
  // Read by portal.js: whether signing out has something to list.
  const UNSENT = "terrain.unsent";

  const settled = (request) =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });

  let database = null;
  const open = () => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => {
      for (const [name, keyPath] of Object.entries(STORES)) {
        asked.result.createObjectStore(name, keyPath ? { keyPath } : undefined);
      }
    };
    return settled(asked);
  };

  // `act` gets the store and asks in one go: a transaction ends when it has nothing to wait for.
  const within = async (name, act, mode = "readwrite") => {
    database ??= await open();
    const transaction = database.transaction(name, mode, { durability: "strict" });
    const finished = new Promise((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error);
    });
    const result = await act(transaction.objectStore(name));
    await finished;
    return result;
  };

  const get = (name, key) => within(name, (store) => settled(store.get(key)), "readonly");
  const all = (name) => within(name, (store) => settled(store.getAll()), "readonly");
  const put = (name, value, key) => within(name, (store) => settled(store.put(value, key)));
  const remove = (name, key) => within(name, (store) => settled(store.delete(key)));

  // Read, changed and written in one transaction, whatever another tab does; null leaves it as it is.
  const change = (name, key, alter) =>
    within(name, async (store) => {
      const value = alter(await settled(store.get(key)));
      if (value !== null) await settled(store.keyPath ? store.put(value) : store.put(value, key));
      return value;
    });

  // The order of the edits: a clock may be wrong or go back, a counter does neither.
  const tick = () => change("meta", "counter", (count) => (count ?? 0) + 1);

  const isUnsent = (draft) => draft.state !== "envoye" && draft.state !== "ecarte";
  const unsentOf = async (owner) =>
    (await all("drafts")).filter((draft) => draft.owner === owner && isUnsent(draft));
  const tell = async () => {
    const waits = (await all("drafts")).some(isUnsent);
    try {
      if (waits) localStorage.setItem(UNSENT, "1");
      else localStorage.removeItem(UNSENT);
    } catch { /* private window: the page of the sign-out looks by itself */ }
  };

  terrain.store = { get, all, put, remove, change, tick, isUnsent, unsentOf, tell };
})();
