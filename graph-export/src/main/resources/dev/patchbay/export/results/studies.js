// The pictures of the EAP paper (Syed et al. 2023): estimates against exact effects, scores in and
// out of the circuit, the way between clean and ablated, both thresholds of EAP and ACDC.

const DOTS = 2000;

function studiesSection(results) {
  const studies = results.studies ?? {};
  return section("studies", "How good are the estimates?", [
    ...(studies.estimates ?? []).map((study, i) => estimateFigure(results, study, i)),
    distributionFigure(results, studies.distributions ?? []),
    lambdaFigure(results, studies.lambdas ?? []),
    ...(studies.thresholds ?? []).map((study, i) => thresholdFigure(results, study, i)),
  ]);
}

function estimateFigure(results, study, i) {
  const outliers = new Set(study.outliers ?? []);
  const every = Math.max(1, Math.ceil(study.points.length / DOTS));
  const dots = study.points.map((p, j) => [...p, study.names?.[j] ?? "edge " + j]);
  const usual = dots.filter((p, j) => !outliers.has(p[2]) && j % every === 0),
    named = dots.filter(p => outliers.has(p[2]));
  const svg = chart({
    label: `${study.strategy} against ${study.exact}`,
    width: 520,
    height: 400,
    guide: "identity",
    x: {label: "exact effect (" + study.exact + ")"},
    y: {label: "estimate (" + study.strategy + ")"},
    series: [
      {name: "edges", look: {colour: 0, dash: null, mark: "circle"}, points: usual, size: 2.2},
      {name: "outliers", look: {colour: 1, dash: null, mark: "cross"}, points: named, size: 4},
    ],
  });
  return figure({
    id: "estimates-" + i,
    title: `Estimate against exact effect: ${study.strategy}, ${study.task}`,
    results,
    caption:
      `One mark for each edge; on the dotted line the estimate is exact. R² ${shown(study.r2, 3)}, slope ${shown(study.slope, 3)}` +
      (typeof study.spearman === "number" ? `, Spearman's ρ ${shown(study.spearman, 3)}.` : ".") +
      (study.edges > dots.length
        ? ` Of ${shown(study.edges)} edges the ${shown(dots.length)} largest are listed.`
        : "") +
      (named.length ? " Crosses are the outliers, by name beside the figure." : "") +
      (every > 1 ? ` Of ${shown(dots.length)} edges every ${every}th is drawn, and all outliers.` : ""),
    panels: [
      element("div", {class: "panel wide"}, svg),
      named.length
        ? element(
            "div",
            {class: "panel"},
            element("h4", {}, "Outliers"),
            sortableTable({
              columns: [
                {label: "Edge", value: p => p[2], cell: p => element("code", {}, p[2])},
                {label: "Exact", number: true, value: p => p[0]},
                {label: "Estimate", number: true, value: p => p[1]},
              ],
              rows: named,
            }),
          )
        : null,
    ],
    data: () => [["edge", "exact", "estimate"], ...dots.map(([a, b, name]) => [name, a, b])],
  });
}

const BINS = 30;

function distributionFigure(results, distributions) {
  if (!distributions.length) return null;
  const groups = [...Map.groupBy(distributions, d => d.strategy)];
  return figure({
    id: "distributions",
    title: "Scores in and out of the circuit",
    results,
    cut: groups.length - PANELS,
    caption:
      "What share of each group's edges has a score in each of 30 intervals of equal width. Groups that lie apart can be separated by a threshold.",
    panels: groups.slice(0, PANELS).map(([strategy, list]) =>
      panel(
        strategy,
        chart({
          label: "Scores of " + strategy,
          x: {label: "Score"},
          y: {label: "Share of the group"},
          series: histograms(list).map((points, i) => ({
            name: list[i].group,
            look: look(i),
            points,
            line: true,
            plain: true,
          })),
        }),
        groupLegend(list.map(groupWords)),
      ),
    ),
    data: () => [
      ["strategy", "group", "score"],
      ...distributions.flatMap(d => d.scores.map(score => [d.strategy, d.group, score])),
    ],
  });
}

/** A group with its size, and whether its scores stand for more than they are. */
function groupWords({group, count, scores}) {
  const size = count ?? scores.length;
  return (
    `${isolated(group)}, ${shown(size)} edges` +
    (size > scores.length ? ` (${shown(scores.length)} quantiles)` : "")
  );
}

function groupLegend(names) {
  return element(
    "div",
    {class: "legend"},
    names.map((name, i) => element("span", {}, swatch(look(i)), name)),
  );
}

/** Outlines of histograms over common intervals. */
function histograms(list) {
  const [low, high] = extent(list.flatMap(d => d.scores));
  const width = (high - low) / BINS || 1;
  return list.map(d => {
    const counts = new Array(BINS).fill(0);
    for (const score of d.scores) counts[Math.min(BINS - 1, Math.floor((score - low) / width))]++;
    const share = count => (d.scores.length ? count / d.scores.length : 0);
    return [
      [low, 0],
      ...counts.flatMap((count, i) => [
        [low + i * width, share(count)],
        [low + (i + 1) * width, share(count)],
      ]),
      [low + BINS * width, 0],
    ];
  });
}

function lambdaFigure(results, lambdas) {
  if (!lambdas.length) return null;
  const kinds = ["exact", "linear"];
  return figure({
    id: "lambdas",
    title: "On the way from clean to ablated",
    results,
    cut: lambdas.length - PANELS,
    caption:
      "λ = 0 is the clean activation, 1 the ablated one. Where the exact loss bends away from the straight line, a first-order estimate errs.",
    panels: lambdas.slice(0, PANELS).map(l =>
      panel(
        [l.edge, l.strategy, l.task].filter(Boolean).map(isolated).join(" · "),
        chart({
          label: "Loss along " + l.edge,
          x: {label: "λ", domain: [0, 1]},
          y: {label: "Change of the loss"},
          series: kinds.map((kind, i) => ({
            name: kind,
            look: look(i),
            line: true,
            points: l.lambda.map((x, j) => [x, l[kind][j]]),
          })),
        }),
        groupLegend(kinds),
      ),
    ),
    data: () => [
      ["task", "strategy", "edge", "lambda", "exact", "linear"],
      ...lambdas.flatMap(l =>
        l.lambda.map((x, j) => [l.task, l.strategy, l.edge, x, l.exact[j], l.linear[j]]),
      ),
    ],
  });
}

function thresholdFigure(results, study, i) {
  return figure({
    id: "thresholds-" + i,
    title: `Both thresholds: ${study.task}, ${study.model}`,
    results,
    caption:
      "Youden's J (true minus false positive rate) where EAP keeps a share of the edges and ACDC then prunes with τ. 1 is perfect, 0 chance.",
    panels: [
      element(
        "div",
        {class: "panel wide"},
        heatTable({
          caption: "Youden's J",
          corner: "kept \\ τ",
          columns: study.tau.map(t => shown(t)),
          rows: study.keep.map(k => shown(k)),
          numbers: study.youden,
        }),
      ),
    ],
    data: () => [
      ["keep", "tau", "youden"],
      ...study.keep.flatMap((k, a) => study.tau.map((t, b) => [k, t, study.youden[a]?.[b]])),
    ],
  });
}
