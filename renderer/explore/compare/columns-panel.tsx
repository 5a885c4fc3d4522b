import { beyondChance, type RankedView, type RateBy } from '../../../analysis/model/decomposition.ts';
import type { ProjectInfo } from '../../../analysis/model/project.ts';
import { share as shareCell } from '../../../analysis/model/results/result-file.ts';
import { t } from '../../i18n/index.ts';
import { HeadedTable } from '../../parts/headed-table.tsx';
import { Panel } from '../../parts/panel.tsx';
import { axisName, columnOfAxis, signed } from './words.ts';

export interface ColumnsPanelProps {
  readonly info: ProjectInfo;
  readonly ranked: readonly RankedView[];
  readonly by: RateBy;
  readonly chosen: string | null;
  readonly onChoose: (column: string) => void;
}

/** Columns by how much happened between their groups beyond chance; one of them is looked at. */
export function ColumnsPanel({ info, ranked, by, chosen, onChoose }: ColumnsPanelProps) {
  const unit = (key: 'sides.mix' | 'sides.inner' | 'sides.moved' | 'sides.chance') => `${t(key)} (pt)`;
  const heads = [
    ...[t('sides.column'), unit('sides.mix'), unit('sides.inner'), unit('sides.moved'), unit('sides.chance')],
  ];
  const table = () => [
    heads,
    ...ranked.map(({ view, of }) => [
      axisName(view.axis, info),
      ...[of.mix, of.inner, of.moved, of.chance].map((one) => shareCell(one, 'points')),
    ]),
  ];
  const most = Math.max(1e-12, ...ranked.map(({ of }) => beyondChance(of)));
  return (
    <Panel title={t('sides.columns')} note={t('sides.columnsNote')} table={table}>
      <HeadedTable
        label={t('sides.columns')}
        heads={heads}
        testId="sides-columns"
        className="sides-columns"
        tableClass="sticky"
      >
        {ranked.map(({ view, of }) => {
          const column = columnOfAxis(view.axis);
          const share = Math.max(0, beyondChance(of) / most);
          return (
            <tr key={column} aria-selected={column === chosen} className={column === chosen ? 'chosen' : ''}>
              <th scope="row">
                <button
                  type="button"
                  className="link"
                  aria-pressed={column === chosen}
                  onClick={() => onChoose(column)}
                >
                  {axisName(view.axis, info)}
                </button>
              </th>
              <td className="num">{signed(of.mix)}</td>
              <td className="num">{signed(of.inner)}</td>
              <td className="num moved" style={{ backgroundSize: `${(100 * share).toFixed(1)}% 100%` }}>
                {signed(of.moved).replace('+', '')}
              </td>
              <td className="num">
                {of.chance === null || by === 'amount' ? t('common.notMeasured') : signed(of.chance).replace('+', '')}
              </td>
            </tr>
          );
        })}
      </HeadedTable>
    </Panel>
  );
}
