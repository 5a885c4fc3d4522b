import type { CutStudy, SplitRun, Unstudied } from './cli/split-summary.ts';
import type { Session } from './cli-session.ts';
import { currencyDigits, cutsOf, unstudiedOf } from './expression/index.ts';
import type { BacktestResult } from './model/backtest.ts';
import { everything } from './model/filter.ts';
import { everyRule } from './model/results/by-rule.ts';
import { underAssumptions } from './model/results/judged.ts';
import { splitParts, type Split } from './model/results/split.ts';
import { curveOf } from './model/results/threshold-curve.ts';
import { chosenThreshold, studied, type AskThresholds } from './model/results/threshold-study.ts';
import type { RuleSet } from './model/ruleset.ts';

interface Asked {
  readonly ruleSet: RuleSet;
  readonly split: Split;
  readonly thresholds: boolean;
}

/** What a backtest says part by part of a split, and of the set's thresholds, where that was asked for. */
export async function splitAndThresholds(
  ask: Session['ask'],
  { ruleSet, split, thresholds }: Asked,
  result: BacktestResult,
): Promise<{
  readonly split?: readonly SplitRun[];
  readonly thresholds?: readonly CutStudy[];
  readonly unstudied?: readonly Unstudied[];
}> {
  return {
    ...(split.length === 0 ? {} : { split: await runsOf(ask, ruleSet, split, result) }),
    ...(thresholds
      ? { thresholds: await studiesOf(ask, ruleSet, split, result), unstudied: unstudiedOf(ruleSet) }
      : {}),
  };
}

async function runsOf(
  ask: Session['ask'],
  ruleSet: RuleSet,
  split: Split,
  { assumptions = {}, asOf: known }: BacktestResult,
): Promise<readonly SplitRun[]> {
  const { timezone } = await ask('project.info', {});
  const runs: SplitRun[] = [];
  for (const { name, filter, asOf } of splitParts(split, everything, timezone, known)) {
    const judged = { ...underAssumptions(assumptions), ...(asOf === null ? {} : { asOf }) };
    const run = await ask('backtest.run', { ruleSet, filter, judged, save: false, assumptions });
    const byRule = await ask('backtest.byRule', everyRule({ ruleSet, filter, judged }));
    runs.push({ name, ...run, byRule });
  }
  return runs;
}

/** Each threshold of the set by itself; with a split chosen on training orders and valued on those held out. */
async function studiesOf(
  ask: Session['ask'],
  ruleSet: RuleSet,
  split: Split,
  { assumptions: given = {}, currency, asOf: known }: BacktestResult,
): Promise<readonly CutStudy[]> {
  const { timezone } = await ask('project.info', {});
  const perMajor = 10 ** currencyDigits(currency);
  const asking: AskThresholds = (input) => ask('backtest.thresholds', input);
  const studies: CutStudy[] = [];
  for (const { cut, clause, value: present } of cutsOf(ruleSet)) {
    const of = { ruleSet, filter: everything, judged: underAssumptions(given), cut, given, perMajor };
    const name = { cut, clause, present };
    if (split.length > 0) {
      const chosen = await chosenThreshold(asking, { ...of, split, timezone, known });
      if (chosen !== null) studies.push({ ...name, curve: chosen.training, on: chosen.trainedOn, chosen });
      continue;
    }
    const on = await studied(asking, of);
    const curve = curveOf({ thresholds: on, given, perMajor });
    if (curve !== null) studies.push({ ...name, curve, on, chosen: null });
  }
  return studies;
}
