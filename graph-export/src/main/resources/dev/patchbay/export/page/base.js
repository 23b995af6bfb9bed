// What every page's script builds on. Text comes to the page as text nodes alone.

/** The JSON value that the page carries under an id; null where it carries none. */
function pageData(id) {
  const block = document.getElementById(id);
  return block === null ? null : JSON.parse(block.textContent);
}

/**
 * An HTML element. Attributes that are functions listen to the event of that name, those that are
 * null or false are left out; children that are not nodes become text.
 */
function element(name, attributes = {}, ...children) {
  return furnished(document.createElement(name), attributes, children);
}

/** An SVG element, as element(). */
function svgElement(name, attributes = {}, ...children) {
  return furnished(document.createElementNS("http://www.w3.org/2000/svg", name), attributes, children);
}

function furnished(node, attributes, children) {
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === "function") {
      node.addEventListener(key, value);
    } else if (value !== null && value !== undefined && value !== false) {
      node.setAttribute(key, value === true ? "" : value);
    }
  }
  node.append(...children.flat().filter(child => child !== null && child !== undefined)
      .map(child => (child instanceof Node ? child : document.createTextNode(String(child)))));
  return node;
}

// One for all: to make one takes longer than to use it.
const GROUPED = new Intl.NumberFormat("en-US", {maximumFractionDigits: 12});

/** A number for the eye: four significant digits, thousands apart; a dash where there is none. */
function shown(number, digits = 4) {
  if (typeof number !== "number" || !Number.isFinite(number)) return "–";
  if (Number.isInteger(number)) return GROUPED.format(number);
  const size = Math.abs(number);
  return size < 1e-4 || size >= 1e6
      ? number.toExponential(digits - 2)
      : GROUPED.format(Number(number.toPrecision(digits)));
}

const TURNING = /[\u0590-\u08ff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufefc]/;

/** A text for a sentence of ours: letters that turn its direction turn theirs alone. */
function isolated(text) {
  return TURNING.test(text) ? "\u2068" + text + "\u2069" : String(text);
}

/** The class of a cell whose text is too short to be broken into lines. */
function brief(text) {
  return String(text ?? "").length <= 24 ? "brief" : null;
}

/** Rows as RFC 4180 has them. A text that a spreadsheet would take for a formula is kept one. */
function csv(rows) {
  const field = value => {
    if (value === null || value === undefined) return "";
    if (typeof value === "number") return String(value);
    const text = /^[=+@\t\r-]/.test(value) ? "'" + value : String(value);
    return /[",\r\n]/.test(text) ? '"' + text.replaceAll('"', '""') + '"' : text;
  };
  return rows.map(row => row.map(field).join(",") + "\n").join("");
}

/** Gives the reader a file. */
function download(name, text, type = "text/csv") {
  const address = URL.createObjectURL(new Blob([text], {type: type + ";charset=utf-8"}));
  element("a", {href: address, download: name}).click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}

/** A button that gives the reader a table as a file; the rows are asked for when it is pressed. */
function csvButton(name, rows, label = "Data (CSV)") {
  return element("button", {type: "button", class: "no-print", click: () => download(name, csv(rows()))}, label);
}

/**
 * A table that sorts by each of its columns: one press ascending, another descending; what has no
 * value comes last either way.
 *
 * @param columns {label, value(row), cell(row) a node or text if not the value, number, hint}
 * @return the table; show(rows) changes its rows
 */
function sortableTable({caption, columns, rows, sortBy = null, descending = false}) {
  const body = element("tbody");
  const heads = columns.map((column, i) =>
    element("th", {scope: "col", class: column.number ? "number" : null, title: column.hint ?? null},
        element("button", {type: "button", click: () => press(i)}, column.label)));
  const table = element("table", {}, caption ? element("caption", {}, caption) : null,
      element("thead", {}, element("tr", {}, heads)), body);
  let current = rows, by = sortBy, down = descending;

  function press(i) {
    down = by === i ? !down : false;
    by = i;
    draw();
  }
  function draw() {
    const sorted = by === null ? current : [...current].sort((a, b) => compared(columns[by].value(a), columns[by].value(b), down));
    heads.forEach((head, i) => i === by
        ? head.setAttribute("aria-sort", down ? "descending" : "ascending")
        : head.removeAttribute("aria-sort"));
    body.replaceChildren(...sorted.map(row => element("tr", {}, columns.map(column =>
      element("td", {class: column.number ? "number" : column.cell ? null : brief(column.value(row))}, column.cell ? column.cell(row)
          : column.number ? shown(column.value(row)) : column.value(row) ?? "–")))));
  }
  table.show = next => { current = next; draw(); };
  draw();
  return table;
}

function compared(a, b, down) {
  const none = value => value === null || value === undefined || Number.isNaN(value);
  if (none(a) || none(b)) return none(a) - none(b);
  const order = typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b), "en");
  return down ? -order : order;
}

/** Light, dark, or as the system has it: a button that goes round. */
function themeButton() {
  const names = ["system", "light", "dark"];
  const label = () => "Colours: " + (document.documentElement.dataset.theme ?? "system");
  const button = element("button", {type: "button", class: "no-print", id: "theme", click: () => {
    const now = document.documentElement.dataset.theme ?? "system";
    const next = names[(names.indexOf(now) + 1) % names.length];
    if (next === "system") {
      delete document.documentElement.dataset.theme;
    } else {
      document.documentElement.dataset.theme = next;
    }
    button.textContent = label();
  }}, label());
  return button;
}

const tipBox = element("div", {class: "tip", role: "tooltip", id: "tip"});
document.body.append(tipBox);

/** Tells a text beside a place in the window. */
function showTip(text, x, y) {
  tipBox.textContent = text;
  tipBox.style.visibility = "visible";
  const box = tipBox.getBoundingClientRect();
  tipBox.style.left = Math.max(4, Math.min(x + 12, innerWidth - box.width - 8)) + "px";
  tipBox.style.top = (y + 16 + box.height > innerHeight ? Math.max(4, y - box.height - 10) : y + 16) + "px";
}

function hideTip() {
  tipBox.style.visibility = "hidden";
}

/** Tells a text, or what a function says then, while the pointer is over a node or the focus on it. */
function tell(node, text) {
  const words = () => (typeof text === "function" ? text() : text);
  node.addEventListener("pointermove", event => showTip(words(), event.clientX, event.clientY));
  node.addEventListener("pointerleave", hideTip);
  node.addEventListener("focus", () => {
    const box = node.getBoundingClientRect();
    showTip(words(), box.right, box.top);
  });
  node.addEventListener("blur", hideTip);
  return node;
}

addEventListener("keydown", event => {
  if (event.key === "Escape") hideTip();
});
