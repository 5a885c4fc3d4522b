import { ShinsaError } from '../../model/failure.ts';
import { askedOf } from '../../model/filter.ts';
import { championParts } from '../../model/results/comparison.ts';
import { crossedOf, hiddenMoves } from '../../model/results/crossed.ts';
import { mostTried, type ThresholdTally, type Thresholds, type ThresholdsAsk } from '../../model/results/thresholds.ts';
import { results, type RuleSet } from '../../model/ruleset.ts';
import type { Connection } from '../../store/connection.ts';
import { judgedProject } from '../../store/judged-views.ts';
import type { ProjectHandle } from '../../store/project-handle.ts';
import { checkedExceptions, checkedRules } from '../../store/rule-condition.ts';
import { sumOf } from '../figures.ts';
import type { Measurement, Question } from '../measurement.ts';
import type { Measuring } from '../measuring.ts';
import { labelsUntil, periodOf } from '../run.ts';
import { foundCut } from './cut.ts';
import { spreadOf, type Tried } from './spread.ts';

/**
 * What the whole set comes to at several values of one of its thresholds, each measured by itself; `done` tells the
 * share of them. Throws 'input-invalid' where there is no such threshold, and what a backtest throws.
 */
export async function thresholdsOf(
  project: ProjectHandle,
  measure: Measuring,
  ask: ThresholdsAsk,
  db: Connection,
  signal: AbortSignal,
  done: (share: number) => void,
): Promise<Thresholds> {
  const { ruleSet, tried } = ask;
  const { currency, timezone, features } = ruleSet;
  const seen = await judgedProject(project, ask.judged);
  // Where orders lie does not depend on how they ended, and their features are there already as the project is judged.
  const lying = askedOf(ask.filter).some(({ kind }) => kind === 'state' || kind === 'told') ? seen : project;
  const cut = foundCut(ruleSet, ask.cut, await seen.scope(currency, timezone, features));
  const { values, valued }: Tried =
    tried.kind === 'values' ? { values: tried.values, valued: null } : await spreadOf(lying, db, ask, cut, tried);
  const all = [...new Set([...values.slice(0, mostTried), cut.present])].sort((a, b) => a - b);
  const { measured, tally } = await measuredSet(measure, ask, cut.at(cut.present), db, signal);
  const { target, maturity, dataVersion } = measured.info;
  const own: ThresholdTally = { value: cut.present, groups: tally.groups, reviewDays: tally.reviewDays, hidden: [] };
  // Only what history blocked asks which orders are decided otherwise.
  const parts = measured.totals.blocked.orders > 0 ? { parts: championParts(ruleSet) } : {};
  const points: ThresholdTally[] = [];
  for (const value of all) {
    points.push(value === cut.present ? own : await pointAt(value));
    done(points.length / all.length);
  }
  async function pointAt(value: number): Promise<ThresholdTally> {
    const found = await measuredSet(measure, { ...ask, ...parts }, cut.at(value), db, signal);
    // The next question is of other data.
    if (found.measured.info.dataVersion !== dataVersion) throw new ShinsaError('view-gone');
    const { groups, parts: crossed, reviewDays } = found.tally;
    const hidden = crossed.length === 0 ? [] : hiddenMoves(crossedOf(crossed, results));
    return { value, groups, reviewDays, hidden };
  }
  return {
    ...{ present: cut.present, step: cut.step, points, valued, entities: tally.entities },
    ...{ currency, target, maturity, dataVersion },
    orders: sumOf(measured.totals).orders,
    asOf: labelsUntil(measured.info),
    period: periodOf(measured),
  };
}

interface Measured {
  readonly measured: Measurement;
  readonly tally: NonNullable<NonNullable<Measurement['set']>['tally']>;
}

async function measuredSet(
  measure: Measuring,
  { filter, judged, parts = [] }: Pick<ThresholdsAsk, 'filter' | 'judged'> & Pick<Question, 'parts'>,
  ruleSet: RuleSet,
  db: Connection,
  signal: AbortSignal,
): Promise<Measured> {
  const { currency, timezone, features } = ruleSet;
  const rules: Question['rules'] = (scope) => ({
    rules: checkedRules(ruleSet, scope),
    exceptions: checkedExceptions(ruleSet, scope),
  });
  const asked = { filter, judged, currency, timezone, features, rules, overlap: false, ruleSet, tally: true, parts };
  const measured = await measure(db, asked, signal, () => undefined);
  const tally = measured.set?.tally ?? null;
  if (tally === null) throw new Error('no policy measured');
  return { measured, tally };
}
