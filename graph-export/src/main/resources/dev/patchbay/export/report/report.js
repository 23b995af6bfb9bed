// A run's page: what is where, and what a change of one thing does to the others.

const report = pageData("report");
for (const name of ["model", "task", "strategy", "metric", "ablation", "selection"]) report[name] = plain(report[name]);
for (const name of ["removedDirect", "command"]) report[name] = report[name].map(plain);
report.decisions.others = report.decisions.others.map(plain);
const graph = new Graph(report.shape);
const ranking = new Ranking(report);
report.circuitSize = ranking.circuitSize;
const title = `${report.task} on ${report.model}`;
const state = {count: ranking.circuitSize, order: "circuit", onPaths: false, everyNode: false, chosen: null, edges: []};
const at = id => document.getElementById(id);

const decisions = unpackedDecisions(report.decisions);
const picture = new Picture(graph, ranking, choose);
const inspector = new Inspector({graph, ranking, attention: new Attention(report), drawn: () => state.edges,
  decisions: decisionWords, choose});
const curve = curveFigure(report);
const edgeTable = new PagedTable({
  name: "edge-table",
  rows: Int32Array.from({length: ranking.count}, (_, edge) => edge),
  columns: [
    {label: "edge", order: byName, cell: edge => edgeButton(edge)},
    {label: "score", number: true, order: (a, b) => ranking.scores[a] - ranking.scores[b], cell: edge => signed(ranking.score(edge))},
    {label: "rank by |score|", number: true, order: (a, b) => ranking.rank("absolute", a) - ranking.rank("absolute", b), cell: edge => shown(ranking.rank("absolute", edge))},
    {label: "found circuit", order: (a, b) => ranking.inCircuit(b) - ranking.inCircuit(a), cell: edge => (ranking.inCircuit(edge) ? "yes" : "–")},
  ],
  filters: [
    {value: "circuit", label: "the found circuit", keeps: ranking.inCircuit},
    {value: "drawn", label: "what is drawn", keeps: edge => state.drawn.has(edge)},
    {value: "all", label: "every edge", keeps: () => true},
  ],
  search: (edge, text) => graph.edgeName(edge).includes(text),
  action: element("button", {type: "button", click: () => download("edges.csv", edgesCsv())}, "All edges (CSV)"),
});

function byName(a, b) { return graph.edgeName(a).localeCompare(graph.edgeName(b), "en", {numeric: true}); }

function edgeButton(edge) {
  return element("button", {type: "button", class: "link mono", click: () => { choose({edge}); at("picture").scrollIntoView(); }}, graph.edgeName(edge));
}

function unpackedDecisions(stored) {
  const removed = bits(stored.removed);
  return {edges: integers(stored.edges), before: doubles(stored.before), without: doubles(stored.without), removed, others: stored.others};
}

/** What a decision was about: an edge, or something that has no number. */
function decided(row) {
  const edge = decisions.edges[row];
  return edge >= 0 ? graph.edgeName(edge) : decisions.others[-1 - edge];
}

function decisionWords(edge) {
  const row = decisions.edges.indexOf(edge);
  if (row < 0) return decisions.edges.length === 0 ? null : "none: removed untested or never reached";
  return `step ${shown(row + 1)}: ${decisions.removed(row) ? "removed" : "kept"}, loss ${shown(decisions.before[row])} → ${shown(decisions.without[row])}`;
}

/** The edges of the reader's choice, in its order. */
function selected() {
  const first = [...ranking.order(state.order).subarray(0, state.count)];
  return state.onPaths ? graph.onPaths(first) : first;
}

function show() {
  state.edges = selected();
  state.drawn = new Set(state.edges);
  picture.draw(state.edges, state.order, state.everyNode);
  picture.mark(state.chosen);
  const left = state.count - state.edges.length;
  at("drawn").textContent = (state.edges.length > MOST_DRAWN
      ? `The first ${shown(MOST_DRAWN)} of ${counted(state.edges.length, "edge")} are drawn: more would not be readable.`
      : `${counted(state.edges.length, "edge")} drawn.`)
      + (left > 0 ? ` ${shown(left)} on no path to the logits ${left === 1 ? "is" : "are"} left out.` : "");
  const isFound = state.count === ranking.circuitSize && (state.order === "circuit" || (state.order === "absolute" && ranking.circuitIsTop));
  curve.stand(state.count, state.order === "absolute" || (state.order === "circuit" && ranking.circuitIsTop), isFound);
  at("is-found").hidden = !isFound;
  showControls();
  inspector.show(state.chosen);
  if (edgeTable.filter === "drawn") edgeTable.find();
}

let waiting = false;

/** Draws before the next frame, once however much has changed. */
function later() {
  if (waiting) return;
  waiting = true;
  requestAnimationFrame(() => {
    waiting = false;
    show();
  });
}

function choose(chosen) {
  state.chosen = chosen;
  picture.mark(chosen);
  inspector.show(chosen);
}

// The slider goes by the logarithm of the number of edges, so that small circuits have room.
const STEPS = 1000;
const countAt = step => Math.round(Math.expm1(step / STEPS * Math.log1p(ranking.count)));
const stepOf = count => Math.log1p(count) / Math.log1p(ranking.count) * STEPS;

function showControls() {
  at("slider").value = Math.round(stepOf(state.count));
  at("slider").setAttribute("aria-valuetext", counted(state.count, "edge"));
  if (document.activeElement !== at("count")) at("count").value = state.count;
  const threshold = state.order === "circuit" && !ranking.circuitIsTop ? null : ranking.threshold(state.order === "signed" ? "signed" : "absolute", state.count);
  if (document.activeElement !== at("threshold")) at("threshold").value = threshold === null ? "" : Number(threshold.toPrecision(6));
  at("order").value = state.order;
  at("threshold-name").textContent = state.order === "signed" ? "score ≥" : "|score| ≥";
}

function setCount(count) {
  if (!Number.isFinite(count)) return;
  state.count = Math.max(0, Math.min(ranking.count, Math.round(count)));
  later();
}

function controls() {
  at("slider").addEventListener("input", event => setCount(countAt(Number(event.target.value))));
  at("slider").addEventListener("keydown", event => {
    const steps = {ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -10, PageUp: 10};
    if (!(event.key in steps)) return;
    setCount(state.count + steps[event.key]);
    event.preventDefault();
  });
  at("count").max = ranking.count;
  at("count").addEventListener("input", event => setCount(event.target.valueAsNumber));
  at("threshold").addEventListener("input", event => {
    const least = event.target.valueAsNumber;
    if (!Number.isFinite(least)) return;
    if (state.order === "circuit") state.order = "absolute";
    setCount(ranking.countAtLeast(state.order, least));
  });
  at("order").addEventListener("change", event => { state.order = event.target.value; later(); });
  at("on-paths").addEventListener("change", event => { state.onPaths = event.target.checked; later(); });
  at("every-node").addEventListener("change", event => { state.everyNode = event.target.checked; later(); });
  at("found").addEventListener("click", () => { state.order = "circuit"; setCount(ranking.circuitSize); });
  at("found").textContent = `Found circuit: ${shown(ranking.circuitSize)}`;
  // A thumb is 16 pixels wide and stays within its track.
  at("stop").style.left = `calc(8px + (100% - 16px) * ${stepOf(ranking.circuitSize) / STEPS})`;
  at("larger").addEventListener("click", () => picture.zoom(1.25));
  at("smaller").addEventListener("click", () => picture.zoom(.8));
  at("fit").addEventListener("click", () => picture.zoom(null));
  at("svg-file").addEventListener("click", () => download("circuit.svg", picture.file(title), "image/svg+xml"));
  at("png-file").addEventListener("click", async () => download("circuit.png", await picture.pixels(title), "image/png"));
  if (ranking.circuitIsTop) {
    at("order").querySelector("[value=absolute]").remove();
    at("order").querySelector("[value=circuit]").textContent = "by |score|";
  }
}

const MOST_PROPOSED = 20;

function searching() {
  const field = at("search"), list = at("names");
  const found = text => {
    const names = graph.nodes.filter(node => node.name.includes(text)).map(node => node.name);
    for (const edge of ranking.order("absolute")) {
      if (names.length >= MOST_PROPOSED) break;
      if (graph.edgeName(edge).includes(text)) names.push(graph.edgeName(edge));
    }
    return names.slice(0, MOST_PROPOSED);
  };
  const go = () => {
    const text = field.value.trim();
    const node = graph.byName.get(text), edge = text.includes("->") ? graph.edgeOf(text) : -1;
    at("search-words").textContent = "";
    if (node) {
      choose({node: node.id});
      picture.svg.querySelector(`[data-node="${node.id}"]`)?.scrollIntoView({block: "nearest", inline: "nearest"});
      at("search-words").textContent = state.edges.some(each => graph.source(each) === node || graph.target(each) === node) ? "" : `${text} has no edge among those drawn.`;
    } else if (edge >= 0) {
      choose({edge});
      at("search-words").textContent = state.drawn.has(edge) ? "" : `${text} is not drawn: it comes ${shown(ranking.rank(state.order, edge))}th.`;
    } else if (text !== "") {
      at("search-words").textContent = `There is no ${text}; names are like a3.h5, m2, a3.h5->m4.`;
    }
  };
  field.addEventListener("input", () => {
    const text = field.value.trim();
    list.replaceChildren(...(text === "" ? [] : found(text)).map(name => element("option", {value: name})));
    if (graph.byName.has(text) || (text.includes("->") && graph.edgeOf(text) >= 0)) go();
  });
  field.addEventListener("keydown", event => { if (event.key === "Enter") go(); });
}

function tiles() {
  const {full, empty, circuit, faithfulness, metric, pruned, better} = report.evaluation;
  const tile = (name, value, more) => element("li", {}, element("span", {class: "tile-name"}, name), element("strong", {}, value), element("span", {class: "soft small"}, more));
  const part = 100 * ranking.circuitSize / ranking.count;
  at("tiles").replaceChildren(...[
    tile("edges kept", shown(ranking.circuitSize), `of ${shown(ranking.count)}, ${shown(part, 2)} %; ${shown(pruned)} on a path to the logits`),
    tile("faithfulness", faithfulness === undefined ? "none" : shown(faithfulness, 3), faithfulness === undefined ? "the whole model and the empty circuit differ by no more than rounding, as where twins do not differ at the positions that are read" : "0 without edges, 1 the whole model"),
    tile(metric, metricShown(circuit), `whole model ${metricShown(full)}, no edge ${metricShown(empty)}; ${better} is better`),
    report.truth ? tile("against the truth", shown(report.truth.recall, 3), `recall of ${shown(report.truth.edges)} edges; precision ${shown(report.truth.precision, 3)}`) : null,
    tile("prompts", shown(report.prompts), `strategy ${report.strategy.split(":")[0]}, ablation ${report.ablation.split(":")[0]}`),
  ].filter(each => each !== null));
}

function curveTable() {
  const rows = [...curve.points].sort((a, b) => a.edges - b.edges);
  at("curve-place").append(curve.figure, element("details", {}, element("summary", {}, "The numbers"),
      sortableTable({caption: "The metric of circuits, each run as it is", rows, columns: [
        {label: "edges", number: true, value: row => row.edges},
        {label: curve.label, number: true, value: row => row.value},
        {label: report.evaluation.metric, number: true, value: row => row.number},
        {label: "which", value: row => (row.found ? "the found circuit" : "largest |score|")},
      ]}), csvButton("curve.csv", () => [["edges", curve.label, report.evaluation.metric, "found"], ...rows.map(row => [row.edges, row.value, row.number, String(row.found === true)])])));
}

function decisionLog() {
  const count = decisions.edges.length;
  at("decisions-section").hidden = count === 0;
  if (count === 0) return;
  const change = row => decisions.without[row] - decisions.before[row];
  const removed = Array.from({length: count}, (_, row) => decisions.removed(row)).filter(yes => yes).length;
  at("decision-words").textContent = `${counted(count, "decision")}, in order: ${shown(removed)} removed, ${shown(count - removed)} kept.`;
  at("decision-place").append(new PagedTable({
    name: "decision-log",
    rows: Int32Array.from({length: count}, (_, row) => row),
    columns: [
      {label: "step", number: true, order: (a, b) => a - b, cell: row => shown(row + 1)},
      {label: "edge", order: (a, b) => decided(a).localeCompare(decided(b), "en", {numeric: true}), cell: row => (decisions.edges[row] >= 0 ? edgeButton(decisions.edges[row]) : decided(row))},
      {label: "loss before", number: true, order: (a, b) => decisions.before[a] - decisions.before[b], cell: row => shown(decisions.before[row])},
      {label: "loss without", number: true, order: (a, b) => decisions.without[a] - decisions.without[b], cell: row => shown(decisions.without[row])},
      {label: "change", number: true, order: (a, b) => change(a) - change(b), cell: row => signed(change(row))},
      {label: "decision", order: (a, b) => decisions.removed(a) - decisions.removed(b), cell: row => (decisions.removed(row) ? "removed" : "kept")},
    ],
    filters: [
      {value: "kept", label: "kept", keeps: row => !decisions.removed(row)},
      {value: "removed", label: "removed", keeps: decisions.removed},
      {value: "all", label: "every decision", keeps: () => true},
    ],
    search: (row, text) => decided(row).includes(text),
    action: csvButton("decisions.csv", () => [["step", "edge", "loss_before", "loss_without", "removed"],
      ...Array.from({length: count}, (_, row) => [row + 1, decided(row), decisions.before[row], decisions.without[row], String(decisions.removed(row))])], "All decisions (CSV)"),
  }).block);
}

/** The columns of 'export --format csv'. */
function edgesCsv() {
  const lines = ["edge,source,target,qkv,layer,head,score,in_circuit\n"];
  for (let edge = 0; edge < ranking.count; edge++) {
    const target = graph.target(edge), port = graph.port(edge), score = ranking.score(edge);
    lines.push([graph.edgeName(edge), graph.source(edge).name, target.name, port === "input" ? "" : port, target.kind === "logits" ? "" : target.layer,
      target.kind === "head" ? target.index : "", score === null ? "" : score, ranking.inCircuit(edge)].join(",") + "\n");
  }
  return lines.join("");
}

/** A word as a shell takes it. */
const quoted = word => (/^[\w./:=,-]+$/.test(word) ? word : "'" + word.replaceAll("'", "'\\''") + "'");

function origins() {
  at("command").textContent = report.command.length === 0
      ? "This report was written by a version that did not keep its command." : ["patchbay", ...report.command].map(quoted).join(" ");
  at("copy").hidden = report.command.length === 0;
  at("copy").addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(at("command").textContent);
      at("copied").textContent = "Copied.";
    } catch {
      getSelection().selectAllChildren(at("command"));
      at("copied").textContent = "Selected: copy it with your keys.";
    }
  });
  const words = key => key.replace(/[A-Z]/g, letter => " " + letter.toLowerCase());
  at("provenance").append(factList([
    ["strategy", report.strategy], ["metric", report.metric], ["ablation", report.ablation], ["selection", report.selection],
    report.removedDirect.length === 0 ? null : ["direct inputs cut", report.removedDirect.join(", ")],
    ...Object.entries(report.provenance).map(([key, value]) => [words(key), value]),
  ]));
}

at("title").textContent = title;
at("method").textContent = `${report.strategy} · ${report.ablation} · ${report.selection}`;
at("tools").append(themeButton());
at("picture").append(picture.frame);
at("legend").append(legend(graph));
at("side").append(inspector.panel);
at("edges-place").append(edgeTable.block);
controls();
searching();
tiles();
curveTable();
decisionLog();
origins();
show();
