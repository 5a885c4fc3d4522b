import type { RateBy, SideRate } from '../../../analysis/model/decomposition.ts';
import type { Clause, Filter } from '../../../analysis/model/filter.ts';
import type { LinkedAxis, LinkedBin } from '../../../analysis/model/linked.ts';
import type { ProjectInfo } from '../../../analysis/model/project.ts';
import type { OutcomeState, Target } from '../../../analysis/model/target.ts';
import { money, moneyShort, points } from '../../i18n/format.ts';
import { t } from '../../i18n/index.ts';
import { outcomeText } from '../../i18n/outcome-words.ts';
import { columnName } from '../../i18n/values.ts';
import { openOrders } from '../../state/address.ts';
import { binLabel } from '../bin-words.ts';
import type { SideName } from './sides.ts';

/** A difference of rates with its sign. */
export const signed = (value: number): string => `${value > 0 ? '+' : ''}${points(value)}`;
export const signedPoints = (value: number): string => t('sides.points', { value: signed(value) });

export const columnOfAxis = (axis: LinkedAxis): string => (axis.kind === 'column' ? axis.column : 'ordered_at');

export const axisName = (axis: LinkedAxis, info: ProjectInfo): string =>
  axis.kind === 'column' && axis.column !== 'ordered_at' ? columnName(info, axis.column) : t('explore.byHour');

export function groupName(bin: LinkedBin, axis: LinkedAxis, info: ProjectInfo): string {
  if (bin.kind === 'hour') return t('explore.hours', { from: bin.min ?? 0, to: bin.max ?? 24 });
  const column = columnOfAxis(axis);
  const type = info.columns.find(({ name }) => name === column)?.type ?? 'text';
  return binLabel(bin, { column, type }, info);
}

/** What the columns of a side are called. */
export function ratedHeads(of: SideName, by: RateBy, target: Target) {
  const side = { side: of.toUpperCase() };
  return {
    rated: outcomeText(target, by === 'amount' ? 'sides.rateAmount' : 'sides.rate', side),
    share: t(by === 'amount' ? 'sides.shareAmount' : 'sides.share', side),
    counts: outcomeText(target, 'sides.countsOf', side),
    amounts: outcomeText(target, 'sides.amountsOf', side),
  };
}

/** The money a rate by amount is of. */
export const amountsOf = ({ bad, known }: Pick<SideRate, 'bad' | 'known'>, currency: string) => ({
  short: `${moneyShort(bad, currency)} / ${moneyShort(known, currency)}`,
  exact: `${money(bad, currency)} / ${money(known, currency)}`,
});

/** Opens the orders of a side, of one group of it, that ended so. */
export function openSide(side: Filter, clause: Clause | null, states: OutcomeState[] | null): void {
  const ended: Clause[] = states === null ? [] : [{ kind: 'state', states }];
  openOrders({ clauses: [...side.clauses, ...(clause === null ? [] : [clause]), ...ended] }, null);
}
