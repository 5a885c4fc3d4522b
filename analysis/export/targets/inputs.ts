import { canonicalText } from '../../model/canonical-json.ts';
import {
  dualRail,
  feel,
  jsonLogic,
  zen,
  type CheckedRule,
  type Dialect,
  type ScopeField,
} from '../../expression/index.ts';
import type { ExportTarget, TargetInput } from './target.ts';

/** What whoever runs the JDM, JSON-Logic or DMN file hands over, and which rules ask for what. */
export const inputsTarget: ExportTarget = {
  id: 'inputs',
  proof: 'document',
  files: (input) => [{ name: 'rules.inputs.json', text: canonicalText(inputsOf(input)) }],
};

/** How values are written in JSON. */
const kinds: Readonly<Record<ScopeField['type'], string>> = {
  int: 'a whole number, |x| < 2^53',
  money: 'a whole number of minor units, |x| < 2^53',
  double: 'a number; for ZEN and DMN up to 16 digits before and 15 after the point, without exponent',
  string: 'text',
  bool: 'true or false',
  timestamp: 'whole milliseconds since 1970-01-01T00:00:00Z',
  list: 'the lines of an order; only derived inputs read them',
};

const dialects: readonly (readonly [string, Dialect<unknown>])[] = [
  ['jdm', zen],
  ['json-logic', jsonLogic],
  ['dmn', feel],
];

function inputsOf({ ruleSet, entries, exceptions, derived }: TargetInput): unknown {
  const rules = [
    ...entries.map(({ code, checked }) => ({ code, checked })),
    ...exceptions.map((checked, at) => ({ code: `exception ${at + 1}`, checked })),
  ];
  const readers = new Map<string, Record<string, string[]>>();
  for (const [id, dialect] of dialects)
    for (const { code, checked } of rules)
      for (const { path } of dualRail(checked, dialect, derived).derived) {
        const own = readers.get(path) ?? {};
        (own[id] ??= []).push(code);
        readers.set(path, own);
      }
  return {
    format: 'shinsa-inputs',
    formatVersion: 1,
    currency: ruleSet.currency,
    absent: 'Leave out what is not known; every object named before a dot must be there, empty if need be.',
    fields: fieldsOf(rules.map(({ checked }) => checked)).map(({ path, type }) => ({ path, type, value: kinds[type] })),
    lists: (ruleSet.lists ?? []).map(({ id }) => ({
      path: `lists.${id}`,
      value: 'an array of those of the record’s own values that were on the list at the order',
    })),
    // Exceptions, by number, whose value stands for a personal one that is not given away: put the real one there.
    standIns: (ruleSet.exceptions ?? []).flatMap(({ surrogate }, at) => (surrogate === true ? [at + 1] : [])),
    derived: derived.all().map((one) => ({
      ...one,
      value: kinds[one.type],
      absent: 'where the value is NULL or an error',
      readBy: readers.get(one.path) ?? {},
    })),
  };
}

function fieldsOf(rules: readonly CheckedRule[]): ScopeField[] {
  const all = rules.flatMap(({ fields, currencyField }) =>
    currencyField === null ? fields : [...fields, currencyField],
  );
  return [...new Map(all.map((field) => [field.path, field])).values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}
