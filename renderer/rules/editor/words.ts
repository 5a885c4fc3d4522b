import type { ScopeField } from '../../../analysis/expression/index.ts';
import type { TextKey } from '../../i18n/index.ts';

/** A function or operator the editor offers: what is written, where the cursor goes, and on which type it is called. */
export interface CelWord {
  readonly name: string;
  /** CodeMirror snippet. */
  readonly snippet: string;
  readonly text: TextKey;
  /** Called on a value of that type with a dot; null for what stands alone. */
  readonly on: ScopeField['type'] | null;
}

const method = (name: string, args: string, text: TextKey, on: ScopeField['type']): CelWord => ({
  name,
  snippet: `${name}(${args})`,
  text,
  on,
});

export const celWords: readonly CelWord[] = [
  { name: 'has', snippet: 'has(${})', text: 'cel.has', on: null },
  { name: 'size', snippet: 'size(${})', text: 'cel.size', on: null },
  { name: 'timestamp', snippet: 'timestamp("${2026-01-01T00:00:00+09:00}")', text: 'cel.timestamp', on: null },
  method('exists', 'i, i.${category} == ""', 'cel.exists', 'list'),
  method('all', 'i, i.${category} == ""', 'cel.all', 'list'),
  method('exists_one', 'i, i.${category} == ""', 'cel.existsOne', 'list'),
  {
    name: 'filter',
    snippet: 'filter(i, i.${category} == "").size()',
    text: 'cel.filterSize',
    on: 'list',
  },
  { name: 'map', snippet: 'map(i, i.${amount}).sum()', text: 'cel.mapSum', on: 'list' },
  method('size', '', 'cel.listSize', 'list'),
  method('startsWith', '"${}"', 'cel.startsWith', 'string'),
  method('endsWith', '"${}"', 'cel.endsWith', 'string'),
  method('contains', '"${}"', 'cel.contains', 'string'),
  method('matches', '"${}"', 'cel.matches', 'string'),
  method('size', '', 'cel.size', 'string'),
  method('getHours', '', 'cel.getHours', 'timestamp'),
  method('getDayOfWeek', '', 'cel.getDayOfWeek', 'timestamp'),
  method('getDate', '', 'cel.getDate', 'timestamp'),
  method('getMonth', '', 'cel.getMonth', 'timestamp'),
  method('getFullYear', '', 'cel.getFullYear', 'timestamp'),
  method('getMinutes', '', 'cel.getMinutes', 'timestamp'),
];

/** Told on hovering; offered after a complete condition. */
export const operators: Readonly<Record<string, TextKey>> = {
  '&&': 'cel.and',
  '||': 'cel.or',
  in: 'cel.in',
  '!': 'cel.not',
  '?': 'cel.conditional',
};

export const typeKeys: Readonly<Record<ScopeField['type'], TextKey>> = {
  int: 'type.int',
  money: 'type.money',
  double: 'type.double',
  string: 'type.string',
  bool: 'type.bool',
  timestamp: 'type.timestamp',
  list: 'type.list',
};
