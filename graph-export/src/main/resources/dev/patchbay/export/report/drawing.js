// The circuit as SVG. Kinds of nodes and inputs differ in shape as in colour; a broken line stands
// for an edge that works against the behaviour.

const MARGIN = {side: 58, end: 18};
const THINNEST = .8, THICKEST = 4.2, UNSCORED = 1.2;
const MARKS = {
  q: "l5,10h-10z", k: "l5,5l-5,5l-5,-5z", v: "a5,5,0,0,1,0,10a5,5,0,0,1,0,-10z",
  input: "l5,9l-4,-2v3h-2v-3l-4,2z", wire: "h.5v10h-1v-10z",
};
const MARK = 10;

/** Among more edges than this, a line is felt where it is seen: a wider one would hide others. */
const MOST_FELT = 600;

/** The width of the line of an edge with this share of the largest |score|. */
const lineWidth = share => THINNEST + (THICKEST - THINNEST) * Math.sqrt(share);

/**
 * Draws edges and their nodes.
 *
 * @param scores the ranking that scores come from
 * @return the drawing: its width and height, and an SVG group of it
 */
function drawn(graph, scores, edges, layout) {
  const largest = edges.reduce((most, edge) => Math.max(most, Math.abs(scores.score(edge) ?? 0)), 0);
  const entered = new Set(edges.map(edge => graph.target(edge).id + graph.port(edge)));
  const present = new Set(edges.flatMap(edge => [graph.source(edge).id, graph.target(edge).id]));
  const group = svgElement("g", {transform: `translate(${MARGIN.side},${MARGIN.end})`},
      svgElement("g", {class: "bands"}, layout.rows.filter(row => row.kind === "head").map(row => band(row, layout))),
      svgElement("g", {class: "edges"}, wires(graph, layout, present),
          // The strongest come last and lie on top.
          edges.slice().reverse().map(edge => line(graph, layout, edge, scores.score(edge), largest, edges.length <= MOST_FELT))),
      svgElement("g", {class: "nodes"}, [...layout.boxes].map(([id, box]) =>
        nodeDrawn(graph, graph.nodes[id], box, entered, present.has(id)))));
  return {group, width: layout.width + 2 * MARGIN.side, height: layout.height + 2 * MARGIN.end};
}

function band(row, layout) {
  return svgElement("g", {},
      svgElement("rect", {class: "band", x: -MARGIN.side + 4, y: row.top - 8, rx: 6,
        width: layout.width + 2 * MARGIN.side - 8, height: row.height + 16}),
      svgElement("text", {class: "layer", x: -MARGIN.side + 12, y: row.top + row.height / 2 + 4}, "L" + row.layer));
}

function line(graph, layout, edge, score, largest, felt) {
  const source = layout.boxes.get(graph.source(edge).id), node = graph.target(edge);
  const target = layout.boxes.get(node.id);
  const lane = (edge % 5 - 2) * 2;
  const path = curved(route(layout, {x: source.x + lane * 2, y: source.y},
      {x: portAt(graph, node, graph.port(edge), target), y: target.y + target.height}, lane));
  const width = score === null || largest === 0 ? UNSCORED : lineWidth(Math.abs(score) / largest);
  return svgElement("g", {class: "edge " + graph.port(edge) + (score !== null && score < 0 ? " hinders" : ""), "data-edge": edge},
      felt ? svgElement("path", {class: "felt", d: path}) : null,
      svgElement("path", {class: "seen", d: path, "stroke-width": Math.round(width * 10) / 10}));
}

/** From groups of keys and values to their heads: no edges of the graph. */
function wires(graph, layout, present) {
  if (!graph.grouped) return [];
  return graph.nodes.filter(node => node.kind === "head" && present.has(node.id)).map(head => {
    const group = graph.byName.get(`a${head.layer}.kv${Math.floor(head.index / graph.groupSize)}`);
    const from = layout.boxes.get(group.id), to = layout.boxes.get(head.id);
    const path = curved([{x: from.x, y: from.y}, {x: portAt(graph, head, "wire", to), y: to.y + to.height - MARK}]);
    return svgElement("path", {class: "wire", d: path});
  });
}

function nodeDrawn(graph, node, box, entered, live) {
  const ports = portsOf(graph, node);
  const body = box.height - (ports.length > 0 ? MARK : 0);
  const left = box.x - box.width / 2;
  const letters = ports.length > 1;
  return svgElement("g", {class: `node ${node.kind}${live ? "" : " idle"}`, "data-node": node.id, id: "node-" + node.name,
    role: "button", tabindex: -1, "aria-label": `${node.name}: ${graph.words(node)}`},
      ports.filter(port => entered.has(node.id + port)).map(port => svgElement("path",
          {class: "mark " + port, d: `M${portAt(graph, node, port, box)},${box.y + body}${MARKS[port]}`})),
      shape(node.kind, left, box.y, box.width, body),
      svgElement("text", {class: "name", x: box.x, y: box.y + (letters ? 15 : body / 2 + 4)}, node.name),
      letters ? ports.filter(port => port !== "wire").map(port => svgElement("text",
          {class: "letter", x: portAt(graph, node, port, box), y: box.y + body - 5}, port)) : []);
}

function shape(kind, x, y, width, height) {
  if (kind === "mlp") {
    return svgElement("ellipse", {class: "body", cx: x + width / 2, cy: y + height / 2, rx: width / 2, ry: height / 2});
  }
  const corner = {head: 6, kv: 14}[kind] ?? 3;
  return svgElement("rect", {class: "body", x, y, width, height, rx: corner});
}

/** What each sign in the drawing means. */
function legend(graph) {
  const item = (words, ...shapes) => element("li", {}, svgElement("svg", {width: 30, height: 20, viewBox: "0 0 30 20", "aria-hidden": "true"}, shapes), words);
  const arrow = port => svgElement("g", {class: "edge " + port}, svgElement("path", {class: "seen", d: "M15,20V11", "stroke-width": 1.8}),
      svgElement("path", {class: "mark " + port, d: "M15,1" + MARKS[port]}));
  const node = kind => svgElement("g", {class: "node " + kind}, shape(kind, 2, 2, 26, 16));
  const stroke = (width, more = "") => svgElement("g", {class: "edge input" + more}, svgElement("path", {class: "seen", d: "M1,10H29", "stroke-width": width}));
  return element("ul", {class: "legend small", "aria-label": "Legend"},
      item("head", node("head")),
      graph.grouped ? item("keys and values of a group", node("kv")) : null,
      graph.shape.mlps ? item("MLP", node("mlp")) : null,
      ["q", "k", "v"].map(port => item("into " + PORTS[port], arrow(port))),
      item("supports the behaviour", stroke(2.4)),
      item("works against it", stroke(2.4, " hinders")),
      item("larger |score|", stroke(THICKEST)));
}
