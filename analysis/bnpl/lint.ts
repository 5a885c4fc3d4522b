import type { BnplConfig } from '../model/bnpl/config.ts';
import { lintSeverities, type LintCode, type LintFinding } from '../model/bnpl/lint.ts';
import { lastHolidayYear } from './calendar.ts';
import { contradictions } from './lint-contradictions.ts';
import { longestTerm } from './terms.ts';

/** Notes a finding: its code, the parameter, and what its text needs. */
export type Found = (code: LintCode, path: string, params?: LintFinding['params']) => LintFinding;

const found: Found = (code, path, params = {}) => ({ code, severity: lintSeverities[code], path, params });

/** Registered small comprehensive business: limits up to 100,000 yen (割賦販売法35条の2の3). */
const smallLimit = 100_000;

/** 消費者契約法9条1項2号: late charges of a year, percent. */
const lateLimit = 14.6;

/**
 * Everything that is to be said of a configuration, errors first, then in the order of its parts (domain-facts 2.9). `fields`: what
 * the project's orders have, by rule path; null where no project is asked.
 */
export function lintBnpl(config: BnplConfig, fields: ReadonlySet<string> | null = null): LintFinding[] {
  const all = [
    ...regulation(config),
    ...late(config),
    ...inputs(config),
    ...contradictions(config, found),
    ...unfed(config, fields),
    ...(Number(config.validFrom.slice(0, 4)) + 1 > lastHolidayYear
      ? [found('holidays-unknown', 'validFrom', { year: lastHolidayYear })]
      : []),
  ];
  return all.toSorted((one, other) => rank[one.severity] - rank[other.severity]);
}

const rank = { error: 0, warning: 1, note: 2 } as const;

function* regulation(config: BnplConfig): Generator<LintFinding> {
  const { payment, limits, facts, tiers } = config;
  const term = longestTerm(config);
  const regulated = payment.kind === 'instalment' || term.beyond;
  const place = 'facts.registration';
  if (!regulated) yield found('outside-regulation', 'payment', { days: term.days });
  else if (facts.registration === 'none') yield found('registration-needed', place, { days: term.days });
  const most = Math.max(0, ...limits.cumulative.map(({ amount }) => amount));
  if (regulated && most > 0 && most <= smallLimit && facts.registration !== 'small')
    yield found('small-possible', place, { amount: most });
  if (regulated && most > smallLimit && facts.registration === 'small')
    yield found('small-above', place, { amount: most });
  if (regulated && facts.abilityToPay === 'model' && facts.registration !== 'certified')
    yield found('certified-needed', 'facts.abilityToPay');
  if (facts.card && facts.threeDs === 'none') yield found('card-without-3ds', 'facts.threeDs');
  if (facts.card && facts.threeDs === 'selective' && facts.threeDsEvidence === null)
    yield found('3ds-selective', 'facts.threeDs');
  if (facts.collector === 'other') yield found('collector-unlicensed', 'facts.collector');
  if (facts.collector === 'servicer') yield found('collector-servicer', 'facts.collector');
  if (facts.sharedNegatives)
    yield facts.sharedNegativesPublished
      ? found('negatives-shared', 'facts.sharedNegatives')
      : found('negatives-unpublished', 'facts.sharedNegativesPublished');
  if (facts.creditBureau) yield found('bureau-modelled', 'facts.creditBureau');
  if (facts.minors && facts.minorsConsent === null) yield found('minors-consent', 'facts.minorsConsent');
  for (const [at, { id, subscription, finalScreenEvidence }] of tiers.entries())
    if (subscription && finalScreenEvidence === null)
      yield found('final-screen', `tiers.${at}.finalScreenEvidence`, { tier: id });
}

/**
 * Late interest above 14.6 % a year, and with the fees for reminders: below which bill both together are above it on the day of
 * some fee. fees until then ÷ bill × 365 ÷ days + interest = 14.6 %.
 */
function* late({ dunning }: BnplConfig): Generator<LintFinding> {
  const { lateApr } = dunning;
  if (lateApr > lateLimit) yield found('late-interest', 'dunning.lateApr', { apr: lateApr });
  const charged = chargedBy(dunning).map(({ fees, days }) => ({
    fees,
    days,
    yearly: (fees * 365) / Math.max(days, 1),
  }));
  const [worst] = charged.toSorted((one, other) => other.yearly - one.yearly);
  if (worst === undefined || lateApr > lateLimit) return;
  const { fees, days, yearly } = worst;
  if (lateApr === lateLimit) yield found('late-fees-any', 'dunning.steps', { fees, days });
  else
    yield found('late-fees', 'dunning.steps', { fees, days, bill: Math.ceil((yearly * 100) / (lateLimit - lateApr)) });
}

/** What reminders have charged, by the days past due of each that charges. */
function chargedBy({ steps, feeCount, feeTotal }: BnplConfig['dunning']): { fees: number; days: number }[] {
  let fees = 0;
  return steps
    .toSorted((one, other) => one.afterDueDays - other.afterDueDays)
    .filter(({ fee }) => fee > 0)
    .slice(0, feeCount)
    .map(({ fee, afterDueDays: days }) => {
      fees = Math.min(fees + fee, feeTotal ?? Infinity);
      return { fees, days };
    })
    .filter((one) => one.fees > 0);
}

/** Words in a path that tell of age, sex, origin and the like. */
const protectedWords =
  /(^|[._])(age|birth\w*|sex|gender|nationality|national|country_of_birth|race|religion|marital\w*)($|[._])/i;

function* inputs({ score }: BnplConfig): Generator<LintFinding> {
  if (score === null) return;
  const reasoned = (input: string): boolean => (score.reasons[input] ?? '').trim() !== '';
  for (const [at, input] of score.inputs.entries())
    if (protectedWords.test(input))
      yield found(reasoned(input) ? 'input-reasoned' : 'input-protected', `score.inputs.${at}`, { input });
  if (score.area === 'city' || score.area === 'zip')
    yield found(reasoned('area') ? 'input-reasoned' : 'area-fine', 'score.area', { area: score.area, input: 'area' });
}

function unfed({ packs }: BnplConfig, fields: ReadonlySet<string> | null): LintFinding[] {
  if (fields === null) return [];
  return packs.flatMap(({ modelId, reads }, at) => {
    const missing = reads.filter((path) => !fields.has(path));
    return missing.length === 0
      ? []
      : [found('pack-unfed', `packs.${at}.reads`, { model: modelId, fields: missing.join(', ') })];
  });
}
