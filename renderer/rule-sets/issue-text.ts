import type { Issue } from '../../analysis/expression/index.ts';
import { issueTexts } from '../../analysis/expression/messages/index.ts';
import { featureAggs } from '../../analysis/model/features.ts';
import { fill } from '../../analysis/model/messages/index.ts';
import { language, t, type TextKey } from '../i18n/index.ts';

const typeWords: Readonly<Record<string, TextKey>> = {
  int: 'type.int',
  money: 'type.money',
  double: 'type.double',
  number: 'type.number',
  string: 'type.string',
  bool: 'type.bool',
  timestamp: 'type.timestamp',
  duration: 'type.duration',
  list: 'type.list',
};

/** Where a parameter is the name of a type; elsewhere `found` is what stands in the text. */
const typeParams: Partial<Record<Issue['code'], readonly string[]>> = {
  'not-bool': ['type'],
  'operand-type': ['expected', 'found'],
  'types-differ': ['left', 'right'],
  'number-mix': ['left', 'right'],
  'money-mixed': ['type'],
  'money-arithmetic': ['left', 'right'],
  'list-item-type': ['expected', 'found'],
  'argument-type': ['expected', 'found'],
  'receiver-type': ['expected', 'found'],
  'feature-key-type': ['type'],
  'feature-of-type': ['type'],
};

/** How a feature takes events together. */
function aggWord(value: string | number): TextKey | undefined {
  const agg = featureAggs.find((one) => one === value);
  return agg === undefined ? undefined : `features.agg.${agg}`;
}

/** What is wrong with a rule's text, in the chosen language. */
export function issueText(issue: Issue): string {
  const types = typeParams[issue.code] ?? [];
  const params = Object.fromEntries(
    Object.entries(issue.params).map(([name, value]) => {
      const word = types.includes(name) ? typeWords[String(value)] : name === 'agg' ? aggWord(value) : undefined;
      return [name, word === undefined ? value : t(word)];
    }),
  );
  return fill(issueTexts(language.get())[issue.code], params);
}
