/* The lock of the device: a random key seals everything, and the code of the person opens the key.
   docs/adr/0014: what it protects, and how long a short code resists on a stolen disk. */
(() => {
  "use strict";
  const terrain = (globalThis.terrain ??= {});
  const { store } = terrain;
  const ITERATIONS = 600_000; // OWASP 2023 for PBKDF2-HMAC-SHA-256
  const FEWEST_DIGITS = 6;
  const MOST_FAILURES = 10;
  const CIPHER = "AES-GCM";
  const bytes = (text) => new TextEncoder().encode(text);
  const random = (length) => crypto.getRandomValues(new Uint8Array(length));

  const derived = async (pin, salt, iterations) => {
    const typed = await crypto.subtle.importKey("raw", bytes(pin), "PBKDF2", false, ["deriveKey"]);
    return crypto.subtle.deriveKey(
      { name: "PBKDF2", hash: "SHA-256", salt, iterations },
      typed,
      { name: CIPHER, length: 256 },
      false,
      ["wrapKey", "unwrapKey"],
    );
  };

  // The owner and the vault are bound to the key: a record moved from one to another does not open.
  const wrapping = (vault) => ({
    name: CIPHER,
    iv: vault.iv,
    additionalData: bytes(`${vault.owner}|${vault.id}`),
  });

  const unwrapped = async (vault, pin) =>
    crypto.subtle.unwrapKey(
      "raw",
      vault.wrapped,
      await derived(pin, vault.salt, vault.iterations),
      wrapping(vault),
      { name: CIPHER },
      false, // no script can read it back
      ["encrypt", "decrypt"],
    );

  const create = async (owner, pin) => {
    const vault = {
      id: crypto.randomUUID(),
      owner,
      salt: random(16),
      iv: random(12),
      iterations: ITERATIONS,
      failures: 0,
      until: 0,
      current: true,
    };
    const key = await crypto.subtle.generateKey({ name: CIPHER, length: 256 }, true, ["encrypt", "decrypt"]);
    const outer = await derived(pin, vault.salt, ITERATIONS);
    vault.wrapped = await crypto.subtle.wrapKey("raw", key, outer, wrapping(vault));
    // The former key stays, closed: whoever finds the former code again opens what it sealed.
    for (const other of await store.all("vaults")) {
      if (other.owner === owner) await store.put("vaults", { ...other, current: false });
    }
    await store.put("vaults", vault);
    return { id: vault.id, owner, key: await unwrapped(vault, pin) };
  };

  const vaultsOf = async (owner) => (await store.all("vaults")).filter((one) => one.owner === owner);
  const currentOf = async (owner) => (await vaultsOf(owner)).find((one) => one.current) ?? null;
  const isBlocked = (vault) => vault.failures >= MOST_FAILURES;

  // 2, 4, 8… 512 s: seventeen minutes for ten tries. A clock put back does not lengthen a wait.
  const waitOf = (vault) => {
    const left = vault.until - Date.now();
    return left > 0 ? Math.ceil(Math.min(left, 1000 * 2 ** vault.failures) / 1000) : 0;
  };

  // The failure is written before the try: closing the page does not give it back.
  const open = async (vault, pin) => {
    const tried = await store.change("vaults", vault.id, (held) => {
      const failures = held.failures + 1;
      return { ...held, failures, until: Date.now() + 1000 * 2 ** failures };
    });
    try {
      const key = await unwrapped(vault, pin);
      await store.change("vaults", vault.id, (held) => ({ ...held, failures: 0, until: 0 }));
      return { id: vault.id, owner: vault.owner, key };
    } catch {
      Object.assign(vault, tried);
      return null;
    }
  };

  const seal = async (opened, place, value) => {
    const iv = random(12);
    const additionalData = bytes(`${opened.owner}|${opened.id}|${place}`);
    const data = await crypto.subtle.encrypt(
      { name: CIPHER, iv, additionalData },
      opened.key,
      bytes(JSON.stringify(value)),
    );
    return { vault: opened.id, iv, data };
  };

  const unseal = async (opened, place, sealed) => {
    const additionalData = bytes(`${opened.owner}|${opened.id}|${place}`);
    const plain = await crypto.subtle.decrypt(
      { name: CIPHER, iv: sealed.iv, additionalData },
      opened.key,
      sealed.data,
    );
    return JSON.parse(new TextDecoder().decode(plain));
  };

  terrain.vault = {
    FEWEST_DIGITS, create, open, currentOf, vaultsOf, isBlocked, waitOf, seal, unseal,
  };
})();
