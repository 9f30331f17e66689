/* What is asked of the portal. A session that ended answers by a way to the sign-in page. */
(() => {
  "use strict";
  const terrain = (globalThis.terrain ??= {});

  // `sort`: "told" with its body, "ended" (no session), "away" (no network, or the portal is down).
  const ask = async (path, options = {}) => {
    const base = document.body.dataset.api;
    let answer;
    try {
      answer = await fetch(base + path, {
        redirect: "manual",
        cache: "no-store",
        credentials: "same-origin",
        ...options,
        headers: { Accept: "application/json", ...options.headers },
      });
    } catch {
      return { sort: "away" };
    }
    if (answer.type === "opaqueredirect") return { sort: "ended" };
    if (answer.status >= 500) return { sort: "away" };
    const json = answer.headers.get("Content-Type")?.startsWith("application/json");
    return { sort: "told", status: answer.status, body: json ? await answer.json() : null };
  };

  // A page that looks by itself keeps nobody's session open.
  const alone = { headers: { "X-Sans-Activite": "1" } };
  const me = async (options = alone) => {
    const told = await ask("moi", options);
    if (told.sort === "told" && told.status !== 200) return { sort: "closed" };
    return told;
  };
  const carried = () => ask("entretiens", alone);
  const send = (csrf, report) =>
    ask("comptes-rendus", {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": csrf },
      body: JSON.stringify(report),
    });

  terrain.api = { me, carried, send };
})();
