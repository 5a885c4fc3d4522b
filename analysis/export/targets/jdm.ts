import { canonicalText } from '../../model/canonical-json.ts';
import { dualRail, zen, type CheckedRule } from '../../expression/index.ts';
import { decisionRows, type CountedRule, type DecisionRow } from './decision-rows.ts';
import type { ExportTarget, TargetInput } from './target.ts';

/**
 * GoRules JDM: a table of the rules and one of the exceptions (both collect: all rows that match, and a last row without a
 * condition), then a table of the decision (first). A cell that fails does not match; conditions never stand in expression
 * nodes, where one failure is the whole graph's. The answer holds `fired`, `exceptions`, `result` and `by`.
 */
export const jdmTarget: ExportTarget = {
  id: 'jdm',
  proof: ['zen'],
  dialect: zen,
  files: (input) => [{ name: 'rules.jdm.json', text: canonicalText(graphOf(input)) }],
};

interface Node {
  readonly id: string;
  readonly type: 'inputNode' | 'decisionTableNode' | 'outputNode';
  readonly name: string;
  readonly position: { readonly x: number; readonly y: number };
  readonly content?: unknown;
}

function graphOf(input: TargetInput): unknown {
  const nodes: readonly Node[] = [
    node('orders', 'inputNode', 0, 120),
    node('rules', 'decisionTableNode', 260, 40, rulesTable(input)),
    node('exceptions', 'decisionTableNode', 260, 200, exceptionsTable(input)),
    node('decision', 'decisionTableNode', 520, 120, decisionTable(input)),
    node('answer', 'outputNode', 780, 120),
  ];
  const edges = [
    ['orders', 'rules'],
    ['orders', 'exceptions'],
    ['rules', 'decision'],
    ['exceptions', 'decision'],
    ['decision', 'answer'],
  ].map(([sourceId = '', targetId = '']) => ({ id: `${sourceId}-${targetId}`, type: 'edge', sourceId, targetId }));
  return { contentType: 'application/vnd.gorules.decision', nodes, edges };
}

function node(id: string, type: Node['type'], x: number, y: number, content?: unknown): Node {
  return { id, type, name: id, position: { x, y }, ...(content === undefined ? {} : { content }) };
}

interface Row {
  readonly id: string;
  /** A whole condition; empty: always. */
  readonly when: string;
  readonly note?: string;
  readonly outputs: Readonly<Record<string, string>>;
}

/** A table whose only column is a condition of its own per row. */
function table(
  hitPolicy: 'collect' | 'first',
  outputs: readonly string[],
  rows: readonly Row[],
  more: object,
): unknown {
  return {
    hitPolicy,
    inputs: [{ id: 'when', name: 'when' }],
    outputs: outputs.map((field) => ({ id: field, field, name: field })),
    rules: rows.map((row) => ({
      _id: row.id,
      ...(row.note === undefined ? {} : { _description: row.note }),
      when: row.when,
      ...row.outputs,
    })),
    executionMode: 'single',
    ...more,
  };
}

const text = (value: string): string => JSON.stringify(value);

function rulesTable({ ruleSet, entries, derived }: TargetInput): unknown {
  const byCode = new Map(ruleSet.rules.map((rule) => [rule.code, rule]));
  const rows = entries.map(({ code, checked }): Row => {
    const { description, result, scores } = byCode.get(code) ?? {};
    const own = { ok: scores?.ok ?? 0, ng: scores?.ng ?? 0, hold: scores?.hold ?? 0 };
    return {
      id: code,
      when: conditionOf(checked, derived),
      ...(description === undefined ? {} : { note: [description.ja, description.en].join(' / ') }),
      outputs: { code: text(code), result: text(result ?? ''), ...numbers(own) },
    };
  });
  const last = { code: 'null', result: text(ruleSet.default), ...numbers({ ok: 0, ng: 0, hold: 0 }) };
  return table(
    'collect',
    ['code', 'result', 'ok', 'ng', 'hold'],
    [...rows, { id: 'default', when: '', note: 'always', outputs: last }],
    { outputPath: 'fired', passThrough: false },
  );
}

const numbers = (of: Readonly<Record<string, number>>): Record<string, string> =>
  Object.fromEntries(Object.entries(of).map(([name, value]) => [name, String(value)]));

/** `true` and `false` alone are conditions too. */
const conditionOf = (rule: CheckedRule, derived: TargetInput['derived']): string =>
  dualRail(rule, zen, derived).condition;

function exceptionsTable({ exceptions, derived }: TargetInput): unknown {
  const rows = exceptions.map((checked, at): Row => ({
    id: `exception-${at + 1}`,
    when: conditionOf(checked, derived),
    outputs: numbers({ exception: at + 1 }),
  }));
  const last: Row = { id: 'none', when: '', note: 'always', outputs: numbers({ exception: 0 }) };
  return table('collect', ['exception'], [...rows, last], { outputPath: 'exceptions', passThrough: false });
}

function decisionTable({ ruleSet }: TargetInput): unknown {
  const { rows, otherwise } = decisionRows(ruleSet);
  const written = rows.map((row, at): Row => ({ id: `row-${at + 1}`, when: whenOf(row), outputs: outcome(row) }));
  return table(
    'first',
    ['result', 'by'],
    [...written, { id: 'otherwise', when: '', note: 'always', outputs: outcome(otherwise) }],
    { passThrough: true },
  );
}

const outcome = ({ result, by }: Pick<DecisionRow, 'result' | 'by'>): Record<string, string> => ({
  result: text(result),
  by: text(by),
});

function whenOf({ when }: DecisionRow): string {
  switch (when.kind) {
    case 'exception':
      return holds([when.exception]);
    case 'rules':
      return when.rules.map((rule) => `(${counts(rule)})`).join(' and ');
    case 'sums':
      return when.sums
        .map(({ threshold, scores }) => {
          const added = scores.map(({ score, ...rule }) => `(${counts(rule)} ? ${score} : 0)`);
          return `sum([${['0', ...added].join(', ')}]) >= ${threshold}`;
        })
        .join(' and ');
  }
}

const holds = (exceptions: readonly number[]): string => `some(exceptions, #.exception in [${exceptions.join(', ')}])`;

function counts({ code, snoozedBy }: CountedRule): string {
  const fired = `some(fired, #.code == ${text(code)})`;
  return snoozedBy.length === 0 ? fired : `${fired} and not ${holds(snoozedBy)}`;
}
