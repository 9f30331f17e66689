/* What the pages gain with a script: they all work without. Listens on the document only, so
   parts replaced by htmx need nothing. Loaded in <head>: the rail takes its width before the first paint. */
(() => {
  "use strict";
  const root = document.documentElement;
  const KEY = "ijportal.rail";

  const remembered = () => { try { return localStorage.getItem(KEY); } catch { return null; } };
  const remember = (value) => { try { localStorage.setItem(KEY, value); } catch { /* private window */ } };
  const setRail = (value) => {
    root.toggleAttribute("data-rail", value === "collapsed");
    if (value === "collapsed") root.dataset.rail = "collapsed";
  };
  setRail(remembered() ?? root.dataset.railDefault ?? "open");

  const showFold = () => {
    for (const button of document.querySelectorAll("[data-rail-fold]")) {
      button.hidden = false;
      button.setAttribute("aria-pressed", String(root.dataset.rail === "collapsed"));
    }
  };
  document.addEventListener("DOMContentLoaded", showFold);

  const closeMenus = (except) => {
    let closed = null;
    for (const menu of document.querySelectorAll("details.ij-menu[open], details.ij-sheet[open]")) {
      if (menu !== except) { menu.open = false; closed = menu; }
    }
    return closed;
  };

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      closeMenus(null)?.querySelector("summary").focus();
    }
  });

  document.addEventListener("click", (event) => {
    const fold = event.target.closest("[data-rail-fold]");
    if (fold) {
      const value = root.dataset.rail === "collapsed" ? "open" : "collapsed";
      setRail(value);
      remember(value);
      showFold();
    }
    closeMenus(event.target.closest("details.ij-menu, details.ij-sheet"));
    if (event.target.closest("[data-print]")) window.print();
  });

  const ask = (form) => {
    const dialog = document.getElementById("ij-confirm");
    if (!dialog?.showModal) return false;
    dialog.querySelector("h2").textContent = form.dataset.confirmTitle ?? "Confirmer ?";
    dialog.querySelector("p").textContent = form.dataset.confirm;
    dialog.querySelector("[value=yes]").textContent = form.dataset.confirmButton ?? "Confirmer";
    dialog.returnValue = "";
    dialog.onclose = () => {
      if (dialog.returnValue !== "yes") return;
      form.dataset.confirmed = "yes";
      form.requestSubmit();
    };
    dialog.showModal();
    // Not by `autofocus`: a page read slowly would ask for it while somebody types elsewhere.
    dialog.querySelector('button[value=""]').focus();
    return true;
  };

  // In the capture phase: htmx listens to the same event on the form itself.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.dataset.confirm || form.dataset.confirmed) return;
    if (ask(form)) { event.preventDefault(); event.stopImmediatePropagation(); }
  }, true);
  // Reports written on this device and not sent (static/terrain): the page that signs out lists them.
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-sign-out]")) return;
    let waits = null;
    try { waits = localStorage.getItem("terrain.unsent"); } catch { /* private window */ }
    if (waits) { event.preventDefault(); location.assign(event.target.action); }
  }, true);
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-autosubmit]")) event.target.form.requestSubmit();
    if (event.target.form?.matches("[data-proposes]")) propose(event.target.form);
  });

  // Of the motives ticked, the first of the list is the one that the routing table follows.
  const propose = (form) => {
    const ticked = new Set([...form.querySelectorAll("[name=motifs]:checked")].map((box) => box.value));
    const lines = [...form.querySelectorAll("[data-motive]")];
    const words = lines.find((line) => ticked.has(line.dataset.motive))?.dataset.words;
    form.querySelector("[data-proposal-said]").textContent = words ? `${words}.` : "";
  };
  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("[data-proposes]").forEach(propose);
  });
})();
