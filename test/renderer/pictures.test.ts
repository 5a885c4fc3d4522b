import * as vega from 'vega';
import { compile, type TopLevelSpec } from 'vega-lite';
import { afterAll, describe, expect, it } from 'vitest';
import type { RuleSet } from '../../analysis/model/ruleset.ts';
import { byState, statesPicture } from '../../renderer/backtest/pictured.ts';
import type { Picture } from '../../renderer/chart/chart.tsx';
import { estimatesPicture, type Estimate } from '../../renderer/chart/pictures.ts';
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
