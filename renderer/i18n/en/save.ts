import type { save as japanese } from '../ja/save.ts';

export const save: Record<keyof typeof japanese, string> = {
  'save.menu': 'Save',
  'save.csv': 'Save as CSV (UTF-8)',
  'save.csvShiftJis': 'Save as CSV (Shift_JIS)',
  'save.png': 'Save picture as PNG',
  'save.svg': 'Save picture as SVG',
  'save.result': 'Result',
  'save.replaced': '{count} characters that Shift_JIS lacks were written as 〓',
  'save.orders': 'Orders',
  'save.known': 'Orders with an outcome',
  'save.figure': 'Figure',
  'save.value': 'Value',
  'save.part': 'Numerator',
  'save.whole': 'Denominator',
  'save.basis': 'Basis',
  'save.hashes': 'Hashes',
  'save.hashesOf': 'rule set {ruleSet} · data {data} · target {target}',
  'save.assumed': 'other than those kept with the run',
  'save.tried': 'tried, not the run itself',
};
