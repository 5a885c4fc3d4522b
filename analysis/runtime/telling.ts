import type { Cause } from './causes.ts';
import { scoresOf } from './decide.ts';
import type { FieldType, RuntimeRuleSet } from './package.ts';
import type { Similar } from './similars.ts';
import type { FiredRule, RuntimeResult } from './result.ts';
import type { Evaluation } from './runtime.ts';

/** What is told besides of an evaluation. */
export interface Besides {
  readonly id: string;
  /** Whether a rule fired and no exception keeps it from counting. */
  readonly counts: (rule: number) => boolean;
  readonly similars: readonly Similar[];
  /** Why a rule could not be evaluated. */
  readonly causes: (rule: number) => readonly Cause[];
}

/** A rule as results name it, made once, and the same as JSON. */
interface Named {
  readonly fired: FiredRule;
  readonly snoozed: FiredRule;
  readonly texts: readonly [fired: string, snoozed: string];
}

/** Makes results of what was found, as objects or as their JSON. */
export class Telling {
  readonly #ruleSet: RuntimeRuleSet;
  readonly #rules: readonly Named[];
  readonly #features: readonly { readonly id: string; readonly text: string; readonly isTime: boolean }[];
  readonly #model: string;

  /** `types`: of the features. */
  constructor(ruleSet: RuntimeRuleSet, types: readonly FieldType[]) {
    this.#ruleSet = ruleSet;
    this.#model = JSON.stringify(ruleSet.modelId);
    this.#rules = ruleSet.rules.map(({ code, description, touchpoint = null, scores = noScores }) => {
      const fired = { code, description: description?.ja ?? '', touchpoint, ...scores, fired: true as const };
      const snoozed = { ...fired, snoozed: true as const };
      return { fired, snoozed, texts: [JSON.stringify(fired), JSON.stringify(snoozed)] };
    });
    this.#features = (ruleSet.features ?? []).map(({ id }, place) => ({
      id,
      text: `${JSON.stringify(id)}:`,
      isTime: types[place] === 'timestamp',
    }));
  }

  told(found: Evaluation, { id, counts, similars, causes }: Besides): RuntimeResult {
    const fired: FiredRule[] = [];
    const unevaluable: { code: string; causes: readonly Cause[] }[] = [];
    for (let rule = 0; rule < this.#rules.length; rule += 1) {
      const [named, answer] = [this.#rules[rule], found.rules[rule]];
      if (named === undefined || answer === 0) continue;
      if (answer === 1) fired.push(counts(rule) ? named.fired : named.snoozed);
      else unevaluable.push({ code: named.fired.code, causes: causes(rule) });
    }
    const values = this.#features.map(({ id: name, isTime }, place): [string, number | string | null] => {
      const value = found.features[place] ?? NaN;
      return [name, Number.isNaN(value) ? null : isTime ? instantText(value) : value];
    });
    return {
      event_id: id,
      model_id: this.#ruleSet.modelId,
      aaresult: { result: found.verdict.result },
      score: scoresOf(this.#ruleSet, counts),
      rules: fired,
      rule_group: found.verdict.group,
      similars,
      by: found.verdict.by,
      unevaluable,
      features: Object.fromEntries(values),
    };
  }

  /** The same as JSON, of parts that were written before. */
  text(found: Evaluation, { id, counts, similars, causes }: Besides): string {
    let [rules, unevaluable] = ['', ''];
    for (let rule = 0; rule < this.#rules.length; rule += 1) {
      const [named, answer] = [this.#rules[rule], found.rules[rule]];
      if (named === undefined || answer === 0) continue;
      if (answer === 1) rules += `${rules === '' ? '' : ','}${named.texts[counts(rule) ? 0 : 1]}`;
      else {
        const one = JSON.stringify({ code: named.fired.code, causes: causes(rule) });
        unevaluable += `${unevaluable === '' ? '' : ','}${one}`;
      }
    }
    let features = '';
    for (let place = 0; place < this.#features.length; place += 1) {
      const { text, isTime } = this.#features[place] ?? { text: '', isTime: false };
      const value = found.features[place] ?? NaN;
      const own = !Number.isFinite(value) ? 'null' : isTime ? `"${instantText(value)}"` : String(value);
      features += `${place === 0 ? '' : ','}${text}${own}`;
    }
    const { result, group, by } = found.verdict;
    const { ok, ng, hold } = scoresOf(this.#ruleSet, counts);
    return (
      `{"event_id":${JSON.stringify(id)},"model_id":${this.#model},"aaresult":{"result":"${result}"},` +
      `"score":{"ok":${ok},"ng":${ng},"hold":${hold}},"rules":[${rules}],"rule_group":${JSON.stringify(group)},` +
      `"similars":${similars.length === 0 ? '[]' : JSON.stringify(similars)},"by":${JSON.stringify(by)},"unevaluable":[${unevaluable}],"features":{${features}}}`
    );
  }
}

const noScores = { ok: 0, ng: 0, hold: 0 };

/** To the millisecond, and to the microsecond where there is more. */
function instantText(micros: number): string {
  const ms = Math.floor(micros / 1000);
  const rest = micros - ms * 1000;
  const text = new Date(ms).toISOString();
  return rest === 0 ? text : `${text.slice(0, -1)}${String(rest).padStart(3, '0')}Z`;
}
