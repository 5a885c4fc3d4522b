import { derivedRoot, dualRail, feel, feelText, listsRoot } from '../../expression/index.ts';
import { decisionRows, type CountedRule, type DecisionRow } from './decision-rows.ts';
import type { ExportTarget, TargetInput } from './target.ts';
import { element, xmlText, type Element } from './xml.ts';

/**
 * DMN 1.3: a table of the rules and one of the exceptions (COLLECT), and a table of the decision (FIRST). The one input of
 * each is the constant `true`, because a cell whose value and whose input are both null would match. No engine of DMN runs
 * here, so that it is not proven.
 */
export const dmnTarget: ExportTarget = {
  id: 'dmn',
  proof: [],
  files: (input) => [
    { name: 'rules.dmn', text: `<?xml version="1.0" encoding="UTF-8"?>\n${xmlText(definitions(input))}` },
  ],
};

const namespace = 'https://www.omg.org/spec/DMN/20191111/MODEL/';
const notProven =
  'Not proven here: no DMN engine was run on this file. Inputs as rules.inputs.json says; the test vectors of the package tell what it must answer. / この形式の判定は検証していません。入力は rules.inputs.json のとおりです。';

function definitions(input: TargetInput): Element {
  const { ruleSet, entries, exceptions, derived } = input;
  const rules = entries.map(({ code, checked }) => ({ code, said: dualRail(checked, feel, derived) }));
  const held = exceptions.map((checked, at) => ({ number: at + 1, said: dualRail(checked, feel, derived) }));
  const roots = new Set(
    [...rules, ...held].flatMap(({ said }) => [
      ...said.fields.map(({ path }) => path.split('.')[0] ?? path),
      ...(said.derived.length > 0 ? [derivedRoot] : []),
    ]),
  );
  if ((ruleSet.lists ?? []).length > 0) roots.add(listsRoot);
  const inputs = [...roots].sort();
  const { rows, otherwise } = decisionRows(ruleSet);
  const decided = (value: (row: Pick<DecisionRow, 'result' | 'by'>) => string): readonly Row[] => [
    ...rows.map((row): Row => [whenOf(row), [feelText(value(row))]]),
    ['-', [feelText(value(otherwise))]],
  ];
  return element(
    'definitions',
    { xmlns: namespace, id: 'rules', name: `${ruleSet.name} (${ruleSet.modelId})`, namespace: 'urn:shinsa:rules' },
    element('description', {}, notProven),
    ...inputs.map((name) => element('inputData', { id: `input-${name}`, name }, variable(name, 'Any'))),
    decision(
      'fired',
      inputs.map((name) => `#input-${name}`),
      'COLLECT',
      rules.map(({ code, said }): Row => [said.condition, [feelText(code)]]),
    ),
    decision(
      'exceptions',
      inputs.map((name) => `#input-${name}`),
      'COLLECT',
      held.map(({ number, said }): Row => [said.condition, [String(number)]]),
    ),
    decision(
      'result',
      ['#fired', '#exceptions'],
      'FIRST',
      decided(({ result }) => result),
    ),
    decision(
      'by',
      ['#fired', '#exceptions'],
      'FIRST',
      decided(({ by }) => by),
    ),
  );
}

/** A condition, `-` for always, and the values it gives. */
type Row = readonly [string, readonly string[]];

const variable = (name: string, typeRef: string): Element =>
  element('variable', { id: `variable-${name}`, name, typeRef });

function decision(id: string, asks: readonly string[], hitPolicy: 'COLLECT' | 'FIRST', rows: readonly Row[]): Element {
  return element(
    'decision',
    { id, name: id },
    variable(id, 'Any'),
    ...asks.map((href, at) =>
      element(
        'informationRequirement',
        { id: `${id}-asks-${at + 1}` },
        element(href.startsWith('#input-') ? 'requiredInput' : 'requiredDecision', { href }),
      ),
    ),
    element(
      'decisionTable',
      { id: `${id}-table`, hitPolicy },
      element(
        'input',
        { id: `${id}-input` },
        element('inputExpression', { id: `${id}-true`, typeRef: 'boolean' }, element('text', {}, 'true')),
      ),
      element('output', { id: `${id}-output`, name: id }),
      ...rows.map(([when, values], at) => rule(`${id}-${at + 1}`, when, values)),
    ),
  );
}

const rule = (id: string, when: string, values: readonly string[]): Element =>
  element(
    'rule',
    { id },
    element('inputEntry', { id: `${id}-when` }, element('text', {}, when)),
    ...values.map((value, at) => element('outputEntry', { id: `${id}-gives-${at + 1}` }, element('text', {}, value))),
  );

function whenOf({ when }: DecisionRow): string {
  switch (when.kind) {
    case 'exception':
      return holds(when.exception);
    case 'rules':
      return when.rules.map(counts).join(' and ');
    case 'sums':
      return when.sums
        .map(({ threshold, scores }) => {
          const added = scores.map(({ score, ...own }) => `(if ${counts(own)} then ${score} else 0)`);
          return `${['0', ...added].join(' + ')} >= ${threshold}`;
        })
        .join(' and ');
  }
}

const holds = (exception: number): string => `list contains(exceptions, ${exception})`;

const counts = ({ code, snoozedBy }: CountedRule): string =>
  [`list contains(fired, ${feelText(code)})`, ...snoozedBy.map((exception) => `not(${holds(exception)})`)].join(
    ' and ',
  );
