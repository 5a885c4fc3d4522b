import { listedIn } from '../../expression/index.ts';
import type { EmulationProfile, EmulationReport } from '../../model/emulation.ts';
import type { RuleSet } from '../../model/ruleset.ts';
import { Delayed, type Emulation, type Evaluation, type Runtime, type RuntimeEvent } from '../../runtime/index.ts';
import type { Connection } from '../../store/connection.ts';
import type { ProjectHandle } from '../../store/project-handle.ts';
import { checkedExceptions, checkedRules } from '../../store/rule-condition.ts';
import { eachEvent } from '../history.ts';
import { openRuntime, refusalOf } from '../open-runtime.ts';
import { allListed, typesOf, type ReplayContext } from '../replay-history.ts';
import { runtimeLists } from '../runtime-lists.ts';
import { orderShown } from '../shown-order.ts';
import { Changes, type Decided } from './changes.ts';

/**
 * Replays the history of a project twice at once: exactly, and as production would run it. Throws as a backtest does where the
 * rule set does not check, and what `eachEvent` throws.
 */
export async function emulate(
  project: ProjectHandle,
  db: Connection,
  ruleSet: RuleSet,
  profile: EmulationProfile,
  context: ReplayContext = {},
): Promise<EmulationReport> {
  const scope = await project.scope(ruleSet.currency, ruleSet.timezone, ruleSet.features);
  checkedExceptions(ruleSet, scope);
  const rules = [...checkedRules(ruleSet, scope).values()];
  const asked = [...rules.flatMap(listedIn), ...allListed(scope)].map(({ list }) => list);
  const content = { ruleSet, lists: await runtimeLists(db, asked, null), fields: Object.fromEntries(typesOf(scope)) };
  const exact = openRuntime(content);
  const emulated = emulatedBy(openRuntime(content, emulationOf(profile, ruleSet)), profile);
  const { columns } = await project.info();
  const shown = orderShown(ruleSet, new Map(columns.map(({ path, pii }) => [path, pii !== 'none'])));
  const changes = new Changes(ruleSet, profile, shown);
  // Orders are evaluated in the order in which they come, some time later or at once.
  const waiting: Decided[] = [];
  let first = 0;
  const meet = (found: Evaluation): void => {
    const before = waiting[first];
    first += 1;
    if (before !== undefined) changes.compare(before, found);
    if (first < 1000) return;
    waiting.splice(0, first);
    first = 0;
  };
  await eachEvent(
    project,
    db,
    { ruleSet, runtime: exact },
    (event) => {
      try {
        const found = exact.evaluate(event);
        if (found !== null) waiting.push(copyOf(event, found));
        for (const later of emulated.take(event)) meet(later);
      } catch (error) {
        throw refusalOf(error);
      }
    },
    context,
  );
  for (const later of emulated.rest()) meet(later);
  return changes.report();
}

interface Emulated {
  readonly take: (event: RuntimeEvent) => Iterable<Evaluation>;
  readonly rest: () => Iterable<Evaluation>;
}

function emulatedBy(runtime: Runtime, profile: EmulationProfile): Emulated {
  if (profile.kind !== 'wall-clock')
    return {
      take: (event) => {
        const found = runtime.evaluate(event);
        return found === null ? [] : [found];
      },
      rest: () => [],
    };
  const delayed = new Delayed(runtime, profile.seconds * 1e6);
  return { take: (event) => foundIn(delayed.take(event)), rest: () => foundIn(delayed.rest()) };
}

function* foundIn(evaluated: ReturnType<Delayed['take']>): Generator<Evaluation, void> {
  for (const { found } of evaluated) yield found;
}

/** What of a profile the runtime is told; later evaluation is what it is asked for. */
function emulationOf(profile: EmulationProfile, ruleSet: RuleSet): Emulation {
  switch (profile.kind) {
    case 'exact':
    case 'wall-clock':
      return {};
    case 'bucketed':
      return { bucket: profile.bucket };
    case 'capped':
      return { cap: profile.cap };
    case 'nulls-false':
      return { absent: 'false' };
    case 'nulls-error':
      return { absent: { gives: profile.gives ?? ruleSet.default } };
  }
}

const copyOf = (event: RuntimeEvent, { rules, features, verdict }: Evaluation): Decided => ({
  ...{ event, verdict, rules: rules.slice(), features: features.slice() },
});
