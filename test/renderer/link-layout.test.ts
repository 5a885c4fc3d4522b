import cytoscape, { type ElementDefinition } from 'cytoscape';
import { describe, expect, it } from 'vitest';
import { randomNumbers } from '../../analysis/model/random-numbers.ts';
import { arrange } from '../../renderer/links/arrange.ts';

/** A graph of so many orders, each with one to three values. */
function madeOf(orders: number, keys: number): cytoscape.Core {
  const random = randomNumbers(3);
  const pick = (among: number): number => Math.floor(random() * random() * among);
  const elements: ElementDefinition[] = Array.from({ length: keys }, (_, n) => ({
    data: { id: `k${n}` },
    classes: 'key',
  }));
  for (let n = 0; n < orders; n += 1) {
    elements.push({ data: { id: `o${n}` }, classes: n === 0 ? 'order start' : 'order' });
    const tied = new Set(Array.from({ length: 1 + Math.floor(random() * 2.2) }, () => pick(keys)));
    for (const key of tied) elements.push({ data: { id: `${n}-${key}`, source: `o${n}`, target: `k${key}` } });
  }
  const style = [{ selector: 'node', style: { width: 18, height: 18 } }];
  return cytoscape({ headless: true, styleEnabled: true, elements, style });
}

/** Pairs of nodes that nobody could tell apart. */
function covered(cy: cytoscape.Core): number {
  const at = cy.nodes().map((node) => node.position());
  let pairs = 0;
  for (const [n, one] of at.entries())
    for (const other of at.slice(n + 1)) if (Math.hypot(one.x - other.x, one.y - other.y) < 8) pairs += 1;
  return pairs;
}

describe('the places of a link graph', () => {
  it.each([
    [30, 12],
    [400, 100],
  ])(
    'keep %i orders and %i values apart, the same ones every time',
    (orders, keys) => {
      const cy = madeOf(orders, keys);
      arrange(cy.elements(), true);
      const places = cy.nodes().map((node) => node.position());
      expect(places.every(({ x, y }) => Number.isFinite(x) && Number.isFinite(y))).toBe(true);
      expect(covered(cy)).toBeLessThanOrEqual(orders / 20);
      const again = madeOf(orders, keys);
      arrange(again.elements(), true);
      expect(again.nodes().map((node) => node.position())).toEqual(places);
      cy.destroy();
      again.destroy();
    },
    60_000,
  );
});
