import { describe, expect, test } from 'vitest';
import { lintBnpl } from '../../analysis/bnpl/lint.ts';
import { bnplPresets, presetNames } from '../../analysis/model/bnpl/presets.ts';
import { bnplConfigSchema, type BnplConfig } from '../../analysis/model/bnpl/config.ts';
import { lintSeverities, type LintCode } from '../../analysis/model/bnpl/lint.ts';
import { lintText } from '../../analysis/model/messages/bnpl.ts';

const base = bnplPresets['invoice-14'];
const { limits, dunning, facts, flow } = base;
const [tier] = base.tiers;
const [plan] = base.fees;
if (tier === undefined || plan === undefined) throw new Error('a preset without tier or plan');

const codes = (config: BnplConfig): string[] => lintBnpl(config).map(({ code, path }) => `${code} ${path}`);
const score = { inputs: ['order.amount'], okFrom: 600, ngBelow: 500, area: 'prefecture', reasons: {} } as const;
const scored = (more: Partial<NonNullable<BnplConfig['score']>>): BnplConfig => ({
  ...base,
  score: { ...score, inputs: [...score.inputs], ...more },
});

test.each(presetNames)('the preset %s is of the form, and without errors', (name) => {
  expect(bnplConfigSchema.parse(bnplPresets[name])).toEqual(bnplPresets[name]);
  expect(lintBnpl(bnplPresets[name]).filter(({ severity }) => severity === 'error')).toEqual([]);
});

/** What is changed in the preset of fourteen days, and what it then says that it did not. */
const table: readonly [LintCode, string, BnplConfig][] = [
  ['registration-needed', 'facts.registration', { ...base, payment: { kind: 'invoice', offsetBd: 1, dueDays: 70 } }],
  [
    'small-possible',
    'facts.registration',
    { ...bnplPresets.instalment, facts: { ...facts, registration: 'comprehensive' } },
  ],
  [
    'small-above',
    'facts.registration',
    { ...bnplPresets.instalment, limits: { ...limits, cumulative: [{ key: 'person', amount: 500_000 }] } },
  ],
  ['cap-above', 'tiers.0.perOrder', { ...base, tiers: [{ ...tier, perOrder: 100_000 }] }],
  [
    'due-before-statement',
    'payment.dueDay',
    { ...bnplPresets.statement, payment: { kind: 'statement', closingDay: 31, dueDay: 10, dueMonths: 0 } },
  ],
  [
    'certified-needed',
    'facts.abilityToPay',
    { ...bnplPresets.instalment, facts: { ...facts, registration: 'small', abilityToPay: 'model' } },
  ],
  ['card-without-3ds', 'facts.threeDs', { ...base, facts: { ...facts, card: true } }],
  ['3ds-selective', 'facts.threeDs', { ...base, facts: { ...facts, card: true, threeDs: 'selective' } }],
  ['collector-unlicensed', 'facts.collector', { ...base, facts: { ...facts, collector: 'other' } }],
  ['collector-servicer', 'facts.collector', { ...base, facts: { ...facts, collector: 'servicer' } }],
  ['negatives-unpublished', 'facts.sharedNegativesPublished', { ...base, facts: { ...facts, sharedNegatives: true } }],
  [
    'negatives-shared',
    'facts.sharedNegatives',
    { ...base, facts: { ...facts, sharedNegatives: true, sharedNegativesPublished: true } },
  ],
  ['bureau-modelled', 'facts.creditBureau', { ...base, facts: { ...facts, creditBureau: true } }],
  ['minors-consent', 'facts.minorsConsent', { ...base, facts: { ...facts, minors: true } }],
  ['late-interest', 'dunning.lateApr', { ...base, dunning: { ...dunning, lateApr: 15 } }],
  ['final-screen', 'tiers.0.finalScreenEvidence', { ...base, tiers: [{ ...tier, subscription: true }] }],
  ['area-fine', 'score.area', scored({ area: 'zip' })],
  ['input-protected', 'score.inputs.1', scored({ inputs: ['order.amount', 'custom.age'] })],
  [
    'input-reasoned',
    'score.inputs.0',
    scored({ inputs: ['custom.nationality'], reasons: { 'custom.nationality': 'asked by law' } }),
  ],
  ['cap-above', 'limits.firstOrder', { ...base, limits: { ...limits, perOrder: 30_000, firstOrder: 40_000 } }],
  ['cap-above', 'limits.perOrder', { ...base, limits: { ...limits, perOrder: 60_000 } }],
  ['cap-above', 'tiers.0.firstOrder', { ...base, tiers: [{ ...tier, perOrder: 10_000, firstOrder: 20_000 }] }],
  ['ladder-past-cap', 'dunning.feeCount', { ...base, dunning: { ...dunning, feeCount: 2 } }],
  ['ladder-past-cap', 'dunning.feeTotal', { ...base, dunning: { ...dunning, feeTotal: 890 } }],
  [
    'ladder-after-end',
    'dunning.steps.2.afterDueDays',
    { ...base, dunning: { ...dunning, assign: { dpd: 34, priceRate: 0.1 } } },
  ],
  ['end-order', 'dunning.assign.dpd', { ...base, dunning: { ...dunning, writeOffAtDpd: 60 } }],
  ['credit-goes-on', 'dunning.stopCreditAtDpd', { ...base, dunning: { ...dunning, stopCreditAtDpd: 181 } }],
  ['plan-unknown', 'tiers.0.feePlan', { ...base, tiers: [{ ...tier, feePlan: 'none' }] }],
  ['named-twice', 'fees.1', { ...base, fees: [plan, plan] }],
  [
    'key-unused',
    'limits.cumulative.0.key',
    { ...base, limits: { ...limits, cumulative: [{ key: 'device', amount: 55_000 }] } },
  ],
  [
    'nobody-reviews',
    'flow.review.reviewers',
    { ...base, tiers: [{ ...tier, reviewShare: 0.1 }], flow: { ...flow, review: { ...flow.review, reviewers: 0 } } },
  ],
  [
    'unreviewed-both-ways',
    'flow.review.onTimeout',
    { ...base, flow: { ...flow, review: { ...flow.review, shipUnreviewed: true, onTimeout: 'NG' } } },
  ],
  ['score-order', 'score.ngBelow', scored({ ngBelow: 700 })],
  [
    'assumed-order',
    'entry.launch.unpaid',
    {
      ...base,
      entry: {
        kind: 'new',
        launch: {
          unpaid: { days: 60, expected: 0.02, low: 0.03, high: 0.04 },
          monthCaps: [],
          exploration: 0,
          badNeeded: 1,
        },
      },
    },
  ],
  ['holidays-unknown', 'validFrom', { ...base, validFrom: '2080-01-01' }],
  [
    'source-astray',
    'sources.limits.most',
    { ...base, sources: { 'limits.most': { text: 'x', grade: 'C', date: null } } },
  ],
];

describe('a configuration is told', () => {
  test.each(table)('%s at %s', (code, path, config) => {
    const before = codes(
      config === base ? base : bnplPresets[config.payment.kind === 'instalment' ? 'instalment' : 'invoice-14'],
    );
    expect(before).not.toContain(`${code} ${path}`);
    expect(codes(config)).toContain(`${code} ${path}`);
    expect(bnplConfigSchema.safeParse(config).success).toBe(true);
  });

  test('what its rules cannot be fed, where a project is asked', () => {
    const config: BnplConfig = {
      ...base,
      packs: [{ kind: 'delivery', modelId: 'DLV_01', reads: ['order.amount', 'custom.hotel'] }],
    };
    expect(lintBnpl(config)).not.toContainEqual(expect.objectContaining({ code: 'pack-unfed' }));
    expect(lintBnpl(config, new Set(['order.amount']))).toContainEqual({
      ...{ code: 'pack-unfed', severity: 'error', path: 'packs.0.reads' },
      params: { model: 'DLV_01', fields: 'custom.hotel' },
    });
  });

  test('every check is in the table, beside those that the presets show', () => {
    const shown = [...table.map(([code]) => code), 'outside-regulation', 'late-fees', 'late-fees-any', 'pack-unfed'];
    expect([...new Set(shown)].toSorted()).toEqual(Object.keys(lintSeverities).toSorted());
  });
});

test('two months are those of the calendar, with closed days: by hand', () => {
  const told = (payment: BnplConfig['payment']): string[] =>
    lintBnpl({ ...base, payment, validFrom: '2026-04-01' }).flatMap(({ code, params }) =>
      code === 'registration-needed' || code === 'outside-regulation' ? [`${code} ${String(params['days'])}`] : [],
    );
  // 1 December 2026: due on Saturday 30 January, which is Monday 1 February, two months later to the day.
  expect(told({ kind: 'statement', closingDay: 31, dueDay: 30, dueMonths: 1 })).toEqual(['outside-regulation 62']);
  // 1 November 2026: due on 31 December, when banks are closed up to 3 January.
  expect(told({ kind: 'statement', closingDay: 31, dueDay: 31, dueMonths: 1 })).toEqual(['registration-needed 64']);
  // An order of 31 December 2026: the invoice is of 4 January 2027, due on 2 March.
  expect(told({ kind: 'invoice', offsetBd: 1, dueDays: 57 })[0]).toMatch(/^registration-needed/);
  expect(told({ kind: 'invoice', offsetBd: 1, dueDays: 14 })).toEqual(['outside-regulation 20']);
});

test('below which bill fees and interest are above 14.6 % a year: by hand', () => {
  const config: BnplConfig = { ...base, dunning: { ...dunning, lateApr: 10 } };
  // 297 yen by day 7 are 297 × 365 ÷ 7 = 15,486.4 yen a year, more than 594 by 21 and 891 by 35; 4.6 % are left: 336,662 yen.
  expect(lintBnpl(config).find(({ code }) => code === 'late-fees')?.params).toEqual({
    fees: 297,
    days: 7,
    bill: 336_662,
  });
  // With 14.6 % of interest nothing is left for fees.
  expect(lintBnpl(base).find(({ code }) => code === 'late-fees-any')?.params).toEqual({ fees: 297, days: 7 });
});

test('each finding is a sentence in both languages, with nothing left to fill in', () => {
  for (const [, , config] of table)
    for (const finding of lintBnpl(config))
      for (const language of ['ja', 'en'] as const) expect(lintText(finding, language)).not.toMatch(/[{}]/);
});
