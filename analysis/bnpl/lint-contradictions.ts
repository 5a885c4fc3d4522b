import type { BnplConfig } from '../model/bnpl/config.ts';
import type { LintFinding } from '../model/bnpl/lint.ts';
import type { Found } from './lint.ts';

/** What the parts of a configuration say against each other. */
export function contradictions(config: BnplConfig, found: Found): LintFinding[] {
  return [
    ...caps(config, found),
    ...ladder(config, found),
    ...due(config, found),
    ...names(config, found),
    ...review(config, found),
    ...assumed(config, found),
    ...sources(config, found),
  ];
}

function* caps({ limits, tiers }: BnplConfig, found: Found): Generator<LintFinding> {
  const least = limits.cumulative.toSorted((one, other) => one.amount - other.amount)[0];
  const above = (path: string, value: number | null, of: string, cap: number | null | undefined) =>
    value !== null && cap !== null && cap !== undefined && value > cap
      ? [found('cap-above', path, { value, of, cap })]
      : [];
  const cumulative = least === undefined ? '' : `limits.cumulative (${least.key})`;
  yield* above('limits.firstOrder', limits.firstOrder, 'limits.perOrder', limits.perOrder);
  yield* above('limits.perOrder', limits.perOrder, cumulative, least?.amount);
  yield* above('limits.firstOrder', limits.firstOrder, cumulative, least?.amount);
  for (const [at, tier] of tiers.entries()) {
    const place = `tiers.${at}`;
    yield* above(`${place}.firstOrder`, tier.firstOrder, `${place}.perOrder`, tier.perOrder);
    yield* above(`${place}.firstOrder`, tier.firstOrder, 'limits.perOrder', limits.perOrder);
    yield* above(`${place}.perOrder`, tier.perOrder, 'limits.perOrder', limits.perOrder);
    yield* above(`${place}.firstOrder`, tier.firstOrder, cumulative, least?.amount);
    yield* above(`${place}.perOrder`, tier.perOrder, cumulative, least?.amount);
  }
}

function* ladder({ dunning }: BnplConfig, found: Found): Generator<LintFinding> {
  const { steps, feeCount, feeTotal, assign, legalAtDpd, writeOffAtDpd, stopCreditAtDpd } = dunning;
  const charging = steps.filter(({ fee }) => fee > 0);
  const fees = charging.reduce((sum, { fee }) => sum + fee, 0);
  if (charging.length > feeCount)
    yield found('ladder-past-cap', 'dunning.feeCount', { steps: charging.length, cap: feeCount });
  if (feeTotal !== null && fees > feeTotal)
    yield found('ladder-past-cap', 'dunning.feeTotal', { steps: fees, cap: feeTotal });
  const ends = [
    ['assign.dpd', assign?.dpd ?? null],
    ['writeOffAtDpd', writeOffAtDpd],
  ] as const;
  for (const [at, { afterDueDays }] of steps.entries())
    for (const [name, dpd] of ends)
      if (dpd !== null && afterDueDays > dpd)
        yield found('ladder-after-end', `dunning.steps.${at}.afterDueDays`, {
          days: afterDueDays,
          of: `dunning.${name}`,
          end: dpd,
        });
  for (const [name, dpd] of [
    ['assign.dpd', assign?.dpd ?? null],
    ['legalAtDpd', legalAtDpd],
  ] as const)
    if (dpd !== null && dpd > writeOffAtDpd)
      yield found('end-order', `dunning.${name}`, { days: dpd, end: writeOffAtDpd });
  if (stopCreditAtDpd > writeOffAtDpd)
    yield found('credit-goes-on', 'dunning.stopCreditAtDpd', { days: stopCreditAtDpd, end: writeOffAtDpd });
}

/** A statement whose due day is not after the day it closes on. */
function* due({ payment }: BnplConfig, found: Found): Generator<LintFinding> {
  if (payment.kind === 'invoice' || payment.dueMonths > 0 || payment.dueDay > payment.closingDay) return;
  yield found('due-before-statement', 'payment.dueDay', { due: payment.dueDay, closing: payment.closingDay });
}

function* names({ fees, tiers, limits, identity }: BnplConfig, found: Found): Generator<LintFinding> {
  const plans = new Set(fees.map(({ id }) => id));
  for (const [at, { feePlan }] of tiers.entries())
    if (!plans.has(feePlan)) yield found('plan-unknown', `tiers.${at}.feePlan`, { plan: feePlan });
  yield* twice(
    'fees',
    fees.map(({ id }) => id),
    found,
  );
  yield* twice(
    'tiers',
    tiers.map(({ id }) => id),
    found,
  );
  yield* twice(
    'limits.cumulative',
    limits.cumulative.map(({ key }) => key),
    found,
  );
  for (const [at, { key }] of limits.cumulative.entries())
    if (!identity.includes(key)) yield found('key-unused', `limits.cumulative.${at}.key`, { key });
}

function* twice(path: string, ids: readonly string[], found: Found): Generator<LintFinding> {
  for (const [at, id] of ids.entries())
    if (ids.indexOf(id) !== at) yield found('named-twice', `${path}.${at}`, { name: id });
}

function* review({ flow, tiers, score }: BnplConfig, found: Found): Generator<LintFinding> {
  const { reviewers, hoursPerDay, shipUnreviewed, onTimeout } = flow.review;
  if (reviewers * hoursPerDay === 0 && tiers.some(({ reviewShare }) => reviewShare > 0))
    yield found('nobody-reviews', 'flow.review.reviewers');
  if (shipUnreviewed && onTimeout === 'NG') yield found('unreviewed-both-ways', 'flow.review.onTimeout');
  if (score !== null && score.ngBelow > score.okFrom)
    yield found('score-order', 'score.ngBelow', { ng: score.ngBelow, ok: score.okFrom });
}

function* assumed({ entry }: BnplConfig, found: Found): Generator<LintFinding> {
  if (entry.kind !== 'new') return;
  const { low, expected, high } = entry.launch.unpaid;
  if (low > expected || expected > high) yield found('assumed-order', 'entry.launch.unpaid', { low, expected, high });
}

/** Sources of what is not there. */
function* sources(config: BnplConfig, found: Found): Generator<LintFinding> {
  for (const path of Object.keys(config.sources))
    if (!isThere(config, path.split('.'))) yield found('source-astray', `sources.${path}`, { path });
}

function isThere(value: unknown, [name, ...rest]: readonly string[]): boolean {
  if (name === undefined) return true;
  if (typeof value !== 'object' || value === null) return false;
  const own = Object.entries(value).find(([key]) => key === name);
  return own !== undefined && isThere(own[1], rest);
}
