import type { Paint } from '../../chart/theme.ts';

/** One rule of the picture, with how many orders it hits of those on which it hits most. */
export interface UpsetRule {
  readonly code: string;
  readonly label: string;
  readonly share: number;
}

/** Heights in steps of one rule: bars above, rules below. */
const barSteps = 8;
export const rowHeight = 17;
export const heightOf = (rules: number): number => (barSteps + rules) * rowHeight + 24;
/** Widths in steps of one combination: names and sizes of the rules at the left. */
const leftSteps = 9;
const sizeSteps = 3;

/** Where the dot of the n-th rule stands. */
export const lineOf = (rule: number): number => -rule - 1;

/**
 * Combinations side by side: bars of how many above, dots of the rules they are of below, names and sizes of the rules at
 * the left. Rows have `place`, `part` (of the longest bar, 0 to 1), `dots`, `low`, `high`, `label` and `tip`.
 */
export function upsetSpec(rules: readonly UpsetRule[], combinations: number): (paint: Paint) => object {
  const x = { field: 'place', type: 'quantitative' };
  const y = (field: string) => ({ field, type: 'quantitative' });
  const grid = rules.flatMap((_, rule) =>
    Array.from({ length: combinations }, (_place, place) => ({ place, line: lineOf(rule) })),
  );
  const names = rules.map(({ code, label, share }, rule) => ({
    ...{ code, label, line: lineOf(rule), from: -1, to: -1 - share * sizeSteps },
  }));
  return (paint) => ({
    encoding: {
      x: { ...x, axis: null, scale: { domain: [-leftSteps - sizeSteps, combinations], nice: false } },
      y: { axis: null, type: 'quantitative', scale: { domain: [-rules.length - 0.6, barSteps + 0.8], nice: false } },
    },
    layer: [
      {
        data: { values: grid },
        mark: { type: 'circle', size: 45, color: paint('line'), opacity: 1 },
        encoding: { x, y: y('line') },
      },
      {
        mark: { type: 'rule', strokeWidth: 2, color: paint('text-2') },
        encoding: { x, y: y('low'), y2: { field: 'high' }, tooltip: { field: 'tip' } },
      },
      {
        transform: [{ flatten: ['dots'], as: ['dot'] }],
        mark: { type: 'circle', size: 75, color: paint('text'), opacity: 1 },
        encoding: { x, y: y('dot'), tooltip: { field: 'tip' } },
      },
      {
        transform: [
          { calculate: '0', as: 'floor' },
          { calculate: `datum.part * ${barSteps}`, as: 'top' },
        ],
        mark: { type: 'bar', width: 14, color: paint('accent') },
        encoding: { x, y: y('floor'), y2: { field: 'top' }, tooltip: { field: 'tip' } },
      },
      {
        transform: [{ calculate: `datum.part * ${barSteps}`, as: 'top' }],
        mark: { type: 'text', baseline: 'bottom', dy: -2, fontSize: 10 },
        encoding: { x, y: y('top'), text: { field: 'label' } },
      },
      {
        data: { values: names },
        mark: { type: 'bar', height: 10, color: paint('line-strong') },
        encoding: { x: { field: 'from', type: 'quantitative' }, x2: { field: 'to' }, y: y('line') },
      },
      {
        data: { values: names },
        transform: [{ calculate: `${-1.2 - sizeSteps}`, as: 'left' }],
        mark: { type: 'text', align: 'right', baseline: 'middle', limit: 230 },
        encoding: { x: { field: 'left', type: 'quantitative' }, y: y('line'), text: { field: 'label' } },
      },
    ],
  });
}
