import {
  conformCauses,
  conformParts,
  mostNamedOrders,
  type CauseCount,
  type ConformCause,
  type ConformDifference,
  type ConformPart,
  type ConformReport,
  type RuleDifference,
} from '../../model/conform.ts';
import { itemsPath } from '../../expression/index.ts';
import { notReproduced } from '../../model/package-certificate.ts';
import type { StandIns } from '../../model/stand-ins.ts';
import { results } from '../../model/ruleset.ts';
import { readGroupName } from '../../model/group-name.ts';
import type { Runtime, RuntimeEvent, RuntimeResult } from '../../runtime/index.ts';
import type { ShownFields } from '../shown-fields.ts';
import type { Recorded, RecordedResults } from './recorded.ts';

/** Every order happens at some time. */
const timePath = 'order.time';

/** What makes an event fit to be shown. */
export interface Shown {
  readonly id: (id: string) => string;
  readonly fields: (event: RuntimeEvent, result: RuntimeResult) => ShownFields;
}

interface Counting {
  orders: number;
  readonly rules: Map<string, { recorded: number; replayed: number }>;
  readonly orderIds: string[];
  first: ConformDifference | null;
}

/** The comparison of recorded screenings with what a runtime says, order by order as they are replayed. */
export class Conformity {
  readonly #runtime: Runtime;
  readonly #recorded: RecordedResults;
  readonly #shown: Shown;
  readonly #places: ReadonlyMap<string, number>;
  readonly #met = new Set<string>();
  readonly #causes = new Map<ConformCause, Counting>();
  readonly #parts = new Map(conformParts.map((part) => [part, { told: 0, differing: 0 }]));
  readonly #told = new Set<string>();
  readonly #crossed = new Map<string, number>();
  #replayed = 0;
  #agreeing = 0;
  leftOut = 0;

  constructor(runtime: Runtime, recorded: RecordedResults, shown: Shown) {
    this.#runtime = runtime;
    this.#recorded = recorded;
    this.#shown = shown;
    this.#places = new Map(runtime.ruleSet.rules.map(({ code }, place) => [code, place]));
  }

  /** Compares an order that the runtime took just now: it is asked why its rules say otherwise. */
  compare(event: RuntimeEvent, result: RuntimeResult): void {
    this.#replayed += 1;
    for (const [path, value] of Object.entries(event.fields ?? {})) if (value !== null) this.#told.add(path);
    if (event.items !== undefined && event.items !== null) this.#told.add(itemsPath);
    const recorded = this.#recorded.byOrder.get(event.event_id);
    // Of an id that is replayed again only the first is the order of the record.
    if (recorded === undefined || this.#met.has(event.event_id)) return;
    this.#met.add(event.event_id);
    const crossing = `${recorded.result ?? ''} ${result.aaresult.result}`;
    this.#crossed.set(crossing, (this.#crossed.get(crossing) ?? 0) + 1);
    const differing = this.#differing(recorded, result);
    if (differing.length === 0) {
      this.#agreeing += 1;
      return;
    }
    const rules = differing.includes('rules') ? this.#rules(event, recorded.rules ?? [], result) : [];
    const cause = this.#causeOf(rules, differing, recorded);
    const counting = this.#counting(cause);
    counting.orders += 1;
    if (counting.orderIds.length < mostNamedOrders) counting.orderIds.push(this.#shown.id(event.event_id));
    for (const { code, fired } of rules) {
      const one = counting.rules.get(code) ?? { recorded: 0, replayed: 0 };
      one[fired] += 1;
      counting.rules.set(code, one);
    }
    counting.first ??= {
      ...{ place: this.#replayed, orderId: this.#shown.id(event.event_id), at: instantOf(event), rules },
      recorded: { result: recorded.result, score: recorded.score, group: recorded.group },
      replayed: { result: result.aaresult.result, score: result.score, group: result.rule_group },
      fields: this.#shown.fields(event, result),
    };
  }

  #differing(recorded: Recorded, result: RuntimeResult): ConformPart[] {
    const { rules, score, group } = recorded;
    const fired = countingCodes(result);
    const differs: Readonly<Record<ConformPart, boolean | null>> = {
      result: recorded.result === null ? null : recorded.result !== result.aaresult.result,
      rules: rules === null ? null : !sameCodes(rules, fired),
      score:
        score === null
          ? null
          : score.ok !== result.score.ok || score.ng !== result.score.ng || score.hold !== result.score.hold,
      group: group === null ? null : !sameGroup(group, result.rule_group ?? ''),
    };
    for (const part of conformParts) {
      const count = this.#parts.get(part);
      if (count === undefined || differs[part] === null) continue;
      count.told += 1;
      if (differs[part]) count.differing += 1;
    }
    return conformParts.filter((part) => differs[part] === true);
  }

  #rules(event: RuntimeEvent, recorded: readonly string[], result: RuntimeResult): RuleDifference[] {
    const [theirs, ours] = [new Set(recorded), countingCodes(result)];
    const codes = [...new Set([...theirs, ...ours])].filter((code) => theirs.has(code) !== ours.has(code));
    return codes.map((code) => ({ code, ...this.#why(event, code, theirs.has(code)) }));
  }

  #why(event: RuntimeEvent, code: string, fires: boolean): Omit<RuleDifference, 'code'> {
    const fired = fires ? 'recorded' : 'replayed';
    const place = this.#places.get(code);
    if (place === undefined) return { fired, cause: 'missing', detail: [] };
    const { probe } = this.#runtime;
    const absent = probe.absent(place);
    if (absent.length > 0) return { fired, cause: 'input', detail: absent };
    const lists = probe.flipped(place, fires);
    if (lists !== null) return { fired, cause: 'list', detail: lists };
    if (probe.normalised(place, fires, event.fields ?? {})) return { fired, cause: 'normalisation', detail: [] };
    return { fired, cause: 'logic', detail: [] };
  }

  #causeOf(rules: readonly RuleDifference[], differing: readonly ConformPart[], recorded: Recorded): ConformCause {
    const causes = new Set(rules.map(({ cause }) => cause));
    if (recorded.rules === null) return 'untold';
    const own = (['logic', 'missing', 'input', 'list', 'normalisation'] as const).find((cause) => causes.has(cause));
    if (own !== undefined) return own;
    if (differing.includes('score')) return 'score';
    const summed = this.#runtime.ruleSet.policy?.kind === 'scores';
    return summed && recorded.score === null && differing.includes('result') ? 'score' : 'policy';
  }

  #counting(cause: ConformCause): Counting {
    const counting = this.#causes.get(cause) ?? { orders: 0, rules: new Map(), orderIds: [], first: null };
    this.#causes.set(cause, counting);
    return counting;
  }

  /** Rules that read what no order told, or whose field of production no project has, with that. */
  #unreproduced(): ConformReport['unreproduced'] {
    const { rules, features = [] } = this.#runtime.ruleSet;
    return rules.flatMap(({ code, touchpoint = '' }, place) => {
      const read = this.#runtime.probe.reads(place).flatMap((path) => {
        const feature = features.find(({ id }) => path === `velocity.${id}`);
        if (feature === undefined) return [path];
        return (feature.on ?? 'orders') === 'orders' ? [...feature.by, feature.of ?? []].flat() : feature.by;
      });
      const missing = [...new Set(read)].filter((path) => path !== timePath && !this.#told.has(path));
      const beyond = notReproduced.filter((one) => one.touchpoint === touchpoint && touchpoint !== '');
      const inputs = [...missing, ...beyond.map((one) => one.touchpoint)];
      return inputs.length === 0 ? [] : [{ code, inputs }];
    });
  }

  /** `standIns`: what of the package still stands for something else. */
  report(standIns: StandIns): ConformReport {
    const { byOrder, repeated, contradicting, unscreened } = this.#recorded;
    const told = (part: ConformPart) => this.#parts.get(part) ?? { told: 0, differing: 0 };
    return {
      modelId: this.#runtime.ruleSet.modelId,
      ...{ replayed: this.#replayed, recorded: byOrder.size, matched: this.#met.size },
      ...{ onlyRecorded: byOrder.size - this.#met.size, onlyReplayed: this.#replayed - this.#met.size },
      ...{ repeated, contradicting, unscreened, leftOut: this.leftOut, standIns, unreproduced: this.#unreproduced() },
      ...{ agreeing: this.#agreeing, differing: this.#met.size - this.#agreeing },
      parts: { result: told('result'), rules: told('rules'), score: told('score'), group: told('group') },
      crossed: results.flatMap((theirs) =>
        results.flatMap((ours) => {
          const orders = this.#crossed.get(`${theirs} ${ours}`) ?? 0;
          return orders === 0 ? [] : [{ recorded: theirs, replayed: ours, orders }];
        }),
      ),
      causes: conformCauses.map((cause): CauseCount => {
        const { orders, rules, orderIds, first } = this.#counting(cause);
        const byRule = [...rules].map(([code, counts]) => ({ code, ...counts }));
        return { cause, orders, orderIds, first, rules: byRule.sort((a, b) => size(b) - size(a)) };
      }),
    };
  }
}

const size = (one: { readonly recorded: number; readonly replayed: number }): number => one.recorded + one.replayed;

const countingCodes = ({ rules }: RuntimeResult): ReadonlySet<string> =>
  new Set(rules.flatMap(({ code, snoozed }) => (snoozed === true ? [] : [code])));

const sameCodes = (one: readonly string[], other: ReadonlySet<string>): boolean => {
  const codes = new Set(one);
  return codes.size === other.size && [...codes].every((code) => other.has(code));
};

/** Spellings of what decides by several rules differ; names in no known form are compared as they are. */
function sameGroup(one: string, other: string): boolean {
  const [a, b] = [readGroupName(one), readGroupName(other)];
  if (a === null || b === null) return one === other;
  return a.priority === b.priority && a.result === b.result && a.kind === b.kind;
}

const instantOf = ({ at }: RuntimeEvent): string =>
  typeof at === 'number' ? new Date(Math.floor(at / 1000)).toISOString() : (at ?? '');
