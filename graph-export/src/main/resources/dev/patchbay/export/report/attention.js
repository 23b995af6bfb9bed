// Where a head looks: a shade for each pair of tokens, destinations downwards, sources to the right.

const LABEL_LETTERS = 12;

class Attention {
  constructor(report) {
    this.heads = report.shape.heads;
    this.samples = report.samples.map(sample => Object.fromEntries(Object.entries(sample)
        .map(([run, {tokens, pattern}]) => [run, {tokens, at: fractions(pattern)}])));
    this.sample = 0;
  }

  /** The patterns of a head on the prompt that is looked at. */
  of(head, changed) {
    if (this.samples.length === 0) {
      return [element("p", {class: "soft small"}, "This run kept no attention patterns.")];
    }
    const runs = Object.entries(this.samples[this.sample]);
    return [
      this.samples.length < 2 ? null : element("label", {class: "small"}, "Prompt ", element("select", {id: "prompt", change: event => {
        this.sample = Number(event.target.value);
        changed();
      }}, this.samples.map((_, i) => element("option", {value: i, selected: i === this.sample}, String(i + 1))))),
      element("div", {class: "maps"}, runs.map(([run, prompt]) => this.#map(head, run, prompt))),
    ];
  }

  #map(head, run, {tokens, at}) {
    const n = tokens.length;
    const first = (head.layer * this.heads + head.index) * n * n;
    const weight = (destination, source) => at(first + destination * n + source);
    const cell = Math.max(7, Math.min(18, Math.floor(320 / n)));
    const font = Math.max(7, Math.min(10.5, cell - 1.5)), label = font * .62 * Math.min(LABEL_LETTERS, Math.max(...tokens.map(token => [...visible(token)].length))) + 6;
    const words = (destination, source) => `${visible(tokens[destination])} (${destination}) looks at ${visible(tokens[source])} (${source}): ${shown(weight(destination, source), 3)}`;
    const cells = [];
    for (let destination = 0; destination < n; destination++) {
      for (let source = 0; source < n; source++) {
        const size = weight(destination, source);
        if (size >= .005) {
          cells.push(svgElement("rect", {class: "weight", x: label + source * cell, y: label + destination * cell,
            width: cell, height: cell, "fill-opacity": Math.round(size * 1000) / 1000}));
        }
      }
    }
    const cursor = svgElement("rect", {class: "cursor", width: cell, height: cell, visibility: "hidden"});
    const svg = svgElement("svg", {class: "map", width: label + n * cell + 2, height: label + n * cell + 2, tabindex: 0, role: "img",
      "aria-label": `Attention of ${head.name} on the ${run} prompt. ${strongest(n, weight, words)} Arrow keys read out single cells.`},
        svgElement("rect", {class: "map-ground", x: label, y: label, width: n * cell, height: n * cell}),
        cells,
        tokens.flatMap((token, i) => [
          svgElement("text", {class: "token end", x: label - 4, y: label + (i + .5) * cell + font * .35, "font-size": font}, visible(token, LABEL_LETTERS)),
          svgElement("text", {class: "token", "font-size": font, transform: `translate(${label + (i + .5) * cell + font * .35},${label - 4}) rotate(-90)`}, visible(token, LABEL_LETTERS)),
        ]),
        cursor);
    const readout = element("p", {class: "small readout", role: "status"}, strongest(n, weight, words));
    this.#readable(svg, n, cell, label, cursor, readout, words);
    return element("figure", {}, element("figcaption", {}, run + " prompt"), element("div", {class: "scroll-x"}, svg), readout);
  }

  #readable(svg, n, cell, label, cursor, readout, words) {
    let place = {destination: n - 1, source: 0};
    const show = () => {
      cursor.setAttribute("x", label + place.source * cell);
      cursor.setAttribute("y", label + place.destination * cell);
      cursor.setAttribute("visibility", "visible");
      readout.textContent = words(place.destination, place.source);
    };
    const inside = i => Math.max(0, Math.min(n - 1, i));
    svg.addEventListener("pointermove", event => {
      const box = svg.getBoundingClientRect();
      const source = Math.floor((event.clientX - box.x - label) / cell), destination = Math.floor((event.clientY - box.y - label) / cell);
      if (inside(source) !== source || inside(destination) !== destination) return;
      place = {destination, source};
      show();
    });
    svg.addEventListener("keydown", event => {
      const steps = {ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0]};
      if (!(event.key in steps)) return;
      const [down, right] = steps[event.key];
      place = {destination: inside(place.destination + down), source: inside(place.source + right)};
      show();
      event.preventDefault();
    });
  }
}

/** The largest weight that is not on the first token, where much attention rests. */
function strongest(n, weight, words) {
  let best = null;
  for (let destination = 1; destination < n; destination++) {
    for (let source = 1; source < n; source++) {
      if (best === null || weight(destination, source) > weight(...best)) best = [destination, source];
    }
  }
  if (best === null || weight(...best) < .005) return "It looks at the first token alone.";
  return `Strongest apart from the first token: ${words(...best)}.`;
}
