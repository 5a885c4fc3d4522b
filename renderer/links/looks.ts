import { outcomeStates, type OutcomeState, type Target } from '../../analysis/model/target.ts';
import { results, type ScreeningResult } from '../../analysis/model/ruleset.ts';
import type { GraphOrder } from '../../analysis/model/order-graph.ts';
import { t } from '../i18n/index.ts';
import { outcomeWord } from '../i18n/outcome-words.ts';

export const colourings = ['outcome', 'result'] as const;
export type Colouring = (typeof colourings)[number];

/** How orders of one class look: never by colour alone. */
export interface Look {
  /** Of the outcome or the result that it stands for. */
  readonly name: OutcomeState | ScreeningResult | 'none';
  /** Design token of its filling and of its border. */
  readonly fill: string;
  readonly border: string;
  readonly shape: 'ellipse' | 'diamond' | 'octagon' | 'triangle' | 'pentagon';
  readonly line: 'solid' | 'dashed' | 'dotted';
}

/** The outline of every shape, in a square of 16. */
export const shapePaths: Readonly<Record<Look['shape'], string>> = {
  ellipse: 'M8 2a6 6 0 1 0 0 12a6 6 0 1 0 0-12Z',
  diamond: 'M8 1.5L14.5 8L8 14.5L1.5 8Z',
  octagon: 'M5.5 2h5L14 5.5v5L10.5 14h-5L2 10.5v-5Z',
  triangle: 'M8 2L14.5 13.5H1.5Z',
  pentagon: 'M8 1.5L14.5 6.5L12 14H4L1.5 6.5Z',
};
export const lineDashes: Readonly<Record<Look['line'], string>> = { solid: '', dashed: '3 2', dotted: '1 1.5' };

const look = (
  name: Look['name'],
  fill: string,
  shape: Look['shape'] = 'ellipse',
  { border = fill, line = 'solid' }: Partial<Pick<Look, 'border' | 'line'>> = {},
): Look => ({ name, fill, border, shape, line });

const byOutcome: Readonly<Record<OutcomeState, Look>> = {
  bad: look('bad', 'bad', 'diamond'),
  good: look('good', 'good'),
  immature: look('immature', 'immature-pale', 'ellipse', { border: 'immature', line: 'dashed' }),
  blocked: look('blocked', 'blocked', 'octagon'),
  excluded: look('excluded', 'surface', 'ellipse', { border: 'text-3', line: 'dotted' }),
};

const byResult: Readonly<Record<ScreeningResult, Look>> = {
  OK: look('OK', 'ok'),
  REVIEW: look('REVIEW', 'review', 'triangle'),
  HOLD: look('HOLD', 'hold', 'pentagon'),
  NG: look('NG', 'ng', 'diamond'),
};
const noResult = look('none', 'surface', 'ellipse', { border: 'text-3', line: 'dotted' });

export const looksOf = (by: Colouring): readonly Look[] =>
  by === 'outcome'
    ? outcomeStates.map((state) => byOutcome[state])
    : [...results.map((result) => byResult[result]), noResult];

export function lookOf({ state, result }: GraphOrder, by: Colouring): Look {
  if (by === 'outcome') return byOutcome[state];
  return result === null ? noResult : byResult[result];
}

export function lookWord({ name }: Look, target: Target): string {
  if (name === 'none') return t('links.noResult');
  const result = results.find((one) => one === name);
  if (result !== undefined) return t(`result.${result}`);
  return outcomeWord(target, outcomeStates.find((one) => one === name) ?? 'excluded');
}
