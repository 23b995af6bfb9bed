// The metric against the number of edges: what was measured, and where the reader is.

const CHART = {width: 640, height: 300, left: 58, right: 18, top: 16, bottom: 44};

/**
 * The curve of a report.
 *
 * @return {figure, stand(count)}: stand moves the reader's mark and tells what was measured there
 */
function curveFigure(report) {
  const {full, empty, circuit, metric, faithfulness} = report.evaluation;
  const span = faithfulness === undefined ? 0 : full - empty;
  const value = span === 0 ? number => number : number => (number - empty) / span;
  const label = span === 0 ? metric : "faithfulness";
  const points = report.curve.map(([edges, number]) => ({edges, number, value: value(number)}));
  const found = {edges: report.circuitSize, number: circuit, value: value(circuit)};
  const all = [...points, found].map(point => point.value).concat(span === 0 ? [full] : [0, 1]);
  const low = Math.min(...all), high = Math.max(...all), room = (high - low || 1) * .06;
  const {width, height, left, right, top, bottom} = CHART;
  const x = edges => left + (width - left - right) * Math.log(Math.max(edges, 1)) / Math.log(Math.max(report.edges, 2));
  const y = number => height - bottom - (height - top - bottom) * (number - low + room) / (high - low + 2 * room);

  const here = svgElement("line", {class: "here", y1: top, y2: height - bottom});
  const dot = svgElement("circle", {class: "here-dot", r: 6});
  const svg = svgElement("svg", {id: "curve", viewBox: `0 0 ${width} ${height}`, role: "img",
    "aria-label": `${label} against the number of edges; the table below has the numbers`},
      ticks(low, high, span).flatMap(tick => [
        svgElement("line", {class: "grid" + (span !== 0 && (tick === 0 || tick === 1) ? " strong" : ""), x1: left, x2: width - right, y1: y(tick), y2: y(tick)}),
        svgElement("text", {class: "axis end", x: left - 8, y: y(tick) + 4}, shown(tick, 3)),
      ]),
      decades(report.edges).flatMap(edges => [
        svgElement("line", {class: "grid", x1: x(edges), x2: x(edges), y1: top, y2: height - bottom}),
        svgElement("text", {class: "axis", x: x(edges), y: height - bottom + 16}, shown(edges)),
      ]),
      svgElement("text", {class: "axis", x: (left + width - right) / 2, y: height - 8}, "edges, logarithmic"),
      svgElement("text", {class: "axis", x: 0, y: 0, transform: `translate(14,${(height - bottom) / 2}) rotate(-90)`}, label),
      svgElement("polyline", {class: "measured", points: points.map(p => `${x(p.edges)},${y(p.value)}`).join(" ")}),
      here,
      points.map(point => tell(svgElement("circle", {class: "point", r: 4, cx: x(point.edges), cy: y(point.value)}),
          `${counted(point.edges, "edge")} with the largest |score|\n${label} ${shown(point.value)}\n${metric} ${shown(point.number)}`)),
      tell(svgElement("path", {class: "found", d: `M${x(found.edges)},${y(found.value) - 9}l9,9l-9,9l-9,-9z`}),
          `the found circuit, ${counted(found.edges, "edge")}\n${label} ${shown(found.value)}\n${metric} ${shown(found.number)}`),
      dot);
  const words = element("p", {class: "small", id: "curve-words", role: "status"});

  /** @param ranked whether these edges are those with the largest |score| */
  function stand(count, ranked, isFound) {
    here.setAttribute("x1", x(count));
    here.setAttribute("x2", x(count));
    const exact = isFound ? found : ranked ? points.find(point => point.edges === count) : undefined;
    dot.style.display = exact ? "" : "none";
    if (exact) {
      dot.setAttribute("cx", x(exact.edges));
      dot.setAttribute("cy", y(exact.value));
    }
    words.textContent = standing(count, ranked, exact);
  }

  function standing(count, ranked, exact) {
    const at = point => `${label} ${shown(point.value)} at ${shown(point.edges)}`;
    if (exact) return `Measured: ${label} ${shown(exact.value)}, ${metric} ${shown(exact.number)}, with ${counted(exact.edges, "edge")}.`;
    const below = points.filter(point => point.edges < count).at(-1), above = points.find(point => point.edges > count);
    const around = [below, above].filter(point => point).map(at).join(", ");
    return `${counted(count, "edge")}: not measured.`
        + (around === "" ? "" : ` By |score|: ${around}.`)
        + (ranked ? "" : " The drawn edges are in another order, which the curve does not follow.");
  }

  const caption = span === 0
      ? "The metric of the whole model and that of the empty circuit differ by no more than rounding: no circuit is more faithful than another."
      : `0 is the circuit without edges (${metric} ${metricShown(empty)}), 1 the whole model (${metricShown(full)}).`;
  const figure = element("figure", {}, svg, words, element("figcaption", {class: "soft small"},
      points.length === 0 ? "This run measured no curve (--no-curve); the diamond is the found circuit. " : "Dots: the edges with the largest |score|, run as circuits. Diamond: the found circuit. ",
      caption));
  return {figure, stand, points: [...points, {...found, found: true}], label};
}

function ticks(low, high, span) {
  const size = span === 0 ? (high - low || 1) : Math.max(high, 1) - Math.min(low, 0);
  const step = [.1, .2, .25, .5, 1, 2, 5, 10, 20, 50, 100, 1000, 1e4, 1e5].find(each => size / each <= 6) ?? size / 5;
  const list = [];
  for (let i = Math.ceil(low / step - .01); i * step <= high + step * .01; i++) list.push(Math.round(i * step * 1e6) / 1e6 + 0);
  return list;
}

function decades(most) {
  const list = [];
  for (let edges = 1; edges <= most; edges *= 10) list.push(edges);
  return list;
}
