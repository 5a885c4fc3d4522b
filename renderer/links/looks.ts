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
