// Figures: one panel for each setting, a caption in words, the numbers as a file.

const PANELS = 6;

/** A figure with its caption, its data and the command that it comes from. */
function figure({id, title, caption, panels, cut = 0, data, results, controls = null}) {
  return element(
    "figure",
    {id, "aria-labelledby": id + "-title"},
    element("h3", {id: id + "-title"}, title),
    controls,
    element("div", {class: "panels"}, panels),
    element(
      "figcaption",
      {},
      element("p", {}, caption + (cut > 0 ? ` ${cut} more settings are not drawn: choose above.` : "")),
      element(
        "div",
        {class: "controls"},
        csvButton(id + ".csv", data),
        results.command
          ? element(
              "details",
              {},
              element("summary", {}, "How to get this again"),
              element("pre", {}, results.command),
            )
          : null,
      ),
    ),
  );
}

/** The cells that are done, by setting, the first seeds before the next. */
function settingsOf(cells, has) {
  const groups = Map.groupBy(
    cells.filter(cell => cell.status === "done" && has(cell)),
    settingKey,
  );
  return [...groups.values()].sort((a, b) => compared(a[0].seed, b[0].seed, false));
}

function panel(title, svg, below = null) {
  return element("div", {class: "panel"}, element("h4", {}, title), svg, below);
}

function curve(cell, name) {
  const points = cell.curves?.[name];
  return Array.isArray(points) ? points : [];
}

function curveSeries(group, name) {
  return group
    .filter(cell => curve(cell, name).length)
    .map(cell => ({
      name: cell.strategy,
      look: lookOf(cell.strategy),
      points: curve(cell, name),
      line: true,
    }));
}

function seriesLegend(group) {
  return element(
    "div",
    {class: "legend"},
    group.map(cell => element("span", {}, swatch(lookOf(cell.strategy)), cell.strategy)),
  );
}

/** Under a panel: each strategy's figures that belong to its curve. */
function figureList(group, names) {
  const there = names.filter(name => group.some(cell => valueOf(cell, name) !== null));
  if (!there.length) return seriesLegend(group);
  return element(
    "div",
    {class: "slide"},
    element(
      "table",
      {class: "beneath"},
      element(
        "thead",
        {},
        element(
          "tr",
          {},
          element("th", {scope: "col"}, "Strategy"),
          there.map(name =>
            element(
              "th",
              {scope: "col", class: "number", title: name},
              figureWords(name).replace(/.*(AUC|KL)[^,]*, /, ""),
            ),
          ),
        ),
      ),
      element(
        "tbody",
        {},
        ranked(group, there[0]).map(cell =>
          element(
            "tr",
            {},
            element(
              "th",
              {scope: "row", class: brief(cell.strategy)},
              swatch(lookOf(cell.strategy)),
              cell.strategy,
            ),
            there.map(name => element("td", {class: "number"}, intervalText(cell.figures[name]))),
          ),
        ),
      ),
    ),
  );
}

/** A figure of curves; nothing where no cell has one. */
function curveFigure(results, cells, {id, title, caption, curve: name, x, y, guide = null, figures = []}) {
  const groups = settingsOf(cells, cell => curve(cell, name).length > 0);
  if (!groups.length) return null;
  return figure({
    id,
    title,
    caption,
    results,
    cut: groups.length - PANELS,
    panels: groups.slice(0, PANELS).map(group =>
      panel(
        settingWords(group[0], results.cells),
        chart({
          label: `${title}, ${settingWords(group[0], results.cells)}`,
          x,
          y,
          guide,
          series: curveSeries(group, name),
        }),
        figureList(group, figures),
      ),
    ),
    data: () => [
      [...SETTING, "strategy", x.label, y.label],
      ...groups
        .flat()
        .flatMap(cell =>
          curve(cell, name).map(([a, b]) => [...SETTING.map(key => cell[key]), cell.strategy, a, b]),
        ),
    ],
  });
}

/** A section with a heading; nothing where it has no parts. */
function section(id, title, parts) {
  const there = parts.filter(part => part !== null);
  return there.length
    ? element(
        "section",
        {id, "aria-labelledby": id + "-title"},
        element("h2", {id: id + "-title"}, title),
        there,
      )
    : null;
}

/** A labelled choice. */
function choice(label, options, value, changed) {
  return element(
    "label",
    {},
    label,
    element(
      "select",
      {change: event => changed(event.target.value)},
      options.map(([key, words]) => element("option", {value: key, selected: key === value}, words)),
    ),
  );
}
