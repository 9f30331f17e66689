/* « Explorer »: the same numbers under the pointer. The library comes with the first click; without
   a script the drawing and its table say everything. */
(() => {
  "use strict";
  const number = new Intl.NumberFormat("fr-FR", { maximumFractionDigits: 2 });
  const FONT = "'Source Sans 3', sans-serif";

  /* The 1, 2 and 5 of each decade around the values: left to itself, an axis of ratios shows 0,1, 1, 10. */
  const decades = (values) => {
    const low = Math.min(...values), high = Math.max(...values);
    const powers = Array.from({ length: 16 }, (_, place) => place - 6);
    const ticks = powers.flatMap((power) => [1, 2, 5].map((digit) => Number(`${digit}e${power}`)));
    const first = ticks.findLastIndex((tick) => tick <= low), last = ticks.findIndex((tick) => tick >= high);
    const customValues = ticks.slice(first, last + 1);
    return { min: customValues[0], max: customValues.at(-1), axisTick: { customValues }, axisLabel: { customValues } };
  };

  const axis = (given, place, values) => {
    const around = given.log && values.length ? decades(values) : {};
    return {
      ...around,
      name: given.name,
      nameLocation: place === "x" ? "middle" : "end",
      nameGap: place === "x" ? 28 : 12,
      nameTextStyle: { fontFamily: FONT, align: place === "x" ? "center" : "left" },
      type: given.log ? "log" : given.labels.length ? "category" : "value",
      ...(given.labels.length ? { data: given.labels } : {}),
      scale: true,
      axisLabel: {
        ...around.axisLabel,
        fontFamily: FONT,
        ...(given.labels.length ? {} : { formatter: (value) => number.format(value) }),
      },
    };
  };

  const values = (plot, place) => plot.traces.flatMap(({ marks }) => marks.map((mark) => mark[place]));

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

  const said = (found) => {
    const all = Array.isArray(found) ? found : [found];
    const lines = all.map((one) => `${one.seriesName}\u202f: ${one.data.label_}`);
    const heading = Array.isArray(found) && found.length ? [found[0].axisValueLabel] : [];
    return [...heading, ...new Set(lines)].join("\n");
  };

  /* The keys stand under the name of the axis, on as many lines as they need. */
  const keysHeight = (plot, width) => {
    const lengths = plot.traces.reduce((sum, { name }) => sum + 50 + 6.2 * name.length, 0);
    return 22 * Math.ceil(lengths / (width - 40));
  };

  const option = (plot, width) => ({
    animation: !matchMedia("(prefers-reduced-motion: reduce)").matches,
    textStyle: { fontFamily: FONT },
    grid: { left: 56, right: 20, top: 48, bottom: 56 + keysHeight(plot, width) },
    /* A line is its own key: the mark of its points would hide its dashes. */
    legend: {
      bottom: 0,
      textStyle: { fontFamily: FONT },
      data: plot.traces.map(({ name, kind }) => ({ name, itemStyle: kind === "line" ? { opacity: 0 } : {} })),
    },
    /* Rich text is drawn; HTML would need the inline styles that the policy refuses. */
    tooltip: {
      renderMode: "richText",
      trigger: plot.x.labels.length ? "axis" : "item",
      confine: true,
      textStyle: { fontFamily: FONT },
      formatter: said,
    },
    toolbox: { feature: { dataZoom: { title: { zoom: "Agrandir une zone", back: "Revenir" } } }, right: 12 },
    dataZoom: [{ type: "inside" }],
    xAxis: axis(plot.x, "x", values(plot, 0)),
    yAxis: axis(plot.y, "y", values(plot, 1)),
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
    chart.setOption(option(plot, place.clientWidth));
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
    /* The keys of the drawing are not those of what replaces it. */
    const drawn = [...figure.querySelectorAll(".ij-chart, .ij-legend")];
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
