// What the reader chose, told in full: a head with its attention and its edges, or an edge.

const MOST_LISTED = 60;

class Inspector {
  /**
   * @param drawn asks for the edges that are in the drawing
   * @param decisions what the search said of an edge, in words; null where nothing
   */
  constructor({graph, ranking, attention, drawn, decisions, choose}) {
    Object.assign(this, {graph, ranking, attention, drawn, decisions, choose});
    this.panel = element("section", {id: "inspector", "aria-label": "What is chosen"});
    this.show(null);
  }

  show(chosen) {
    this.chosen = chosen;
    const parts = chosen === null ? this.#nothing() : chosen.edge === undefined ? this.#node(this.graph.nodes[chosen.node]) : this.#edge(chosen.edge);
    this.panel.replaceChildren(...parts.flat(2).filter(part => part !== null));
  }

  #nothing() {
    return [
      element("h2", {}, "Look closer"),
      element("p", {class: "soft"}, "Press a node or an edge. A head shows where it looks on a prompt; every node lists what it reads and what reads it."),
    ];
  }

  #head(name, words) {
    return element("div", {class: "chosen-head"}, element("h2", {}, name, " ", element("span", {class: "soft words"}, words)),
        element("button", {type: "button", class: "no-print", "aria-label": "Choose nothing", click: () => this.choose(null)}, "✕"));
  }

  #node(node) {
    const edges = this.drawn();
    const heads = node.kind === "head" ? this.attention.of(node, () => this.show(this.chosen)) : [];
    return [
      this.#head(node.name, this.graph.words(node)),
      heads,
      this.#list("Reads", edges.filter(edge => this.graph.target(edge) === node), edge => this.graph.source(edge).name, edge => this.graph.port(edge)),
      this.#list("Is read by", edges.filter(edge => this.graph.source(edge) === node), edge => this.graph.receivers[this.graph.targets[edge]].name, () => "input"),
    ];
  }

  /** Edges by |score|, with bars to compare. */
  #list(title, edges, name, port) {
    if (edges.length === 0) return [];
    const sorted = [...edges].sort((a, b) => this.ranking.rank("absolute", a) - this.ranking.rank("absolute", b));
    const size = edge => Math.abs(this.ranking.score(edge) ?? 0);
    const largest = Math.max(...sorted.map(size)) || 1;
    const rows = sorted.slice(0, MOST_LISTED).map(edge => {
      const bar = element("span", {class: "bar " + port(edge) + ((this.ranking.score(edge) ?? 0) < 0 ? " hinders" : "")});
      bar.style.width = Math.max(2, 100 * size(edge) / largest) + "%";
      return element("li", {}, element("button", {type: "button", class: "row", "aria-label": `${this.graph.edgeName(edge)}, ${signed(this.ranking.score(edge))}`, click: () => this.choose({edge})},
          element("span", {class: "mono"}, name(edge), port(edge) === "input" ? null : element("span", {class: "port " + port(edge)}, " " + port(edge))),
          element("span", {class: "bars", "aria-hidden": "true"}, bar), element("span", {class: "number"}, signed(this.ranking.score(edge)))));
    });
    return [
      element("h3", {}, `${title} `, element("span", {class: "soft"}, shown(edges.length))),
      element("ol", {class: "rows small"}, rows),
      edges.length > MOST_LISTED ? element("p", {class: "soft small"}, `and ${shown(edges.length - MOST_LISTED)} more with smaller scores`) : null,
    ];
  }

  #edge(edge) {
    const {graph, ranking} = this;
    const score = ranking.score(edge), decision = this.decisions(edge);
    const end = node => element("button", {type: "button", class: "mono", click: () => this.choose({node: node.id})}, node.name);
    const facts = [
      ["from", end(graph.source(edge))],
      ["into", [end(graph.target(edge)), graph.port(edge) === "input" ? "" : " " + PORTS[graph.port(edge)]]],
      ["score", score === null ? "not scored" : `${signed(score)}: ${score >= 0 ? "supports the behaviour" : "works against it"}`],
      ["rank by |score|", `${shown(ranking.rank("absolute", edge))} of ${shown(ranking.count)}`],
      ["found circuit", ranking.inCircuit(edge) ? "holds it" : "does not hold it"],
      ["drawn", this.drawn().includes(edge) ? "yes" : "no: more edges would show it"],
      decision === null ? null : ["decision", decision],
    ];
    return [this.#head(graph.edgeName(edge), ""), factList(facts)];
  }
}

/** Names and values. */
function factList(facts) {
  return element("dl", {class: "fact-list"}, facts.filter(fact => fact !== null)
      .flatMap(([name, value]) => [element("dt", {}, name), element("dd", {}, value)]));
}
