// Which edges come first. What a method did not score stays in every circuit and comes before all
// others; what a search did not test was removed all the same and counts as 0. Ties go to the lower
// ordinal.

class Ranking {
  #orders = new Map();
  #ranks = new Map();

  constructor(report) {
    this.count = report.edges;
    this.scores = doubles(report.scores);
    this.scored = bits(report.scored);
    this.inCircuit = bits(report.circuit);
    this.searched = integers(report.decisions.edges).length > 0;
    this.circuitSize = 0;
    for (let edge = 0; edge < this.count; edge++) if (this.inCircuit(edge)) this.circuitSize++;
    /** Whether the found circuit is that of the largest |score| too. */
    this.circuitIsTop = this.order("absolute").subarray(0, this.circuitSize).every(this.inCircuit);
  }

  /** The score; null where there is none. */
  score(edge) { return this.scored(edge) ? this.scores[edge] : null; }

  /** Whether an edge is part of every circuit. */
  stays(edge) { return !this.searched && !this.scored(edge); }

  /** All edges in one of three orders: absolute, signed, or circuit: the found ones, then the rest. */
  order(kind) {
    if (!this.#orders.has(kind)) {
      const size = kind === "signed" ? edge => this.scores[edge] : edge => Math.abs(this.scores[edge]);
      const keys = new Float64Array(this.count), groups = new Uint8Array(this.count);
      for (let edge = 0; edge < this.count; edge++) {
        keys[edge] = this.stays(edge) ? Infinity : size(edge);
        groups[edge] = kind === "circuit" && !this.inCircuit(edge) ? 1 : 0;
      }
      const order = Int32Array.from(keys, (_, edge) => edge)
          .sort((a, b) => groups[a] - groups[b] || (keys[b] > keys[a]) - (keys[b] < keys[a]) || a - b);
      this.#orders.set(kind, order);
    }
    return this.#orders.get(kind);
  }

  /** Which place an edge has in an order, from 1. */
  rank(kind, edge) {
    if (!this.#ranks.has(kind)) {
      const ranks = new Int32Array(this.count);
      this.order(kind).forEach((other, i) => { ranks[other] = i + 1; });
      this.#ranks.set(kind, ranks);
    }
    return this.#ranks.get(kind)[edge];
  }

  /** How many edges have at least this |score| (or score), or stay in every circuit. */
  countAtLeast(kind, threshold) {
    let count = 0;
    for (let edge = 0; edge < this.count; edge++) {
      const score = kind === "signed" ? this.scores[edge] : Math.abs(this.scores[edge]);
      if (this.stays(edge) || score >= threshold) count++;
    }
    return count;
  }

  /** The lowest |score| (or score) among the first edges; null where they have none. */
  threshold(kind, count) {
    if (count === 0) return null;
    const last = this.order(kind)[count - 1];
    if (this.stays(last)) return null;
    return kind === "signed" ? this.scores[last] : Math.abs(this.scores[last]);
  }
}
