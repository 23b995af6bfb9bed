// Circuits side by side: the same places in each picture, differences by dashes and marks.

const MOST = 500;
// More edges are drawn with thinner lines.
const DENSE = 120;
const TRUTH = "the true circuit";
const picture = {setting: null, names: []};

/** The ends and the input of an edge by its name: a0.h1->a2.h3<q>. */
function ends(name) {
  const match = /^(.+?)->([^<]+)(?:<([qkv])>)?$/.exec(name);
  return match === null ? null : {name, from: match[1], to: match[2], port: match[3] ?? ""};
}

/** A node's row and column: layers upwards, heads in a row, the MLP above and aside. */
function seat(node) {
  if (node === "input" || node === "pos") return {row: 0, column: node === "pos" ? 1 : 0, single: true};
  if (node === "logits") return {row: Infinity, column: 0, single: true};
  const head = /^a(\d+)\.(h|kv)(\d+)$/.exec(node);
  if (head !== null)
    return {
      row: 1 + 2 * Number(head[1]),
      column: Number(head[3]) + (head[2] === "kv" ? 0.5 : 0),
      single: false,
    };
  const mlp = /^m(\d+)$/.exec(node);
  return mlp === null
    ? {row: 0, column: 2, single: true}
    : {row: 2 + 2 * Number(mlp[1]), column: 0, single: true, mlp: true};
}

/** The names of the true circuit's edges; null where it is not known. */
function truthOf(group) {
  const names = group.find(cell => cell.truth?.names)?.truth.names;
  return names ? new Set(names) : null;
}

function circuitOf(cell) {
  return (cell.circuits ?? []).find(c => c.main) ?? (cell.circuits ?? [])[0] ?? null;
}

function circuitSection(results, cells) {
  const groups = settingsOf(cells, cell => circuitOf(cell) !== null);
  if (!groups.length) return null;
  const group = groups.find(g => settingKey(g[0]) === picture.setting) ?? groups[0];
  picture.setting = settingKey(group[0]);
  const truth = truthOf(group);
  const circuits = circuitsOf(group, truth);
  const available = [...circuits.keys()];
  picture.names = picture.names.filter(name => available.includes(name));
  for (const name of available)
    if (picture.names.length < Math.min(2, available.length) && !picture.names.includes(name))
      picture.names.push(name);
  const redraw = () => document.getElementById("circuits").replaceWith(circuitSection(results, shownCells()));
  const sides = picture.names.map(name => side(name, circuits.get(name)));
  const controls = element(
    "div",
    {class: "controls"},
    groups.length > 1
      ? choice(
          "Setting",
          groups.map((g, i) => [String(i), settingWords(g[0], results.cells)]),
          String(groups.indexOf(group)),
          value => {
            picture.setting = settingKey(groups[Number(value)][0]);
            redraw();
          },
        )
      : null,
    [0, 1, 2].map(i =>
      choice(
        ["First", "Second", "Third"][i],
        [...(i === 2 ? [["", "none"]] : []), ...available.map(name => [name, name])],
        picture.names[i] ?? "",
        value => {
          picture.names[i] = value;
          picture.names = [...new Set(picture.names.filter(Boolean))];
          redraw();
        },
      ),
    ),
  );
  return section("circuits", "Circuits side by side", [
    figure({
      id: "circuit-pictures",
      title: settingWords(group[0], results.cells),
      results,
      controls: element("div", {}, controls, circuitLegend(truth)),
      caption: circuitWords(sides, truth),
      panels: circuitPanels(sides, truth),
      data: () => [
        ["edge", ...sides.map(s => s.name), ...(truth ? ["in the truth"] : [])],
        ...[...new Set(sides.flatMap(s => s.edges))].map(edge => [
          edge,
          ...sides.map(s => (s.all.has(edge) ? 1 : 0)),
          ...(truth ? [truth.has(edge) ? 1 : 0] : []),
        ]),
      ],
    }),
  ]);
}

/** What can be drawn, by name: each strategy's main circuit, the true one, and those of a sweep. */
function circuitsOf(group, truth) {
  const circuits = new Map(group.map(cell => [cell.strategy, circuitOf(cell)]));
  if (truth) circuits.set(TRUTH, {label: "known", edges: [...truth]});
  for (const cell of group) {
    for (const circuit of cell.circuits) {
      if (circuit !== circuitOf(cell)) circuits.set(`${cell.strategy} · ${circuit.label}`, circuit);
    }
  }
  return circuits;
}

function side(name, circuit) {
  return {name, label: circuit.label, edges: circuit.edges, all: new Set(circuit.edges)};
}

function circuitWords(sides, truth) {
  const shared = sides.length ? sides[0].edges.filter(edge => sides.every(s => s.all.has(edge))).length : 0;
  const counts = sides.map(s => {
    const alone = s.edges.filter(edge => sides.every(o => o === s || !o.all.has(edge))).length;
    const right =
      truth && s.name !== TRUTH
        ? `, ${s.edges.filter(edge => truth.has(edge)).length} of the true circuit's ${shown(truth.size)}`
        : "";
    return `${isolated(s.name)}: ${shown(s.edges.length)} edges, ${shown(alone)} in it alone${right}${s.edges.length > MOST ? `; the first ${MOST} are drawn` : ""}`;
  });
  return `Information flows upwards, from the input to the logits. ${counts.join(". ")}. In all of them: ${shown(shared)}.`;
}

function circuitLegend(truth) {
  const sample = (kind, words, dot = false) =>
    element(
      "span",
      {},
      svgElement(
        "svg",
        {class: "circuit swatch", width: 40, height: 14, viewBox: "0 0 40 14", "aria-hidden": "true"},
        svgElement("path", {class: "edge " + kind, d: "M2,7H38"}),
        kind === "alone"
          ? svgElement("path", {class: "alone-mark", d: MARKS.diamond(4), transform: "translate(20,7)"})
          : null,
        dot ? svgElement("circle", {class: "true-mark", cx: 30, cy: 7, r: 2.6}) : null,
      ),
      words,
    );
  return element(
    "div",
    {class: "legend"},
    sample("shared", "in all pictures"),
    sample("some", "in this and another"),
    sample("alone", "only in this picture"),
    truth ? sample("shared", "dot: in the true circuit", true) : null,
  );
}

/** One picture for each side, nodes at the same places in all. */
function circuitPanels(sides, truth) {
  const edges = sides.map(s =>
    s.edges
      .slice(0, MOST)
      .map(ends)
      .filter(e => e !== null),
  );
  const nodes = [...new Set(edges.flat().flatMap(e => [e.from, e.to]))];
  const places = seats(nodes);
  const right = truth ?? new Set();
  return sides.map((s, i) =>
    panel(s.name, drawing(s, edges[i], sides, places, right), element("p", {class: "small soft"}, s.label)),
  );
}

function seats(nodes) {
  const all = new Map(nodes.map(node => [node, seat(node)]));
  const rows = [...new Set([...all.values()].map(s => s.row))].sort((a, b) => a - b);
  const columns = [...new Set([...all.values()].filter(s => !s.single).map(s => s.column))].sort(
    (a, b) => a - b,
  );
  const width = Math.max(360, 110 + columns.length * 56),
    height = 50 + (rows.length - 1) * 62;
  const heads = width - 90;
  const x = s =>
    s.mlp
      ? width - 40
      : s.single
        ? heads / 2 + 70 * s.column
        : ((columns.indexOf(s.column) + 0.5) * heads) / columns.length;
  const places = new Map(
    [...all].map(([node, s]) => [node, {x: x(s), y: height - 24 - rows.indexOf(s.row) * 62}]),
  );
  return {places, width, height};
}

function drawing(s, edges, sides, {places, width, height}, right) {
  const svg = svgElement("svg", {
    class: edges.length > DENSE ? "circuit dense" : "circuit",
    viewBox: `0 0 ${width} ${height}`,
    role: "img",
    tabindex: 0,
    "aria-label": `Circuit of ${s.name}: ${edges.length} edges. The same edges are in the data below.`,
  });
  for (const edge of edges) svg.append(edgeLine(edge, kindOf(edge, s, sides), places, right.has(edge.name)));
  const used = new Set(edges.flatMap(e => [e.from, e.to]));
  for (const [node, {x, y}] of places) {
    const w = Math.max(34, node.length * 7 + 8);
    svg.append(
      svgElement(
        "g",
        {class: used.has(node) ? "node" : "node unused"},
        svgElement("rect", {x: x - w / 2, y: y - 10, width: w, height: 20, rx: 5}),
        svgElement("text", {x, y: y + 4, "text-anchor": "middle"}, node),
      ),
    );
  }
  return svg;
}

function kindOf(edge, s, sides) {
  const others = sides.filter(o => o !== s && o.all.has(edge.name)).length;
  return sides.length === 1 || others === sides.length - 1 ? "shared" : others === 0 ? "alone" : "some";
}

const KIND_WORDS = {shared: "in all pictures", some: "in this and another", alone: "only in this picture"};
const PORTS = {q: -9, k: 0, v: 9, "": 0};

function edgeLine(edge, kind, places, right) {
  const a = places.get(edge.from),
    b = places.get(edge.to),
    x = b.x + PORTS[edge.port];
  const top = a.y - 10,
    foot = b.y + 10,
    bend = Math.max(12, Math.abs(top - foot) * 0.45);
  // A point of the cubic curve that is drawn.
  const on = t => {
    const weights = [(1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t ** 2 * (1 - t), t ** 3];
    const along = ends => weights.reduce((sum, w, i) => sum + w * ends[i], 0);
    return [along([a.x, a.x, x, x]), along([top, top - bend, foot + bend, foot])];
  };
  const group = svgElement(
    "g",
    {class: "link", "data-edge": edge.name},
    svgElement("path", {
      class: "edge " + kind,
      d: `M${a.x},${top}C${a.x},${top - bend} ${x},${foot + bend} ${x},${foot}`,
    }),
    kind === "alone"
      ? svgElement("path", {class: "alone-mark", d: MARKS.diamond(3.6), transform: `translate(${on(0.5)})`})
      : null,
    right
      ? svgElement("circle", {
          class: "true-mark",
          r: 2.3,
          transform: `translate(${on(kind === "alone" ? 0.25 : 0.4)})`,
        })
      : null,
  );
  return tell(group, `${edge.name}\n${KIND_WORDS[kind]}${right ? "\nin the true circuit" : ""}`);
}
