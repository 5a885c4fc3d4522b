import { canonicalText } from '../../model/canonical-json.ts';
import { dualRail, jsonLogic, type Logic } from '../../expression/index.ts';
import { decisionRows, type CountedRule, type DecisionRow } from './decision-rows.ts';
import type { ExportTarget, TargetInput } from './target.ts';

/**
 * JSON-Logic: for every rule and exception a condition over the inputs of rules.inputs.json, and the decision over `{fired,
 * exceptions}`: the codes of the rules whose condition is true, and the numbers of the exceptions.
 */
export const jsonLogicTarget: ExportTarget = {
  id: 'json-logic',
  proof: ['json-logic-engine'],
  dialect: jsonLogic,
  files: (input) => [{ name: 'rules.jsonlogic.json', text: canonicalText(jsonLogicOf(input)) }],
};

/** What the file holds; engines read it as it is. */
export interface JsonLogicFile {
  readonly format: 'shinsa-jsonlogic';
  readonly formatVersion: 1;
  readonly modelId: string;
  readonly rules: readonly { readonly code: string; readonly when: Logic }[];
  readonly exceptions: readonly { readonly exception: number; readonly when: Logic }[];
  readonly decision: { readonly result: Logic; readonly by: Logic };
}

function jsonLogicOf({ ruleSet, entries, exceptions, derived }: TargetInput): JsonLogicFile {
  const { rows, otherwise } = decisionRows(ruleSet);
  const decided = (value: (row: Pick<DecisionRow, 'result' | 'by'>) => string): Logic => {
    const cases = rows.flatMap((row): Logic[] => [condition(row), value(row)]);
    return cases.length === 0 ? value(otherwise) : { if: [...cases, value(otherwise)] };
  };
  return {
    format: 'shinsa-jsonlogic',
    formatVersion: 1,
    modelId: ruleSet.modelId,
    rules: entries.map(({ code, checked }) => ({ code, when: dualRail(checked, jsonLogic, derived).condition })),
    exceptions: exceptions.map((checked, at) => ({
      exception: at + 1,
      when: dualRail(checked, jsonLogic, derived).condition,
    })),
    decision: { result: decided(({ result }) => result), by: decided(({ by }) => by) },
  };
}

function condition({ when }: DecisionRow): Logic {
  switch (when.kind) {
    case 'exception':
      return holds(when.exception);
    case 'rules':
      return every(when.rules.map(counts));
    case 'sums':
      return every(
        when.sums.map(({ threshold, scores }): Logic => ({
          '>=': [
            { '+': [0, ...scores.map(({ score, ...rule }): Logic => ({ if: [counts(rule), score, 0] }))] },
            threshold,
          ],
        })),
      );
  }
}

const holds = (exception: number): Logic => ({ in: [exception, { var: 'exceptions' }] });

const counts = ({ code, snoozedBy }: CountedRule): Logic =>
  every([{ in: [code, { var: 'fired' }] }, ...snoozedBy.map((exception): Logic => ({ '!': [holds(exception)] }))]);

const every = (conditions: readonly Logic[]): Logic =>
  conditions.length === 1 ? (conditions[0] ?? true) : { and: conditions };
