import type { Issue } from '../../analysis/expression/index.ts';
import { issueTexts } from '../../analysis/expression/messages/index.ts';
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
};

/** What is wrong with a rule's text, in the chosen language. */
export function issueText(issue: Issue): string {
  const types = typeParams[issue.code] ?? [];
  const params = Object.fromEntries(
    Object.entries(issue.params).map(([name, value]) => {
      const word = types.includes(name) ? typeWords[String(value)] : undefined;
      return [name, word === undefined ? value : t(word)];
    }),
  );
  return fill(issueTexts(language.get())[issue.code], params);
}
