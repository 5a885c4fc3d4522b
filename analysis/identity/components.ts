/**
 * Sets of orders that belong together, grown link by link (union-find with path halving; Tarjan & van Leeuwen 1984).
 * Orders are numbers from 0; the name of a set is its smallest one.
 */
export class Components {
  readonly #parent: Int32Array;
  readonly #size: Int32Array;

  constructor(orders: number) {
    this.#parent = ascending(orders);
    this.#size = new Int32Array(orders).fill(1);
  }

  /** The smallest order of the set that holds this one. */
  rootOf(order: number): number {
    const parent = this.#parent;
    let at = order;
    for (let up = parent[at] ?? at; up !== at; up = parent[at] ?? at) {
      parent[at] = parent[up] ?? up;
      at = up;
    }
    return at;
  }

  /** Orders in the set of that root. */
  sizeOf(root: number): number {
    return this.#size[root] ?? 0;
  }

  /** Makes one set of both; the smaller root names it. */
  join(one: number, other: number): void {
    const [a, b] = [this.rootOf(one), this.rootOf(other)];
    if (a === b) return;
    const [root, under] = a < b ? [a, b] : [b, a];
    this.#parent[under] = root;
    this.#size[root] = this.sizeOf(root) + this.sizeOf(under);
  }
}

/** 0, 1, 2 … */
function ascending(length: number): Int32Array {
  const numbers = new Int32Array(length);
  for (let i = 0; i < length; i += 1) numbers[i] = i;
  return numbers;
}

/** Links of orders to earlier ones, in the order of the later one. */
export interface Links {
  readonly order: ArrayLike<number>;
  readonly earlier: ArrayLike<number>;
  /** 1 where the value linked at the time of the order, though it may have turned out a hub since. */
  readonly then: ArrayLike<number>;
  /** 1 where it is no hub over the whole history. */
  readonly ever: ArrayLike<number>;
}

/** Grows both views of the links: what was known at each order, and what is known in the end. */
export class Linking {
  readonly #then: Components;
  readonly #ever: Components;
  /** Orders linked to an order before it, as known at its time. */
  readonly before: Int32Array;
  #open = -1;
  readonly #roots: number[] = [];

  constructor(orders: number) {
    this.#then = new Components(orders);
    this.#ever = new Components(orders);
    this.before = new Int32Array(orders);
  }

  /** Takes links in; all of one order must come one after the other, orders ascending. */
  add({ order, earlier, then, ever }: Links): void {
    for (let i = 0; i < order.length; i += 1) {
      const [own, other] = [order[i] ?? 0, earlier[i] ?? 0];
      if (ever[i] === 1) this.#ever.join(own, other);
      if (then[i] !== 1) continue;
      if (own !== this.#open) this.#close();
      this.#open = own;
      this.#roots.push(other);
    }
  }

  /** After the last links: the root of the entity of each order in the end. */
  finish(): (order: number) => number {
    this.#close();
    return (order) => this.#ever.rootOf(order);
  }

  /** Orders in the entity of that root in the end. */
  sizeOf(root: number): number {
    return this.#ever.sizeOf(root);
  }

  #close(): void {
    if (this.#open < 0) return;
    const roots = new Set(this.#roots.map((order) => this.#then.rootOf(order)));
    let linked = 0;
    for (const root of roots) linked += this.#then.sizeOf(root);
    this.before[this.#open] = linked;
    for (const root of roots) this.#then.join(this.#open, root);
    this.#roots.length = 0;
    this.#open = -1;
  }
}
