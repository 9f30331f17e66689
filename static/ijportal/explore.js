/* « Explorer »: the same numbers under the pointer. The library comes with the first click; without
   a script the drawing and its table say everything. */
(() => {
  "use strict";
  const number = new Intl.NumberFormat("fr-FR", { maximumFractionDigits: 2 });
  const FONT = "'Source Sans 3', sans-serif";

  const axis = (given, place) => ({
    name: given.name,
    nameLocation: place === "x" ? "middle" : "end",
    nameGap: place === "x" ? 28 : 12,
    nameTextStyle: { fontFamily: FONT, align: place === "x" ? "center" : "left" },
    type: given.log ? "log" : given.labels.length ? "category" : "value",
    ...(given.labels.length ? { data: given.labels } : {}),
    scale: true,
    axisLabel: { fontFamily: FONT, ...(given.labels.length ? {} : { formatter: (v) => number.format(v) }) },
  });

  const trace = (given) => ({
    name: given.name,
    type: given.kind === "line" ? "line" : "scatter",
    data: given.marks.map(([x, y, label]) => ({ value: [x, y], label_: label })),
    symbolSize: given.large ? 14 : given.kind === "line" ? 4 : 7,
    symbol: given.large ? "diamond" : "circle",
    showSymbol: given.kind !== "line",
    color: given.color,
    lineStyle: { type: given.dashed ? "dashed" : "solid", width: 1.75 },
    z: given.large ? 5 : 2,
  });

  const option = (plot) => ({
    animation: !matchMedia("(prefers-reduced-motion: reduce)").matches,
    textStyle: { fontFamily: FONT },
    grid: { left: 56, right: 20, top: 48, bottom: 92 },
    legend: { bottom: 0, type: "scroll", textStyle: { fontFamily: FONT } },
    /* Rich text is drawn; HTML would need the inline styles that the policy refuses. */
    tooltip: {
      renderMode: "richText",
      trigger: plot.x.labels.length ? "axis" : "item",
      formatter: (found) => (Array.isArray(found) ? found : [found])
        .map((one) => `${one.seriesName}\u202f: ${one.data.label_}`)
        .filter((line, place, lines) => lines.indexOf(line) === place).join("\n"),
    },
    toolbox: { feature: { dataZoom: { title: { zoom: "Agrandir une zone", back: "Revenir" } } }, right: 12 },
    dataZoom: [{ type: "inside" }],
    xAxis: axis(plot.x, "x"),
    yAxis: axis(plot.y, "y"),
    series: plot.traces.map(trace),
  });

  const show = async (button, figure, drawn) => {
    const [library, answer] = await Promise.all([import(button.dataset.library), fetch(button.dataset.explore)]);
    if (!answer.ok) throw new Error(String(answer.status));
    const plot = await answer.json();
    const place = document.createElement("div");
    place.className = "ij-explored";
    place.setAttribute("aria-hidden", "true"); /* the table below has the same numbers */
    drawn[0].before(place);
    const chart = library.init(place, null, { renderer: "svg" });
    chart.setOption(option(plot));
    new ResizeObserver(() => chart.resize()).observe(place);
  };

  const fail = (button) => {
    const said = document.createElement("p");
    said.className = "small-text";
    said.setAttribute("role", "status");
    said.textContent = "L’exploration n’a pas pu s’ouvrir. Le dessin et son tableau restent complets.";
    button.closest("figcaption").append(said);
  };

  const toggle = async (button) => {
    const figure = button.closest("figure");
    const drawn = [...figure.querySelectorAll(".ij-chart")];
    const opened = button.getAttribute("aria-pressed") === "true";
    figure.querySelector(".ij-explored")?.remove();
    if (!opened) {
      button.setAttribute("aria-busy", "true");
      try { await show(button, figure, drawn); } catch { fail(button); return; } finally { button.removeAttribute("aria-busy"); }
    }
    for (const one of drawn) one.hidden = !opened;
    button.setAttribute("aria-pressed", String(!opened));
    button.lastChild.textContent = opened ? "Explorer" : "Revenir au dessin";
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-explore]");
    if (button) toggle(button);
  });
  document.addEventListener("DOMContentLoaded", () => {
    for (const button of document.querySelectorAll("[data-explore]")) button.hidden = false;
  });
})();
