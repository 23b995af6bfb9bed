// Where nodes and edges are: a row for each kind of node of a layer, the input at the bottom and the
// logits at the top. Edges that pass a row go between its nodes.

const BOX = {head: [62, 44], kv: [62, 44], mlp: [62, 38], input: [70, 26], pos: [70, 26], logits: [70, 36]};
const GAP = {across: 14, between: 34};
const SWEEPS = 8;

/** The rows of a graph from the bottom up, nodes in the order of the model. */
function rowsOf(graph) {
  const rows = [];
  for (const node of graph.nodes) {
    const kind = node.kind === "pos" ? "input" : node.kind;
    const last = rows.at(-1);
    if (last?.kind === kind && last.layer === node.layer) last.nodes.push(node);
    else rows.push({kind, layer: node.layer, nodes: [node]});
  }
  return rows;
}

/**
 * An order of the nodes of each row in which few of these edges cross: each node to where its
 * neighbours are on average, up and down the rows (Sugiyama et al. 1981, barycentres).
 *
 * @return a number for each node id: nodes of a row in ascending order
 */
function rowOrder(graph, edges) {
  const place = new Float64Array(graph.nodes.length);
  const rows = rowsOf(graph);
  for (const {nodes} of rows) nodes.forEach((node, i) => { place[node.id] = (i + .5) / nodes.length; });
  const near = neighbours(graph, edges);
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    for (const {nodes} of sweep % 2 ? rows.slice().reverse() : rows) {
      for (const node of nodes) {
        const others = near[node.id];
        if (others.length > 0) place[node.id] = others.reduce((sum, id) => sum + place[id], 0) / others.length;
      }
      const sorted = nodes.slice().sort((a, b) => place[a.id] - place[b.id] || a.id - b.id);
      sorted.forEach((node, i) => { place[node.id] = (i + .5) / nodes.length; });
    }
  }
  return place;
}

function neighbours(graph, edges) {
  const near = graph.nodes.map(() => []);
  for (const edge of edges) {
    const source = graph.source(edge).id, target = graph.target(edge).id;
    near[source].push(target);
    near[target].push(source);
  }
  return near;
}

/**
 * Places what is drawn.
 *
 * @param everyNode whether nodes without an edge are there too, each row in the model's order
 * @param place the order within rows, as rowOrder has it
 * @return {width, height, rows: [{layer, top, height, boxes}], boxes: Map of node id to {x, y, width,
 *     height} (x of the middle, y of the top)}
 */
function laidOut(graph, edges, everyNode, place) {
  const near = neighbours(graph, edges);
  const here = new Set(edges.flatMap(edge => [graph.source(edge).id, graph.target(edge).id]));
  for (const node of graph.nodes) {
    if (node.kind === "head" && graph.grouped && here.has(node.id)) {
      here.add(graph.byName.get(`a${node.layer}.kv${Math.floor(node.index / graph.groupSize)}`).id);
    }
  }
  const rows = rowsOf(graph)
      .map(row => ({...row, nodes: row.nodes.filter(node => everyNode || here.has(node.id) || row.kind === "input" || row.kind === "logits")}))
      .filter(row => row.nodes.length > 0);
  if (!everyNode) for (const row of rows) row.nodes.sort((a, b) => place[a.id] - place[b.id]);
  const boxes = new Map();
  let y = 0;
  for (const row of rows.slice().reverse()) {
    row.top = y;
    row.height = BOX[row.kind][1];
    spread(row.nodes, boxes, row.top);
    y += row.height + GAP.between;
  }
  if (!everyNode) for (let sweep = 0; sweep < SWEEPS; sweep++) {
    for (const {nodes} of sweep % 2 ? rows : rows.slice().reverse()) pulled(nodes, near, boxes);
  }
  const left = Math.min(...[...boxes.values()].map(box => box.x - box.width / 2));
  for (const box of boxes.values()) box.x -= left;
  const width = Math.max(...[...boxes.values()].map(box => box.x + box.width / 2));
  for (const row of rows) row.boxes = row.nodes.map(node => boxes.get(node.id));
  return {width, height: y - GAP.between, rows, boxes};
}

/** Side by side, the middle at 0. */
function spread(nodes, boxes, top) {
  const [width, height] = BOX[nodes[0].kind];
  const pitch = width + GAP.across;
  nodes.forEach((node, i) => boxes.set(node.id, {x: (i - (nodes.length - 1) / 2) * pitch, y: top, width, height}));
}

/** Each node of a row to the middle of its neighbours, as far as those beside it let it. */
function pulled(nodes, near, boxes) {
  const middle = ids => ids.reduce((sum, id) => sum + boxes.get(id).x, 0) / ids.length;
  const wanted = nodes.map(node => near[node.id].length > 0 ? middle(near[node.id]) : boxes.get(node.id).x);
  const pitch = boxes.get(nodes[0].id).width + GAP.across;
  const fromLeft = [], fromRight = [];
  wanted.forEach((x, i) => { fromLeft[i] = i === 0 ? x : Math.max(x, fromLeft[i - 1] + pitch); });
  for (let i = wanted.length - 1; i >= 0; i--) {
    fromRight[i] = i === wanted.length - 1 ? wanted[i] : Math.min(wanted[i], fromRight[i + 1] - pitch);
  }
  // Each of the two keeps the distances, and so does their mean.
  nodes.forEach((node, i) => { boxes.get(node.id).x = (fromLeft[i] + fromRight[i]) / 2; });
}

/** Where on its node an input is, from the left. */
function portAt(graph, node, port, box) {
  const ports = portsOf(graph, node);
  return box.x - box.width / 2 + box.width * (2 * ports.indexOf(port) + 1) / (2 * ports.length);
}

/** The inputs of a node, from left to right; a wire brings a group's keys and values. */
function portsOf(graph, {kind}) {
  switch (kind) {
    case "head": return graph.grouped ? ["q", "wire"] : ["q", "k", "v"];
    case "kv": return ["k", "v"];
    case "mlp": case "logits": return ["input"];
    default: return [];
  }
}

/** The points through which a line goes up from one place to another, past the nodes between. */
function route(layout, from, to, lane) {
  const points = [from];
  for (const row of layout.rows) {
    if (row.top <= to.y || row.top + row.height >= from.y) continue;
    const middle = row.top + row.height / 2;
    const before = points.at(-1);
    const x = before.x + (to.x - before.x) * (middle - before.y) / (to.y - before.y);
    const free = past(row.boxes, x, lane);
    if (free !== x) points.push({x: free, y: row.top + row.height}, {x: free, y: row.top});
  }
  points.push(to);
  return points;
}

/** The place nearest to x where no box is in the way. */
function past(boxes, x, lane) {
  const room = GAP.across / 2;
  const hit = boxes.find(box => Math.abs(box.x - x) < box.width / 2 + 3);
  if (hit === undefined) return x;
  const side = x < hit.x || (x === hit.x && lane < 0) ? -1 : 1;
  return hit.x + side * (hit.width / 2 + room) + lane;
}

/** Points as a smooth line that leaves and reaches each of them upright. */
function curved(points) {
  const number = x => Math.round(x * 10) / 10;
  let path = `M${number(points[0].x)},${number(points[0].y)}`;
  for (let i = 1; i < points.length; i++) {
    const a = points[i - 1], b = points[i], bend = (b.y - a.y) * (i === points.length - 1 ? .5 : .4);
    path += a.x === b.x
        ? `V${number(b.y)}`
        : `C${number(a.x)},${number(a.y + bend)},${number(b.x)},${number(b.y - bend)},${number(b.x)},${number(b.y)}`;
  }
  return path;
}
