import type { Cohort, TriangleCell } from '../../../analysis/model/maturity/triangle.ts';
import type { Target } from '../../../analysis/model/target.ts';
import { rate } from '../../i18n/format.ts';
import { t } from '../../i18n/index.ts';
import { outcomeText } from '../../i18n/outcome-words.ts';
import type { Measure } from './triangle-table.tsx';

export interface TriangleCellsProps {
  readonly name: string;
  readonly cohort: Cohort;
  readonly ages: readonly number[];
  readonly measure: Measure;
  /** Orders or amount of the cohort. */
  readonly whole: number;
  /** The highest rate of the table, painted strongest. */
  readonly largest: number;
  readonly write: (value: number) => string;
  readonly target: Target;
  readonly expected: number | null;
  readonly onOpen: () => void;
}

/** Strength of the strongest cell, so that its text stays readable. */
const strongest = 42;

/** One cohort: what it opens with a click its first cell opens with the keyboard. */
export function TriangleCells(props: TriangleCellsProps) {
  const { name, cohort, ages, whole, write, expected, onOpen } = props;
  return (
    <tr>
      <th scope="row">
        <button type="button" className="link" onClick={onOpen} title={t('common.showOrders')}>
          {name}
        </button>
      </th>
      <td className="num">{write(whole)}</td>
      {ages.map((days, index) => (
        <Cell key={days} {...props} cell={cohort.cells[index]} />
      ))}
      <td className="num expected">{expected === null ? '–' : rate(expected)}</td>
    </tr>
  );
}

function Cell(props: TriangleCellsProps & { readonly cell: TriangleCell | undefined }) {
  const { cell, measure, whole, largest, write, target, name, onOpen } = props;
  if (cell === undefined || whole === 0) return <td className="num future" />;
  const share = cell[measure] / whole;
  const strength = largest === 0 ? 0 : Math.round((share / largest) * strongest);
  const told = outcomeText(target, 'maturity.cell', { cohort: name, bad: write(cell[measure]), all: write(whole) });
  const colour = `color-mix(in srgb, var(--bad) ${strength}%, var(--surface))`;
  return (
    <td
      className={`num cell ${cell.complete ? '' : 'so-far'}`}
      style={{ backgroundColor: colour }}
      title={cell.complete ? told : `${told}\n${t('maturity.soFar')}`}
      onClick={onOpen}
    >
      {rate(share)}
      {cell.complete ? '' : '*'}
    </td>
  );
}
