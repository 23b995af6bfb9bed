// The model's graph. Its edges have numbers and no names: both are arithmetic, in the order of
// EAP-IG's files, as in dev.patchbay.spi.graph.ComputationGraph.

const PORTS = {q: "query", k: "key", v: "value", input: "input"};

class Graph {
  /** @param shape {layers, heads, kv, mlps, parallel, joint, positions} */
  constructor(shape) {
    this.shape = shape;
    this.grouped = shape.kv < shape.heads;
    this.groupSize = shape.heads / shape.kv;
    this.nodes = this.#allNodes();
    this.byName = new Map(this.nodes.map(node => [node.name, node]));
    this.senders = this.nodes.filter(node => node.writes);
    this.senders.forEach((node, sender) => { node.sender = sender; });
    this.receivers = this.#allReceivers();
    this.#number();
  }

  #allNodes() {
    const {layers, heads, kv, mlps, positions} = this.shape;
    const nodes = [];
    const add = (kind, layer, index, name) => nodes.push(
        {id: nodes.length, kind, layer, index, name, writes: kind !== "kv" && kind !== "logits"});
    add("input", -1, 0, "input");
    if (positions) add("pos", -1, 1, "pos");
    for (let layer = 0; layer < layers; layer++) {
      for (let i = 0; this.grouped && i < kv; i++) add("kv", layer, i, `a${layer}.kv${i}`);
      for (let i = 0; i < heads; i++) add("head", layer, i, `a${layer}.h${i}`);
      if (mlps) add("mlp", layer, 0, `m${layer}`);
    }
    add("logits", layers, 0, "logits");
    return nodes;
  }

  /** Inputs: of each layer all q, all k, all v, then the MLP's; last, the logits'. */
  #allReceivers() {
    const {layers, heads, kv, mlps} = this.shape;
    const receivers = [];
    const add = (name, port) => receivers.push({node: this.byName.get(name), port});
    for (let layer = 0; layer < layers; layer++) {
      for (let i = 0; i < heads; i++) add(`a${layer}.h${i}`, "q");
      const shared = this.grouped ? "kv" : "h";
      for (const port of ["k", "v"]) for (let i = 0; i < kv; i++) add(`a${layer}.${shared}${i}`, port);
      if (mlps) add(`m${layer}`, "input");
    }
    add("logits", "input");
    for (const receiver of receivers) {
      const suffix = receiver.port === "input" ? "" : `<${receiver.port}>`;
      receiver.name = receiver.node.name + suffix;
      receiver.behind = this.#behind(receiver.node);
    }
    return receivers;
  }

  /** The senders that compute what they write from an input of this node. */
  #behind({kind, layer, index, sender}) {
    if (kind === "logits") return [];
    if (kind === "mlp") return [sender];
    const heads = this.senders.filter(node => node.kind === "head" && node.layer === layer);
    if (this.shape.joint) return heads.map(node => node.sender);
    return kind === "kv"
        ? heads.filter(node => Math.floor(node.index / this.groupSize) === index).map(node => node.sender)
        : [sender];
  }

  /** Works out each edge's ends, in the order of ordinals. */
  #number() {
    const {layers, heads, kv, mlps, parallel, positions} = this.shape;
    const ofLayer = heads + 2 * kv + (mlps ? 1 : 0);
    const sources = [], targets = [];
    for (let layer = 0; layer < layers; layer++) {
      const first = layer * ofLayer;
      const before = (positions ? 2 : 1) + layer * (heads + (mlps ? 1 : 0));
      for (let sender = 0; sender < before; sender++) {
        for (let head = 0; head < heads; head++) {
          sources.push(sender);
          targets.push(first + head);
          if (head % this.groupSize === 0) {
            const shared = head / this.groupSize;
            sources.push(sender, sender);
            targets.push(first + heads + shared, first + heads + kv + shared);
          }
        }
        if (mlps && parallel) {
          sources.push(sender);
          targets.push(first + ofLayer - 1);
        }
      }
      for (let sender = 0; mlps && !parallel && sender < before + heads; sender++) {
        sources.push(sender);
        targets.push(first + ofLayer - 1);
      }
    }
    this.senders.forEach((_, sender) => {
      sources.push(sender);
      targets.push(this.receivers.length - 1);
    });
    this.sources = Int32Array.from(sources);
    this.targets = Int32Array.from(targets);
    this.edgeCount = sources.length;
  }

  source(edge) { return this.senders[this.sources[edge]]; }
  target(edge) { return this.receivers[this.targets[edge]].node; }
  port(edge) { return this.receivers[this.targets[edge]].port; }
  edgeName(edge) { return this.source(edge).name + "->" + this.receivers[this.targets[edge]].name; }

  /** The number of the edge of this name; -1 where there is none. */
  edgeOf(name) {
    const source = this.byName.get(name.split("->")[0])?.sender;
    const target = this.receivers.findIndex(receiver => receiver.name === name.split("->")[1]);
    if (source === undefined || target < 0) return -1;
    for (let edge = 0; edge < this.edgeCount; edge++) {
      if (this.sources[edge] === source && this.targets[edge] === target) return edge;
    }
    return -1;
  }

  /** Those of the edges that lie on a path of them from the input to the logits. */
  onPaths(edges) {
    const upwards = Int32Array.from(edges).sort();
    const fed = new Uint8Array(this.senders.length), live = new Uint8Array(this.senders.length);
    this.senders.forEach(node => { if (node.layer < 0) fed[node.sender] = 1; });
    for (const edge of upwards) {
      if (fed[this.sources[edge]]) for (const sender of this.receivers[this.targets[edge]].behind) fed[sender] = 1;
    }
    const last = this.receivers.length - 1;
    const leads = edge => this.targets[edge] === last
        || this.receivers[this.targets[edge]].behind.some(sender => live[sender]);
    for (const edge of upwards.slice().reverse()) {
      if (leads(edge)) live[this.sources[edge]] = 1;
    }
    return edges.filter(edge => fed[this.sources[edge]] && leads(edge));
  }

  /** What a node is, in words. */
  words({kind, layer, index}) {
    switch (kind) {
      case "input": return "the token embedding";
      case "pos": return "the position embedding";
      case "kv": return `keys and values ${index} of layer ${layer}`;
      case "head": return `attention head ${index} of layer ${layer}`;
      case "mlp": return `the MLP of layer ${layer}`;
      default: return "the unembedding";
    }
  }
}
