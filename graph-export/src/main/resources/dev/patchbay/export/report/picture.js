// The drawing on the page: hovering, choosing, moving about, and taking it away as a file.

/** What a browser draws and an eye follows; more edges than this are counted, not drawn. */
const MOST_DRAWN = 2000;
const PIXELS_OF_PNG = 2;
const COPIED = ["fill", "stroke", "stroke-width", "stroke-dasharray", "opacity", "font-family", "font-size", "font-weight", "text-anchor"];

class Picture {
  #scale = null;
  #drawing = null;

  /** @param choose called with {node} or {edge} when one is chosen, with null when none is */
  constructor(graph, ranking, choose) {
    this.graph = graph;
    this.ranking = ranking;
    this.choose = choose;
    this.svg = svgElement("svg", {id: "circuit", role: "group", "aria-label": "Circuit"});
    this.frame = element("div", {class: "frame", id: "frame"}, this.svg);
    this.places = new Map();
    // Before the tip, which shows what this finds.
    this.svg.addEventListener("pointermove", event => this.#hovered(event.target));
    tell(this.svg, () => this.#told);
    this.svg.addEventListener("pointerleave", () => this.#hovered(null));
    this.svg.addEventListener("click", event => choose(this.#meant(event.target)));
    this.svg.addEventListener("keydown", event => this.#pressed(event));
    new ResizeObserver(() => this.#sized()).observe(this.frame);
    this.#draggable();
  }

  #told = "";

  /** Draws the first edges of an order, as many as can be drawn. */
  draw(edges, kind, everyNode) {
    const some = edges.slice(0, MOST_DRAWN);
    if (!this.places.has(kind)) {
      this.places.set(kind, rowOrder(this.graph, [...this.ranking.order(kind).subarray(0, 300)]));
    }
    const focused = document.activeElement?.closest?.("[data-node]")?.dataset.node;
    const layout = laidOut(this.graph, some, everyNode, this.places.get(kind));
    this.#drawing = drawn(this.graph, this.ranking, some, layout);
    this.svg.replaceChildren(this.#drawing.group);
    this.svg.setAttribute("viewBox", `0 0 ${this.#drawing.width} ${this.#drawing.height}`);
    this.svg.setAttribute("aria-label", `Circuit of ${counted(some.length, "edge")}, the input at the bottom, the logits at the top. Arrow keys go from node to node.`);
    for (const node of this.svg.querySelectorAll("[data-node]")) {
      tell(node, () => this.nodeWords(this.graph.nodes[node.dataset.node]));
    }
    const first = this.#node(focused) ?? this.svg.querySelector("[data-node]");
    first?.setAttribute("tabindex", 0);
    if (focused !== undefined) first?.focus({preventScroll: true});
    this.#sized();
  }

  #node(id) { return id === undefined ? null : this.svg.querySelector(`[data-node="${id}"]`); }

  /** Lets what was chosen, and what it is joined to, stand out. */
  mark(chosen) {
    if (chosen === null && !this.svg.classList.contains("marking")) return;
    const near = edge => chosen.edge === undefined
        ? this.graph.source(edge).id === chosen.node || this.graph.target(edge).id === chosen.node
        : edge === chosen.edge;
    this.svg.classList.toggle("marking", chosen !== null);
    for (const line of this.svg.querySelectorAll("[data-edge]")) {
      line.classList.toggle("near", chosen !== null && near(Number(line.dataset.edge)));
    }
    const ends = chosen?.edge === undefined ? [chosen?.node] : [this.graph.source(chosen.edge).id, this.graph.target(chosen.edge).id];
    for (const node of this.svg.querySelectorAll("[data-node]")) {
      node.classList.toggle("chosen", ends.includes(Number(node.dataset.node)));
    }
  }

  /** What is under the pointer: {node}, {edge} or null. */
  #meant(target) {
    const node = target?.closest?.("[data-node]"), edge = target?.closest?.("[data-edge]");
    if (node) return {node: Number(node.dataset.node)};
    return edge ? {edge: Number(edge.dataset.edge)} : null;
  }

  #hovered(target) {
    const meant = this.#meant(target);
    this.#told = meant === null ? "" : meant.edge === undefined
        ? this.nodeWords(this.graph.nodes[meant.node]) : this.edgeWords(meant.edge);
    for (const line of this.svg.querySelectorAll(".over")) line.classList.remove("over");
    target?.closest?.("[data-edge]")?.classList.add("over");
  }

  edgeWords(edge) {
    return `${this.graph.edgeName(edge)}\n${signed(this.ranking.score(edge))}`
        + (this.ranking.inCircuit(edge) ? "\nin the found circuit" : "");
  }

  nodeWords(node) {
    const lines = [...this.svg.querySelectorAll("[data-edge]")].map(line => Number(line.dataset.edge));
    const into = lines.filter(edge => this.graph.target(edge) === node).length;
    const from = lines.filter(edge => this.graph.source(edge) === node).length;
    return `${node.name}: ${this.graph.words(node)}\nedges in ${into}, out ${from}`;
  }

  /** Arrow keys go to the next node in that direction, Enter chooses, Escape lets go. */
  #pressed(event) {
    const here = event.target.closest?.("[data-node]");
    if (!here) return;
    const steps = {ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1]};
    if (event.key === "Enter" || event.key === " ") {
      this.choose({node: Number(here.dataset.node)});
    } else if (event.key === "Escape") {
      this.choose(null);
    } else if (event.key in steps) {
      const next = this.#beside(here, ...steps[event.key]);
      if (next) {
        here.setAttribute("tabindex", -1);
        next.setAttribute("tabindex", 0);
        next.focus();
      }
    } else {
      return;
    }
    event.preventDefault();
  }

  #beside(here, right, down) {
    const middle = node => {
      const box = node.querySelector(".body").getBoundingClientRect();
      return {x: box.x + box.width / 2, y: box.y + box.height / 2};
    };
    const from = middle(here);
    const costs = [...this.svg.querySelectorAll("[data-node]")].filter(node => node !== here).map(node => {
      const to = middle(node);
      const along = (to.x - from.x) * right + (to.y - from.y) * down;
      const aside = Math.abs((to.x - from.x) * down) + Math.abs((to.y - from.y) * right);
      return {node, cost: along > 2 ? along + 3 * aside : Infinity};
    });
    const best = costs.reduce((a, b) => (b.cost < a.cost ? b : a), {cost: Infinity});
    return best.cost === Infinity ? null : best.node;
  }

  /** Larger or smaller by a factor; null: as large as fits. */
  zoom(factor) {
    this.#scale = factor === null ? null : Math.min(4, Math.max(.1, this.#fit() * factor));
    this.#sized();
  }

  #fit() {
    if (this.#scale !== null) return this.#scale;
    const room = this.frame.clientWidth - 4;
    return Math.min(1.25, Math.max(.3, Math.min(room / this.#drawing.width, Math.max(.62, 780 / this.#drawing.height))));
  }

  #sized() {
    if (this.#drawing === null) return;
    const scale = this.#fit();
    this.svg.setAttribute("width", Math.round(this.#drawing.width * scale));
    this.svg.setAttribute("height", Math.round(this.#drawing.height * scale));
  }

  /** Dragging the ground moves what is seen. */
  #draggable() {
    let start = null;
    this.frame.addEventListener("pointerdown", event => {
      if (event.pointerType === "mouse" && this.#meant(event.target) === null) {
        start = {x: event.clientX + this.frame.scrollLeft, y: event.clientY + this.frame.scrollTop};
      }
    });
    addEventListener("pointermove", event => {
      if (start !== null) this.frame.scrollTo(start.x - event.clientX, start.y - event.clientY);
    });
    addEventListener("pointerup", () => { start = null; });
  }

  /** The drawing as a file of its own, in the colours that it has now. */
  file(title) {
    const copy = this.svg.cloneNode(true);
    const originals = this.svg.querySelectorAll("*");
    copy.querySelectorAll("*").forEach((node, i) => {
      const style = getComputedStyle(originals[i]);
      for (const name of COPIED) node.setAttribute(name, style.getPropertyValue(name));
      for (const name of ["class", "tabindex", "role"]) node.removeAttribute(name);
    });
    copy.querySelectorAll("[stroke-opacity], path[opacity='0']").forEach(node => node.remove());
    for (const name of ["class", "role", "id"]) copy.removeAttribute(name);
    copy.setAttribute("width", this.#drawing.width);
    copy.setAttribute("height", this.#drawing.height);
    copy.prepend(svgElement("title", {}, title), svgElement("rect",
        {width: "100%", height: "100%", fill: getComputedStyle(this.frame).backgroundColor}));
    return new XMLSerializer().serializeToString(copy);
  }

  /** The same as pixels. */
  async pixels(title) {
    const address = URL.createObjectURL(new Blob([this.file(title)], {type: "image/svg+xml"}));
    try {
      const image = new Image();
      image.src = address;
      await image.decode();
      const canvas = element("canvas", {width: this.#drawing.width * PIXELS_OF_PNG, height: this.#drawing.height * PIXELS_OF_PNG});
      canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
      return await new Promise(resolve => canvas.toBlob(resolve, "image/png"));
    } finally {
      URL.revokeObjectURL(address);
    }
  }
}
