import { useMemo, useState, type ReactNode } from 'react';
import type { ProjectInfo } from '../../analysis/model/project.ts';
import type { SqlColumn, SqlRows } from '../../analysis/model/sql-console.ts';
import { Chart, type ChartColumn } from '../chart/chart.tsx';
import { count } from '../i18n/format.ts';
import { t } from '../i18n/index.ts';
import { Panel } from '../parts/panel.tsx';
import { Explained } from '../parts/save/explained.tsx';
import { PicturesOf } from '../parts/save/save-context.ts';
import { cellText, savedTable } from './cell-text.ts';
import { firstChoice, fits, marks, mostMarks, sqlPicture, type Drawn } from './sql-chart.ts';

interface ChartPanelProps {
  readonly info: ProjectInfo;
  readonly answer: SqlRows;
  /** Whether what may be of persons leaves with the picture. */
  readonly personal: boolean;
}

/** The result drawn by columns that a person chooses, with its table behind it. */
export function ChartPanel({ info, answer, personal }: ChartPanelProps) {
  const [chosen, setChosen] = useState<Drawn | null>(null);
  const { columns } = answer;
  const choice = chosen !== null && fits(chosen, answer) ? chosen : firstChoice(columns);
  if (choice === null)
    return (
      <Panel title={t('sql.chartTitle')}>
        <p className="empty">{t(columns.some(({ kind }) => kind === 'number') ? 'sql.oneColumn' : 'sql.noNumber')}</p>
      </Panel>
    );
  const shown = drawnOf(answer, choice);
  const tells = !personal && shown.columns.some((column) => column.personal);
  return (
    <Panel title={t('sql.chartTitle')} table={tells ? () => savedTable(shown, false) : () => savedTable(shown, true)}>
      <Fields columns={columns} choice={choice} onChange={setChosen} />
      <Unsaved when={tells}>
        <Drawing info={info} answer={answer} choice={choice} />
      </Unsaved>
      {answer.cut || answer.rows > mostMarks ? (
        <Explained>{t('sql.chartCut', { rows: count(Math.min(answer.rows, mostMarks)) })}</Explained>
      ) : null}
    </Panel>
  );
}

/** The columns that are drawn. */
function drawnOf(answer: SqlRows, { x, y, colour }: Drawn): SqlRows {
  const places = [...new Set([x, y, ...(colour === null ? [] : [colour])])];
  return { ...answer, columns: places.flatMap((at) => answer.columns[at] ?? []) };
}

/** A picture in a file would show what its table leaves out. */
function Unsaved({ when, children }: { readonly when: boolean; readonly children: ReactNode }) {
  return when ? <PicturesOf.Provider value={null}>{children}</PicturesOf.Provider> : children;
}

function Drawing({ info, answer, choice }: Omit<ChartPanelProps, 'personal'> & { readonly choice: Drawn }) {
  const { timezone } = info;
  const picture = useMemo(
    () => sqlPicture(answer, choice, timezone),
    [answer, choice.mark, choice.x, choice.y, choice.colour, timezone],
  );
  const { columns: shown } = drawnOf(answer, choice);
  const rows = useMemo(() => picture.rows.map((row, at) => ({ ...row, at })), [picture]);
  const columns = shown.map((column): ChartColumn => ({
    title: column.name,
    numeric: column.kind === 'number',
    text: (row) => cellText(column.values[Number(row['at'])] ?? null, column, timezone),
  }));
  return <Chart {...picture} {...{ rows, columns }} />;
}

interface FieldsProps {
  readonly columns: readonly SqlColumn[];
  readonly choice: Drawn;
  readonly onChange: (choice: Drawn) => void;
}

function Fields({ columns, choice, onChange }: FieldsProps) {
  const all = columns.map(({ name, kind }, at) => ({ name, kind, at }));
  const column = (at: number) => ({ value: String(at), label: columns[at]?.name ?? '' });
  return (
    <div className="row wrap sql-chart-fields">
      <Select
        label={t('sql.mark')}
        value={choice.mark}
        options={marks.map((mark) => ({ value: mark, label: t(`sql.mark.${mark}`) }))}
        onChange={(value) => onChange({ ...choice, mark: marks.find((one) => one === value) ?? 'bar' })}
      />
      <Select
        label={t('sql.x')}
        value={String(choice.x)}
        options={all.map(({ at }) => column(at))}
        onChange={(value) => onChange({ ...choice, x: Number(value) })}
      />
      <Select
        label={t('sql.y')}
        value={String(choice.y)}
        options={all.filter(({ kind }) => kind === 'number').map(({ at }) => column(at))}
        onChange={(value) => onChange({ ...choice, y: Number(value) })}
      />
      <Select
        label={t('sql.colour')}
        value={choice.colour === null ? '' : String(choice.colour)}
        options={[{ value: '', label: t('sql.noColour') }, ...all.map(({ at }) => column(at))]}
        onChange={(value) => onChange({ ...choice, colour: value === '' ? null : Number(value) })}
      />
    </div>
  );
}

interface SelectProps {
  readonly label: string;
  readonly value: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly onChange: (value: string) => void;
}

function Select({ label, value, options, onChange }: SelectProps) {
  return (
    <label className="row">
      <span>{label}</span>
      <select className="select" value={value} onChange={({ target }) => onChange(target.value)}>
        {options.map((one) => (
          <option key={one.value} value={one.value}>
            {one.label}
          </option>
        ))}
      </select>
    </label>
  );
}
