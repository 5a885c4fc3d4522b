import * as vega from 'vega';
import { compile, type TopLevelSpec } from 'vega-lite';
import { afterAll, describe, expect, it } from 'vitest';
import type { RuleSet } from '../../analysis/model/ruleset.ts';
import { byState, statesPicture } from '../../renderer/backtest/pictured.ts';
import type { Picture } from '../../renderer/chart/chart.tsx';
import { changePicture } from '../../renderer/chart/change-picture.ts';
import { estimatesPicture, type Estimate } from '../../renderer/chart/pictures.ts';
import { waterfallPicture } from '../../renderer/chart/waterfall.ts';
import { language } from '../../renderer/i18n/index.ts';
import { unhitClause } from '../../renderer/rule-sets/orders-behind.tsx';

afterAll(() => language.set('ja'));

const colours: Record<string, string> = { accent: '#111111', 'text-2': '#222222' };

/** The picture as SVG, each theme colour with a tone of its own. */
async function drawn({ spec, rows }: Picture): Promise<string> {
  const whole = {
    ...spec((token) => colours[token] ?? '#999999'),
    data: { name: 'rows', values: rows.map((row) => ({ ...row })) },
    ...{ width: 400, height: 200 },
  } as TopLevelSpec;
  const view = new vega.View(vega.parse(compile(whole).spec), { renderer: 'none' });
  await view.runAsync();
  const svg = await view.toSVG();
  view.finalize();
  return svg;
}

const of = (items: readonly Estimate[]): Picture =>
  estimatesPicture({ label: 'shares', axis: 'share', unit: 'share', items });
const told = (series: string, value: number | null): Estimate => ({ name: 'R1', series, value, text: `${value}` });

describe('a picture of figures', () => {
  it('says which series it shows where nothing of the other is measured', async () => {
    const svg = await drawn(of([told('precision', null), told('recall', 0.5)]));
    expect(svg).toContain('>precision</text>');
    expect(svg).toContain('>recall</text>');
    // The second series keeps its own colour.
    expect(svg).toMatch(/mark-symbol[^]*#222222/);
  });

  it('has a legend for a single series, and none where there are none', async () => {
    expect(await drawn(of([told('recall', 0.5)]))).toContain('>recall</text>');
    expect(await drawn(of([{ name: 'R1', value: 0.5, text: '50%' }]))).not.toContain('role-legend');
  });

  it('has no rows where nothing is measured, so that it is not offered', () => {
    expect(of([told('precision', null), told('recall', null)]).rows).toEqual([]);
  });
});

describe('a picture of outcome states', () => {
  const cell = (orders: number, amount: number) => ({ orders, amount });
  const states = {
    ...{ bad: cell(1, 900), good: cell(3, 100), immature: cell(0, 0), blocked: cell(0, 0), excluded: cell(0, 0) },
  };
  const picture = (measure: 'orders' | 'amount') =>
    statesPicture({
      label: 'decisions',
      word: (state) => `word of ${state}`,
      lines: [{ name: 'NG', values: byState(states, measure) }],
      ...(measure === 'orders' ? {} : { axis: 'of amounts', write: (value: number) => `¥${value}` }),
    });
  const badOf = ({ rows }: Picture) => rows.find((row) => row['state'] === 'bad');

  it('is of orders or of amounts, in the words it is given', async () => {
    expect(badOf(picture('orders'))).toMatchObject({ share: 0.25, all: '4', tip: 'NG\nword of bad: 1 (25.0%)' });
    expect(badOf(picture('amount'))).toMatchObject({ share: 0.9, all: '¥1000', tip: 'NG\nword of bad: ¥900 (90.0%)' });
    const svg = await drawn(picture('amount'));
    expect(svg).toContain('>word of blocked</text>');
    expect(svg).toContain('>of amounts</text>');
  });
});

describe('a waterfall', () => {
  const opened: string[] = [];
  const step = (name: string, value: number) => ({
    ...{ name, value, label: `¥${value}`, tip: `${name}: ${value}` },
    open: () => void opened.push(name),
  });
  const picture = waterfallPicture({
    ...{ label: 'net', per: 10, steps: [step('prevented', 100), step('lost', -30)] },
    total: {
      ...{ name: 'net', value: 70, label: '¥70', tip: 'net: 70', beneath: ['95%: 40 to 90', 'blocked: -20 to 120'] },
      ...{ interval: { low: 40, high: 90 }, band: { low: -20, high: 120 } },
    },
  });

  it('goes on where the step before ended, and its total begins at nothing and has its interval', () => {
    expect(picture.rows.map(({ from, to, kind }) => [from, to, kind])).toEqual([
      [0, 10, 'more'],
      [10, 7, 'less'],
      [0, 7, 'net'],
    ]);
    expect(picture.rows[0]).toMatchObject({ low: null, bandLow: null });
    expect(picture.rows[2]).toMatchObject({ low: 4, high: 9, bandLow: -2, bandHigh: 12, end: 12 });
  });

  it('writes what the whisker says beneath the total, and opens the orders of a step', async () => {
    const svg = await drawn(picture);
    for (const text of ['prevented', '¥-30', '95%: 40 to 90', 'blocked: -20 to 120', 'net  ¥70'])
      expect(svg).toContain(`>${text}</`);
    for (const row of picture.rows) picture.onPick?.(row, false);
    expect(opened).toEqual(['prevented', 'lost']);
    expect(
      waterfallPicture({ label: 'x', per: 1, steps: [], total: { ...step('x', 1), open: undefined } }).onPick,
    ).toBe(undefined);
  });
});

describe('a picture of what changed', () => {
  const none = { interval: null, text: '' };
  const picture = changePicture({
    ...{ label: 'changed', axis: 'share', unit: 'share', sides: ['as it ran', 'as tried'] },
    items: [
      { ...none, name: 'precision', before: 0.2, after: 0.6, interval: { low: 0.5, high: 0.7 } },
      { ...none, name: 'recall', before: 0.4, after: null },
      { ...none, name: 'never measured', before: null, after: null },
    ],
  });

  it('has a point for each side that is measured, the interval of what it is, and the names of both', async () => {
    expect(picture.rows.map(({ name, before, after, low }) => [name, before, after, low])).toEqual([
      ['precision', 0.2, 0.6, 0.5],
      ['recall', 0.4, null, null],
    ]);
    const svg = await drawn(picture);
    expect(svg).toContain('>as it ran</text>');
    expect(svg).toContain('>as tried</text>');
    expect(svg.match(/aria-roledescription="point"/g)).toHaveLength(3);
  });
});

describe('orders that a rule does not hit', () => {
  it('are not called decisions of the whole set', () => {
    const rule = { code: 'R1', description: { ja: '', en: '' }, when: 'order.amount > 1', result: 'REVIEW' } as const;
    const set: RuleSet = {
      ...{ format: 'shinsa-ruleset', formatVersion: 1, modelId: 'CRD_01', name: 'Whole', profile: 'wb-1' },
      ...{ currency: 'JPY', timezone: 'Asia/Tokyo', default: 'OK', rules: [rule, { ...rule, code: 'R2' }] },
    };
    const nameIn = () => {
      const clause = unhitClause(rule, set);
      return clause.kind === 'decision' ? [clause.ruleSet.name, clause.ruleSet.rules.length] : [];
    };
    language.set('ja');
    expect(nameIn()).toEqual(['R1 に該当しない', 1]);
    language.set('en');
    expect(nameIn()).toEqual(['not hit by R1', 1]);
  });
});
