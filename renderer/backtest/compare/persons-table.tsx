import { recordedResults, type RecordedResult } from '../../../analysis/model/filter.ts';
import type { PersonResult, ReviewCell } from '../../../analysis/model/results/person-review.ts';
import type { OutcomeState, Target } from '../../../analysis/model/target.ts';
import { count } from '../../i18n/format.ts';
import { t } from '../../i18n/index.ts';
import { outcomeWord } from '../../i18n/outcome-words.ts';
import { heatPicture } from '../../chart/pictures.ts';
import { ResultPanel } from '../../parts/result-panel.tsx';
import { ResultTag } from '../../parts/result-tag.tsx';
import { OrdersButton } from '../../rule-sets/orders-behind.tsx';

export interface PersonsTableProps {
  readonly cells: readonly ReviewCell[];
  readonly target: Target;
  readonly open: (
    auto: readonly RecordedResult[] | null,
    persons: readonly PersonResult[],
    states?: readonly OutcomeState[],
  ) => void;
}

const persons: readonly PersonResult[] = ['OK', 'NG', 'none'];
const states: readonly OutcomeState[] = ['bad', 'good', 'blocked'];

/** 自動 × 目視: orders by what was decided automatically and what a person decided, and of those how they ended. */
export function PersonsTable({ cells, target, open }: PersonsTableProps) {
  const rows = recordedResults.filter((auto) => cells.some((cell) => cell.auto === auto));
  const sum = (auto: RecordedResult, person: PersonResult, state?: OutcomeState): number =>
    cells
      .filter((cell) => cell.auto === auto && cell.person === person && (state === undefined || cell.state === state))
      .reduce((total, { orders }) => total + orders, 0);
  const personName = (person: PersonResult): string =>
    t('compare.person', { result: person === 'none' ? t('compare.none') : person });
  const columns = persons.flatMap((person) => [
    { person, state: undefined, title: personName(person) },
    ...(person === 'none' ? [] : states.map((state) => ({ person, state, title: outcomeWord(target, state) }))),
  ]);
  const table = () => [
    [
      t('compare.recorded'),
      ...columns.map(({ person, state, title }) => (state === undefined ? title : `${personName(person)} ${title}`)),
    ],
    ...rows.map((auto) => [nameOf(auto), ...columns.map(({ person, state }) => sum(auto, person, state))]),
  ];
  const nameOf = (auto: RecordedResult): string => (auto === 'none' ? t('compare.none') : auto);
  const pictures = [
    heatPicture({
      ...{ label: t('compare.autoByPerson'), rowsAre: t('compare.recorded'), columnsAre: t('compare.with.persons') },
      rows: rows.map(nameOf),
      columns: persons.map(personName),
      cells: rows.flatMap((auto) =>
        persons.map((person) => ({
          ...{ row: nameOf(auto), column: personName(person) },
          ...{ value: sum(auto, person), text: count(sum(auto, person)), open: () => open([auto], [person]) },
        })),
      ),
    }),
  ];
  return (
    <ResultPanel title={t('compare.autoByPerson')} {...{ table, pictures }}>
      <div className="scroll" tabIndex={0} role="region" aria-label={t('compare.autoByPerson')}>
        <table className="table" data-testid="auto-by-person">
          <thead>
            <tr>
              <th scope="col">{t('compare.recorded')}</th>
              {columns.map(({ person, state, title }) => (
                <th
                  key={`${person} ${state ?? ''}`}
                  scope="col"
                  className={`num ${state === undefined ? '' : 'within'}`}
                >
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((auto) => (
              <tr key={auto}>
                <th scope="row">{auto === 'none' ? t('compare.none') : <ResultTag result={auto} />}</th>
                {columns.map(({ person, state }) => {
                  const orders = sum(auto, person, state);
                  return (
                    <td key={`${person} ${state ?? ''}`} className={`num ${state === undefined ? 'sum' : 'within'}`}>
                      <OrdersButton
                        count={orders}
                        onOpen={() => open([auto], [person], state === undefined ? undefined : [state])}
                      >
                        {count(orders)}
                      </OrdersButton>
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </ResultPanel>
  );
}
