import { useState } from 'react';
import { outlierRule } from '../../analysis/model/messages/quality.ts';
import type { Filter } from '../../analysis/model/filter.ts';
import type { ProjectInfo } from '../../analysis/model/project.ts';
import type { ColumnQuality, QualityReport } from '../../analysis/model/quality.ts';
import { share } from '../../analysis/model/share.ts';
import { count, rate } from '../i18n/format.ts';
import { language, t, type TextKey } from '../i18n/index.ts';
import { cellText, columnName, columnOf } from '../i18n/values.ts';
import { Bar } from '../parts/bar.tsx';
import { Panel } from '../parts/panel.tsx';
import { openOrders } from '../state/address.ts';
import { Icon } from '../theme/icons.tsx';

interface Sorted {
  readonly id: string;
  readonly title: TextKey;
  readonly hint?: TextKey;
  readonly value: (column: ColumnQuality, concerns: number) => number;
}

/** What a column can be sorted by; the most first. */
const sorted: readonly Sorted[] = [
  { id: 'concerns', title: 'quality.concerns', value: (_, concerns) => concerns },
  { id: 'filled', title: 'quality.filled', value: ({ filled }) => filled },
  {
    id: 'valid',
    title: 'quality.valid',
    hint: 'quality.validHint',
    value: ({ filled, valid }) => (filled === 0 ? -1 : (valid ?? -1)),
  },
  { id: 'blank', title: 'quality.blank', value: ({ filled, of }) => of - filled },
  { id: 'distinct', title: 'quality.distinct', value: ({ distinct }) => distinct },
];
const outliers: Sorted = {
  id: 'outliers',
  title: 'quality.outliers',
  value: ({ spread }) => (spread?.outliers ? spread.outliers.below + spread.outliers.above : -1),
};

interface Sort {
  readonly id: string;
  readonly descending: boolean;
}

interface ColumnsProps {
  readonly info: ProjectInfo;
  readonly report: QualityReport;
}

/** Every column that some file filled, in the project's order until a heading is chosen. */
export function QualityColumns({ info, report }: ColumnsProps) {
  const [sort, setSort] = useState<Sort | null>(null);
  const concerns = (column: string): number => report.findings.filter((finding) => finding.column === column).length;
  const by = [...sorted, outliers].find(({ id }) => id === sort?.id);
  const rank = (column: ColumnQuality): number => by?.value(column, concerns(column.column)) ?? 0;
  const rows = report.columns.toSorted((a, b) => (sort?.descending === false ? rank(a) - rank(b) : rank(b) - rank(a)));
  return (
    <Panel title={t('quality.columns')} note={t('quality.columnsNote')}>
      <div className="scroll" tabIndex={0} role="group" aria-label={t('quality.columns')}>
        <table className="table quality-columns" data-testid="quality-columns">
          <thead>
            <tr>
              <th scope="col">{t('quality.column')}</th>
              {sorted.map((one) => (
                <SortHead key={one.id} of={one} sort={sort} onSort={setSort} />
              ))}
              <th scope="col">{t('quality.top')}</th>
              <SortHead of={outliers} sort={sort} onSort={setSort} />
            </tr>
          </thead>
          <tbody>
            {rows.map((column) => (
              <Row key={column.column} info={info} column={column} concerns={concerns(column.column)} />
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

interface SortHeadProps {
  readonly of: Sorted;
  readonly sort: Sort | null;
  readonly onSort: (sort: Sort | null) => void;
}

/** First the most first, then the least first, then the project's own order. */
function SortHead({ of, sort, onSort }: SortHeadProps) {
  const own = sort?.id === of.id ? sort : null;
  const next = own === null ? { id: of.id, descending: true } : own.descending ? { ...own, descending: false } : null;
  return (
    <th scope="col" className="num" aria-sort={own === null ? 'none' : own.descending ? 'descending' : 'ascending'}>
      <button
        type="button"
        className="sort"
        title={of.hint === undefined ? undefined : t(of.hint)}
        onClick={() => onSort(next)}
      >
        {t(of.title)}
        {own === null ? null : <Icon name={own.descending ? 'down' : 'up'} size={12} />}
      </button>
    </th>
  );
}

interface RowProps {
  readonly info: ProjectInfo;
  readonly column: ColumnQuality;
  readonly concerns: number;
}

function Row({ info, column, concerns }: RowProps) {
  const { filled, of } = column;
  const filledShare = share(filled, of) ?? 0;
  const name = columnName(info, column.column);
  const only = (clause: Filter['clauses'][number]) => () => openOrders({ clauses: [clause] });
  return (
    <tr>
      <th scope="row">{name}</th>
      <td className="num">{concerns === 0 ? '' : count(concerns)}</td>
      <td className="num">
        {count(filled)} <span className="note">{rate(filledShare)}</span>
        <Bar share={filledShare} />
      </td>
      <td className="num">
        <ValidOf column={column} name={name} />
      </td>
      <td className="num">
        <Opening
          of={of - filled}
          label={t('quality.openBlankOf', { name, count: count(of - filled) })}
          open={only({ kind: 'in', column: column.column, values: [null] })}
        />
      </td>
      <td className="num">{count(column.distinct)}</td>
      <td>
        <TopValues info={info} column={column} />
        <SpreadOf info={info} column={column} />
      </td>
      <td className="num">
        <OutliersOf column={column} name={name} />
      </td>
    </tr>
  );
}

/** How many values are of the column's form, and the others to open; nothing for columns that may hold anything. */
function ValidOf({
  column: { column, filled, valid },
  name,
}: {
  readonly column: ColumnQuality;
  readonly name: string;
}) {
  if (valid === null) return null;
  if (filled === 0) return <>–</>;
  const others = filled - valid;
  const clause = { kind: 'finding', code: 'values-malformed', column } as const;
  return (
    <>
      {count(valid)} <span className="note">{rate(valid / filled)}</span>
      {others === 0 ? null : (
        <div>
          <Opening
            mark="✕"
            of={others}
            label={t('quality.openMalformedOf', { name, count: count(others) })}
            open={() => openOrders({ clauses: [clause] })}
          />
        </div>
      )}
    </>
  );
}

function Opening({ of, label, open, mark = '' }: OpeningProps) {
  if (of === 0) return mark === '' ? '0' : null;
  return (
    <button type="button" className="link nowrap" aria-label={label} title={label} onClick={open}>
      {mark}
      {count(of)}
    </button>
  );
}

interface OpeningProps {
  readonly of: number;
  readonly label: string;
  readonly open: () => void;
  readonly mark?: string;
}

/** Values as the grid writes them, masked ones as they come; how many orders have each. */
function TopValues({ info, column }: { readonly info: ProjectInfo; readonly column: ColumnQuality }) {
  const of = columnOf(info, column.column);
  // A value that no two orders share says nothing about the column.
  const told = column.top.filter(({ orders }) => orders > 1 || column.distinct <= column.top.length);
  return (
    <ul className="top-values">
      {told.map(({ value, orders }, index) => (
        <li key={index}>
          <span className="top-value" title={cellText(value, of, info)}>
            {cellText(value, of, info)}
          </span>{' '}
          <span className="note">{count(orders)}</span>
        </li>
      ))}
    </ul>
  );
}

function SpreadOf({ info, column }: { readonly info: ProjectInfo; readonly column: ColumnQuality }) {
  const { spread } = column;
  if (spread === null) return null;
  const of = columnOf(info, column.column);
  const write = (value: number): string => cellText(value, of, info);
  const { min, q1, median, q3, max } = spread;
  return (
    <div className="spread">
      <span>{t('quality.range', { min: write(min), max: write(max) })}</span>
      <span>{t('quality.quartiles', { q1: write(q1), median: write(median), q3: write(q3) })}</span>
    </div>
  );
}

function OutliersOf({ column, name }: { readonly column: ColumnQuality; readonly name: string }) {
  if (column.spread === null) return null;
  const { outliers: found } = column.spread;
  if (found === null) return <span title={t('quality.noRule')}>–</span>;
  const rule = outlierRule(found.rule, language.get());
  if (found.below + found.above === 0) return <span title={rule}>0</span>;
  const beyond = (min: number | null, max: number | null): Filter => ({
    clauses: [
      column.type === 'timestamp'
        ? { kind: 'time', column: column.column, from: iso(min), to: iso(max) }
        : { kind: 'range', column: column.column, min, max },
    ],
  });
  const label = (key: 'quality.openLowOf' | 'quality.openHighOf', orders: number): string =>
    t(key, { name, rule, count: count(orders) });
  return (
    <span className="outliers">
      <Opening
        mark="↓"
        of={found.below}
        label={label('quality.openLowOf', found.below)}
        open={() => openOrders(beyond(null, found.low))}
      />
      <Opening
        mark="↑"
        of={found.above}
        label={label('quality.openHighOf', found.above)}
        open={() => openOrders(beyond(found.high, null))}
      />
    </span>
  );
}

const iso = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());
