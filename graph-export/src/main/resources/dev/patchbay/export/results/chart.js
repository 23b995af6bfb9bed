// Line charts and scatter plots as SVG. A series is known by its colour, dashes and marks at the same time.

const DASHES = [null, "7 3", "2 3", "9 3 2 3", "13 4"];
const MARKS = {
  circle: r => `M${-r},0a${r},${r} 0 1,0 ${2 * r},0a${r},${r} 0 1,0 ${-2 * r},0`,
  square: r => `M${-r},${-r}h${2 * r}v${2 * r}h${-2 * r}z`,
  triangle: r => `M0,${-1.2 * r}L${1.15 * r},${r}H${-1.15 * r}z`,
  diamond: r => `M0,${-1.35 * r}L${1.35 * r},0L0,${1.35 * r}L${-1.35 * r},0z`,
  hanging: r => `M0,${1.2 * r}L${1.15 * r},${-r}H${-1.15 * r}z`,
  cross: r => `M${-r},${-r}L${r},${r}M${r},${-r}L${-r},${r}`,
  plus: r => `M0,${-1.3 * r}V${1.3 * r}M${-1.3 * r},0H${1.3 * r}`,
};
const MARK_NAMES = Object.keys(MARKS);

/** How the series of this number looks; no two of the first 280 look alike. */
function look(i) {
  return {colour: i % 8, dash: DASHES[i % DASHES.length], mark: MARK_NAMES[i % MARK_NAMES.length]};
}

/** A sample of a look, for legends. */
function swatch({colour, dash, mark}) {
  return svgElement(
    "svg",
    {class: "swatch s" + colour, width: 34, height: 12, viewBox: "0 0 34 12", "aria-hidden": "true"},
    svgElement("path", {class: "line", d: "M1,6H33", "stroke-dasharray": dash}),
    svgElement("path", {class: "mark", d: MARKS[mark](3.2), transform: "translate(17,6)"}),
  );
}

/**
 * A chart.
 *
 * @param series {name, look, points [[x, y, what?, x as it is told?]], line: joined or not, plain: no marks, tag: a name beside the first point}
 * @param x {label, domain, log, room: whether marks at the ends need some}
 * @param guide "identity" for the line on which both axes have the same value
 */
function chart({label, x, y, series, guide = null, width = 380, height = 290}) {
  const box = {left: 58, right: width - 12, top: 12, bottom: height - 46};
  const drawn = series.map(s => ({
    ...s,
    points: s.points.filter(
      ([a, b]) => Number.isFinite(a) && Number.isFinite(b) && !(x.log && a <= 0) && !(y.log && b <= 0),
    ),
  }));
  const all = drawn.flatMap(s => s.points);
  const across = axis(
    x,
    all.map(p => p[0]),
    box.left,
    box.right,
  );
  const up = axis(
    y,
    all.map(p => p[1]),
    box.bottom,
    box.top,
  );
  const svg = svgElement("svg", {
    class: "chart",
    viewBox: `0 0 ${width} ${height}`,
    role: "group",
    "aria-label": label,
  });
  svg.append(frame(across, up, box));
  if (guide === "identity") {
    const low = Math.max(across.low, up.low),
      high = Math.min(across.high, up.high);
    if (low < high) {
      svg.append(
        svgElement("path", {
          class: "guide",
          d: `M${across.place(low)},${up.place(low)}L${across.place(high)},${up.place(high)}`,
        }),
      );
    }
  }
  const dots = [];
  for (const s of drawn) {
    const places = s.points.map(p => ({
      x: across.place(p[0]),
      y: up.place(p[1]),
      text: pointText(s, p, x, y),
      series: s,
    }));
    dots.push(...places);
    svg.append(seriesGroup(s, places, svg));
  }
  const ring = svgElement("circle", {class: "ring", r: 6, visibility: "hidden"});
  svg.append(ring);
  svg.ring = ring;
  followPointer(svg, dots, ring);
  return svg;
}

function pointText(s, [a, b, what, across = a], x, y) {
  return `${s.name}${what === undefined ? "" : "\n" + what}\n${x.label}: ${shown(across)}\n${y.label}: ${shown(b)}`;
}

function frame(across, up, box) {
  const group = svgElement("g", {class: "frame", "aria-hidden": "true"});
  for (const t of across.ticks) {
    const at = across.place(t);
    if (at < box.left - 0.5 || at > box.right + 0.5) continue;
    group.append(
      svgElement("path", {class: "grid", d: `M${at},${box.top}V${box.bottom}`}),
      svgElement("text", {x: at, y: box.bottom + 16, "text-anchor": "middle"}, tickText(t)),
    );
  }
  for (const t of up.ticks) {
    const at = up.place(t);
    if (at < box.top - 0.5 || at > box.bottom + 0.5) continue;
    group.append(
      svgElement("path", {class: "grid", d: `M${box.left},${at}H${box.right}`}),
      svgElement("text", {x: box.left - 6, y: at + 4, "text-anchor": "end"}, tickText(t)),
    );
  }
  group.append(
    svgElement("path", {class: "axis", d: `M${box.left},${box.top}V${box.bottom}H${box.right}`}),
    svgElement(
      "text",
      {class: "name", x: (box.left + box.right) / 2, y: box.bottom + 36, "text-anchor": "middle"},
      across.label + (across.log ? " (logarithmic)" : ""),
    ),
    svgElement(
      "text",
      {
        class: "name",
        transform: `translate(13,${(box.top + box.bottom) / 2})rotate(-90)`,
        "text-anchor": "middle",
      },
      up.label + (up.log ? " (logarithmic)" : ""),
    ),
  );
  return group;
}

/** One stop for the keyboard; the arrow keys go from point to point and tell each. */
function seriesGroup(s, places, svg) {
  const group = svgElement("g", {
    class: "series s" + s.look.colour,
    tabindex: places.length ? 0 : null,
    role: "img",
    "aria-label": `${s.name}, ${places.length} points; arrow keys read them out`,
    "data-name": s.name,
  });
  if (s.line && places.length > 1) {
    group.append(
      svgElement("path", {
        class: "line",
        "stroke-dasharray": s.look.dash,
        d: "M" + places.map(p => `${p.x.toFixed(1)},${p.y.toFixed(1)}`).join("L"),
      }),
    );
  }
  const every = s.line ? Math.max(1, Math.ceil(places.length / 9)) : 1;
  if (!s.plain) {
    places.forEach((p, i) => {
      if (i % every === 0 || i === places.length - 1) {
        group.append(
          svgElement("path", {
            class: "mark",
            d: MARKS[s.look.mark](s.size ?? 3.4),
            transform: `translate(${p.x.toFixed(1)},${p.y.toFixed(1)})`,
          }),
        );
      }
    });
  }
  if (s.tag && places.length) {
    const {x, y} = places[0],
      left = x > svg.viewBox.baseVal.width * 0.72;
    group.append(
      svgElement(
        "text",
        {class: "tag", x: left ? x - 9 : x + 9, y: y + 4, "text-anchor": left ? "end" : "start"},
        s.tag,
      ),
    );
  }
  let at = -1;
  const step = to => {
    at = Math.max(0, Math.min(places.length - 1, to));
    pointAt(svg, places[at]);
    group.setAttribute("aria-label", places[at].text.replaceAll("\n", ", "));
  };
  group.addEventListener("focus", () => step(Math.max(at, 0)));
  group.addEventListener("blur", () => unpoint(svg));
  group.addEventListener("keydown", event => {
    const next = {
      ArrowRight: at + 1,
      ArrowUp: at + 1,
      ArrowLeft: at - 1,
      ArrowDown: at - 1,
      Home: 0,
      End: places.length - 1,
    }[event.key];
    if (next !== undefined) {
      event.preventDefault();
      step(next);
    }
  });
  return group;
}

function pointAt(svg, place) {
  svg.ring.setAttribute("cx", place.x);
  svg.ring.setAttribute("cy", place.y);
  svg.ring.setAttribute("visibility", "visible");
  const box = svg.getBoundingClientRect(),
    scale = box.width / svg.viewBox.baseVal.width;
  showTip(place.text, box.left + place.x * scale, box.top + place.y * scale);
}

function unpoint(svg) {
  svg.ring.setAttribute("visibility", "hidden");
  hideTip();
}

const REACH = 24;

function followPointer(svg, dots, ring) {
  svg.addEventListener("pointermove", event => {
    const box = svg.getBoundingClientRect(),
      scale = svg.viewBox.baseVal.width / box.width;
    const px = (event.clientX - box.left) * scale,
      py = (event.clientY - box.top) * scale;
    let best = null,
      nearest = REACH * REACH;
    for (const dot of dots) {
      const d = (dot.x - px) ** 2 + (dot.y - py) ** 2;
      if (d < nearest && !faded(dot.series.name)) [best, nearest] = [dot, d];
    }
    if (best === null) unpoint(svg);
    else pointAt(svg, best);
  });
  svg.addEventListener("pointerleave", () => unpoint(svg));
}

let highlighted = null;

function faded(name) {
  return highlighted !== null && name !== highlighted;
}

/** Makes one series stand out on all charts; null lets all be equal again. */
function highlight(name) {
  highlighted = name;
  for (const group of document.querySelectorAll(".series"))
    group.classList.toggle("faded", faded(group.dataset.name));
}
