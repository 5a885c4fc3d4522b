import { currencyDigits } from '../../expression/index.ts';
import { inTurns } from '../../kernels/pieces.ts';
import { ShinsaError } from '../../model/failure.ts';
import { completed } from '../../model/results/assumptions.ts';
import type { RetiredTogetherAsk } from '../../model/results/retired-together.ts';
import { loseAtMost, weightsOf } from '../../model/results/rule-worth.ts';
import type { Connection } from '../../store/connection.ts';
import type { Measuring } from '../measuring.ts';
import { alikeIn, leftWithout } from './adding-up.ts';
import { anyPasses, badStopped, patternsOf } from './stopped-alone.ts';

/**
 * Rules that stay safe to retire with the earlier ones gone: each is tried on the hits of all orders together with those that
 * were let go before it, by the loss of all of them. Of two that catch the same, each alone changes nothing; only the first is
 * answered. Throws 'rule-invalid', 'ruleset-invalid', 'filter-invalid' or 'cancelled'.
 */
export async function retiredTogether(
  measure: Measuring,
  { ruleSet, filter, judged, codes, targets, assumptions, reviewed, days, loss }: RetiredTogetherAsk,
  db: Connection,
  signal: AbortSignal,
  done: (share: number) => void,
): Promise<readonly string[]> {
  if (codes.length === 0) return [];
  const others: ReturnType<typeof badStopped>[] = [];
  for (const target of targets) {
    const { found } = await patternsOf(measure, { ruleSet, filter, judged: { ...judged, target } }, db, signal);
    others.push(badStopped(ruleSet, found));
    done((others.length / (targets.length + 1)) * half);
  }
  const own = { ruleSet, filter, ...(judged === undefined ? {} : { judged }) };
  const { found, info } = await patternsOf(measure, own, db, signal);
  const stopIf = (): void => {
    if (signal.aborted) throw new ShinsaError('cancelled');
  };
  const alike = await inTurns(alikeIn(ruleSet, found), stopIf);
  const { currency } = ruleSet;
  const perMajor = 10 ** currencyDigits(currency);
  const target = judged?.target ?? info.target;
  const weights = weightsOf({ assumptions: completed(assumptions, currency), target, perMajor, reviewed, days });
  let gone: ReadonlySet<number> = new Set();
  for (const [at, code] of codes.entries()) {
    const tried = new Set([...gone, found.rules.indexOf(code)]);
    const safe =
      !others.some((stopped) => anyPasses(stopped, tried)) &&
      loseAtMost(loss, await inTurns(leftWithout(alike, tried), stopIf), weights);
    if (safe) gone = tried;
    done(half + ((at + 1) / codes.length) * (1 - half));
  }
  return codes.filter((code) => gone.has(found.rules.indexOf(code)));
}

/** Share of the work that is telling orders apart. */
const half = 0.5;
