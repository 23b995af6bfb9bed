// Tables of any length: rows are numbers, which become words when their page is looked at.

const ROWS_A_PAGE = 50;

/**
 * @param columns {label, number, order(a, b) of two rows, cell(row)}
 * @param search asks whether a row's words contain a text; null where nobody searches
 * @param name of the table, for its ids and for screen readers
 */
class PagedTable {
  #page = 0;
  #sorted = new Int32Array(0);
  #by = null;
  #down = false;

  constructor({name, columns, rows, filters = [], search = null, action = null}) {
    Object.assign(this, {name, columns, rows, filters, search, action});
    this.filter = filters.length > 0 ? filters[0].value : null;
    this.text = "";
    this.body = element("tbody");
    this.heads = columns.map((column, i) => element("th", {scope: "col", class: column.number ? "number" : null},
        element("button", {type: "button", click: () => this.sort(i)}, column.label)));
    this.said = element("span", {class: "small soft", role: "status"});
    this.back = element("button", {type: "button", click: () => this.#turn(-1)}, "Previous");
    this.on = element("button", {type: "button", click: () => this.#turn(1)}, "Next");
    this.block = element("div", {id: name}, this.#controls(), element("div", {class: "scroll", tabindex: 0, role: "region", "aria-label": name},
        element("table", {}, element("thead", {}, element("tr", {}, this.heads)), this.body)),
        element("div", {class: "controls pager"}, this.back, this.on, this.said));
    this.find();
  }

  #controls() {
    const search = this.search === null ? null : element("label", {}, "Search ", element("input",
        {type: "search", id: this.name + "-search", input: event => { this.text = event.target.value.trim(); this.find(); }}));
    const filter = this.filters.length === 0 ? null : element("label", {}, "Show ", element("select",
        {id: this.name + "-filter", change: event => { this.filter = event.target.value; this.find(); }},
        this.filters.map(each => element("option", {value: each.value}, each.label))));
    return element("div", {class: "controls"}, search, filter, this.action);
  }

  /** Looks anew which rows belong here. */
  find() {
    const kept = this.filters.find(each => each.value === this.filter)?.keeps ?? (() => true);
    this.#sorted = this.rows.filter(row => kept(row) && (this.text === "" || this.search(row, this.text)));
    this.#order();
  }

  sort(column) {
    this.#down = this.#by === column ? !this.#down : false;
    this.#by = column;
    this.find();
  }

  #order() {
    if (this.#by !== null) {
      const order = this.columns[this.#by].order, sign = this.#down ? -1 : 1;
      this.#sorted = this.#sorted.slice().sort((a, b) => sign * order(a, b) || a - b);
    }
    this.heads.forEach((head, i) => i === this.#by ? head.setAttribute("aria-sort", this.#down ? "descending" : "ascending") : head.removeAttribute("aria-sort"));
    this.#page = 0;
    this.#draw();
  }

  #turn(by) {
    this.#page += by;
    this.#draw();
  }

  #draw() {
    const first = this.#page * ROWS_A_PAGE, count = this.#sorted.length, last = Math.min(first + ROWS_A_PAGE, count);
    this.body.replaceChildren(...Array.from(this.#sorted.subarray(first, last), row => element("tr", {},
        this.columns.map(column => element("td", {class: column.number ? "number" : null}, column.cell(row))))));
    this.back.disabled = first === 0;
    this.on.disabled = last === count;
    this.said.textContent = count === 0 ? "none" : `${shown(first + 1)} to ${shown(last)} of ${shown(count)}`;
  }
}
