// Draws a page's charts from their specifications, and lets days be picked by dragging: the address is the state.
const bundle = document.querySelector("meta[name=memcon-charts]").content;
const figures = [...document.querySelectorAll("figure[data-spec]")];
const views = new Map();
let embed = null;

const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

function looks() {
  const soft = colour("--soft"), line = colour("--line");
  return {
    background: null, aria: false, font: getComputedStyle(document.body).fontFamily,
    range: { category: [1, 2, 3, 4].map((q) => colour("--q" + q)) },
    view: { stroke: null },
    rect: { stroke: colour("--paper"), strokeWidth: 0.5 },
    axis: { labelColor: soft, gridColor: line, gridOpacity: 0.6, domainColor: line, tickColor: line, labelFontSize: 11.5, titleColor: soft },
    axisX: { grid: false },
    title: { color: colour("--ink") },
  };
}

function sized(spec, width) {
  for (const part of [spec, ...(spec.vconcat || [])]) if (part.width === "container") part.width = width;
  return spec;
}

// A few days are not drawn as wide as a year: empty bars stand before and after them.
function widened(rows, sides) {
  const first = Math.min(...rows.map((r) => r.start)), last = Math.max(...rows.map((r) => r.end)), lack = 45 * 86400000 - (last - first);
  if (lack <= 0) return rows;
  const empty = (side, time) => ({ side, start: time, end: time, class: "verbal cooperation", quad: 1, events: 0 });
  return [...rows, ...sides.flatMap((side) => [empty(side, first - lack / 2), empty(side, last + lack / 2)])];
}

// Vega's own reader of CSV makes a function out of text, which the page's policy forbids.
function table(text) {
  const rows = [];
  let row = [], cell = "", quoted = false;
  for (let at = 0; at < text.length; at++) {
    const sign = text[at];
    if (quoted) {
      if (sign !== '"') cell += sign;
      else if (text[at + 1] === '"') { cell += '"'; at++; } else quoted = false;
    } else if (sign === '"') quoted = true;
    else if (sign === "," || sign === "\n") {
      row.push(cell);
      cell = "";
      if (sign === "\n") { rows.push(row); row = []; }
    } else if (sign !== "\r") cell += sign;
  }
  const typed = { start: Date.parse, end: Date.parse, events: Number, quad: Number };
  const names = rows.shift() || [];
  return rows.map((cells) => Object.fromEntries(names.map((name, i) => [name, typed[name] ? typed[name](cells[i]) : cells[i]])));
}

function day(time) { return new Date(time).toISOString().slice(0, 10); }

function picked(spec, rows) {
  const asked = new URLSearchParams(location.search), since = asked.get("since"), until = asked.get("until");
  if (!since && !until) return;
  const first = Math.min(...rows.map((r) => r.start)), last = Math.max(...rows.map((r) => r.end));
  const bounds = [since ? Date.parse(since) : first, until ? Date.parse(until) + 86400000 : last];
  spec.params.find((p) => p.name === "brush").value = { x: bounds };
}

async function draw(figure, kept, rows) {
  const box = figure.querySelector(".chart-box");
  const spec = sized(structuredClone(kept), Math.max(200, box.clientWidth - 48));
  if (figure.dataset.go === undefined) picked(spec, rows);
  const sides = [...new Set(rows.map((r) => r.side))];
  spec.data = { values: widened(rows, sides) };
  for (const param of spec.params) if (param.name === "first" || param.name === "second") param.value = sides[param.name === "first" ? 0 : 1] || "";
  const stage = document.createElement("div");
  stage.className = "stage";
  // the box around it says what it is, and the table below holds the same
  stage.setAttribute("aria-hidden", "true");
  const made = await embed(stage, spec, {
    mode: "vega-lite", ast: true, actions: false, renderer: "svg", config: looks(), defaultStyle: false,
    tooltip: { disableDefaultStyle: true, theme: "memcon" },
  });
  views.get(figure)?.finalize();
  views.set(figure, made);
  box.replaceChildren(stage);
  figure.classList.add("drawn");
  let waiting = 0;
  const last = { value: JSON.stringify(made.view.data("brush_store").map((b) => b.values)) };
  made.view.addDataListener("brush_store", (_, rows) => {
    const now = JSON.stringify(rows.map((b) => b.values));
    if (now === last.value) return;
    last.value = now;
    clearTimeout(waiting);
    waiting = setTimeout(() => pick(figure, rows[0]?.values[0]), 350);
  });
}

function pick(figure, bounds) {
  const address = new URL(figure.dataset.go || location.href, location.href);
  const asked = address.searchParams;
  asked.delete("page");
  if (bounds) {
    const [one, two] = bounds.map(Number).sort((a, b) => a - b);
    asked.set("since", day(one));
    asked.set("until", day(Math.max(one, two - 1)));
  } else {
    asked.delete("since");
    asked.delete("until");
  }
  if (figure.dataset.go !== undefined) {
    if (bounds) location.assign(address);
  } else if (address.href !== location.href) {
    history.pushState(null, "", address);
    renew();
  }
}

// Everything that hangs on the days is fetched as the page would show it, and put in place; the chart stays.
async function renew() {
  const asked = location.href;
  const answer = await fetch(asked, { headers: { accept: "text/html" } });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (asked !== location.href) return;
  for (const part of document.querySelectorAll("[data-live]")) {
    const fresh = page.querySelector(`[data-live="${part.dataset.live}"]`);
    if (fresh) part.replaceChildren(...fresh.childNodes);
  }
}

addEventListener("popstate", () => location.reload());

async function start() {
  const specs = await Promise.all(figures.map((f) => fetch(f.dataset.spec).then((r) => r.json())));
  const rows = await Promise.all(figures.map((f) => fetch(f.dataset.rows).then((r) => r.text()).then(table)));
  await import(bundle);
  embed = window.vegaEmbed;
  const all = () => Promise.all(figures.map((f, i) => draw(f, specs[i], rows[i])));
  await all();
  document.documentElement.dataset.charts = "drawn";
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", all);
  let width = innerWidth, later = 0;
  addEventListener("resize", () => {
    if (innerWidth === width) return;
    width = innerWidth;
    clearTimeout(later);
    later = setTimeout(all, 200);
  });
}
if (figures.length) start();
