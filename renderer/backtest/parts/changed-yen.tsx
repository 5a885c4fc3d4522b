import type { ReactNode } from 'react';
import type { BacktestResult } from '../../../analysis/model/backtest.ts';
import type { Assumptions } from '../../../analysis/model/results/assumptions.ts';
import type { YenName } from '../../../analysis/model/results/money.ts';
import { changedMoney, type Weights } from '../../../analysis/model/results/rule-worth.ts';
import type { TallySums } from '../../../analysis/model/results/tally.ts';
import { t } from '../../i18n/index.ts';
import { FormulaBody, FormulaButton } from '../money/formula.tsx';

/** Lines that a column of changes adds up. */
const linesIn = {
  net: null,
  prevented: ['prevented', 'fees'],
  goodLost: ['margin', 'churn'],
} as const satisfies Readonly<Record<string, readonly YenName[] | null>>;

export interface ChangedYenProps {
  /** What is added where, and taken from where; null where nothing changes, or it is not one tally. */
  readonly tally: TallySums | null;
  readonly of?: keyof typeof linesIn;
  readonly name: string;
  readonly text: string;
  readonly weights: Weights;
  readonly result: Pick<BacktestResult, 'target' | 'currency'>;
  readonly given: Assumptions;
  /** The orders that are decided otherwise. */
  readonly orders?: ReactNode;
}

/** What a rule changes in yen: it opens what is added and taken away, by what it is weighed, and the orders. */
export function ChangedYen({ tally, of = 'net', name, text, weights, result, given, orders }: ChangedYenProps) {
  if (tally === null) return text;
  return (
    <FormulaButton name={name} text={text}>
      {() => {
        const { cells, lines, net } = changedMoney(tally, weights);
        const wanted: readonly YenName[] | null = linesIn[of];
        const parts = wanted === null ? lines : lines.filter((line) => wanted.includes(line.name));
        const value = parts.reduce((sum, line) => sum + line.value, 0);
        return (
          <>
            <FormulaBody title={name} line={{ ...net, value }} open={null} whole {...{ parts, cells, result, given }} />
            <p className="note">{t('parts.formulaNote')}</p>
            {orders}
          </>
        );
      }}
    </FormulaButton>
  );
}
