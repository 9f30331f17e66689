/* « Chargement… » once a page, a part of it or a file has been awaited for 300 ms: sooner, it would
   only flash. A file leaves the page where it is, so it is fetched: only then is its end known. */
(() => {
  "use strict";
  const AFTER = 300;
  let timer = 0;
  let busy = null;

  const say = (words) => {
    const place = document.querySelector("[data-loading]");
    if (place) place.textContent = words;
  };
  const end = (words = "") => {
    clearTimeout(timer);
    busy?.removeAttribute("aria-busy");
    busy = null;
    say(words);
  };
  const begin = (place) => {
    end();
    timer = setTimeout(() => {
      busy = place;
      busy?.setAttribute("aria-busy", "true");
      say("Chargement…");
    }, AFTER);
  };

  const save = (content, name) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(content);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  };
  const take = async (link) => {
    begin(link);
    try {
      const answer = await fetch(link.href);
      const name = /filename="([^"]+)"/.exec(answer.headers.get("Content-Disposition") ?? "");
      /* No file: a page asks for the purpose, or says why not. */
      if (!answer.ok || !name) { location.assign(answer.ok ? answer.url : link.href); return; }
      save(await answer.blob(), name[1]);
      end();
    } catch {
      end("Le fichier n’a pas pu être pris. Réessayez.");
    }
  };

  const elsewhere = (link) => link.origin !== location.origin || link.target || link.hasAttribute("download")
    || (link.hash && link.href.split("#")[0] === location.href.split("#")[0]);

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    if (link.matches("[data-file]")) {
      event.preventDefault();
      if (link !== busy) take(link);
    } else if (!elsewhere(link)) begin(document.querySelector("main"));
  });
  document.addEventListener("submit", (event) => {
    /* A form that gives a file leaves the page where it is, and nothing tells when it has come. */
    if (!event.defaultPrevented && !event.target.matches("[data-file]")) begin(document.querySelector("main"));
  });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") end(); });
  /* A page kept by the browser comes back as it was left. */
  window.addEventListener("pageshow", () => end());

  document.addEventListener("htmx:beforeRequest", (event) => {
    if (event.target.matches("[data-live]")) begin(event.detail.target);
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    if (!event.target.matches("[data-live]") || event.detail.xhr?.status === 0) return;
    end(event.detail.successful ? "" : "La liste n’a pas pu être relue. Entrée réessaie.");
  });
  document.addEventListener("htmx:sendError", (event) => {
    if (event.target.matches("[data-live]")) end("La liste n’a pas pu être relue. Entrée réessaie.");
  });
})();
