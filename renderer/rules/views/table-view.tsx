import { useRef, useState } from 'react';
import {
  cellOf,
  columnOfSubject,
  nodeOfTable,
  otherColumn,
  tableColumns,
  tableOf,
  withCell,
  type BuilderNode,
  type BuilderSubject,
  type DecisionTable,
  type TableRow,
} from '../../../analysis/expression/builder/index.ts';
import { t } from '../../i18n/index.ts';
import { Button } from '../../parts/button.tsx';
import { Callout } from '../../parts/callout.tsx';
import { Combobox } from '../../parts/combobox.tsx';
import { Popover } from '../../parts/popover.tsx';
import { Icon } from '../../theme/icons.tsx';
import { cellText } from './cell-text.ts';
import { ConditionRow } from './condition-row.tsx';
import { ExpertText, issuesOf, type Around } from './node-box.tsx';
import { freshNode, subjectChoices, subjectLabel, type Place } from './subjects.ts';
import type { Edited } from './use-node.ts';

export interface TableViewProps {
  readonly edited: Edited;
  readonly around: Around;
  readonly onBuilder: () => void;
}

/** The rule as rows of which any, and columns of which all must hold; or why it is no table. */
export function TableView({ edited, around, onBuilder }: TableViewProps) {
  const [added, setAdded] = useState<readonly BuilderSubject[]>([]);
  const { node, change } = edited;
  if (node === null) return null;
  const made = tableOf(node);
  if (!made.ok)
    return (
      <Callout kind="info">
        <p>{t(`view.table.${made.reason}`)}</p>
        <Button small onClick={onBuilder}>
          {t('view.toBuilder')}
        </Button>
      </Callout>
    );
  const { rows } = made.table;
  const put = (table: DecisionTable) => change(nodeOfTable(table));
  const set = (index: number, row: TableRow) => put({ rows: rows.with(index, row) });
  const columns = new Map(tableColumns(made.table));
  const other = columns.delete(otherColumn);
  for (const subject of added) columns.set(columnOfSubject(subject), subject);
  if (other) columns.set(otherColumn, null);
  return (
    <div className="decision-table">
      <p className="note">{t('table.hint')}</p>
      <div className="scroll">
        <table className="table" aria-label={t('table.label')}>
          <thead>
            <tr>
              <th scope="col" className="num">
                {t('table.row')}
              </th>
              {[...columns].map(([key, subject]) => (
                <th key={key} scope="col">
                  {columnLabel(subject, around.place)}
                </th>
              ))}
              <th scope="col">
                <span className="hidden-visually">{t('builder.removeGroup')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row, index) => (
              <tr key={index}>
                <th scope="row" className="num">
                  {index + 1}
                  {row.nodes.length === 0 ? (
                    <span title={t('table.emptyRow')}>
                      <Icon name="warning" size={13} />
                    </span>
                  ) : null}
                </th>
                {[...columns].map(([key, subject]) => (
                  <Cell
                    key={key}
                    {...{ row, subject, around }}
                    column={key}
                    number={index + 1}
                    onChange={(cell) => set(index, withCell(row, key, cell))}
                  />
                ))}
                <td className="row-tools">
                  <Button
                    look="quiet"
                    small
                    icon="copy"
                    aria-label={t('table.copyRow', { number: index + 1 })}
                    onClick={() => put({ rows: rows.toSpliced(index + 1, 0, row) })}
                  />
                  <Button
                    look="quiet"
                    small
                    icon="trash"
                    aria-label={t('table.removeRow', { number: index + 1 })}
                    disabled={rows.length === 1}
                    onClick={() => put({ rows: rows.toSpliced(index, 1) })}
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div className="builder-adds">
        <Button small look="quiet" icon="plus" onClick={() => put({ rows: [...rows, { nodes: [] }] })}>
          {t('table.addRow')}
        </Button>
        <AddColumn
          place={around.place}
          onAdd={(subject) => setAdded([...added, subject])}
          known={new Set(columns.keys())}
        />
      </div>
    </div>
  );
}

const columnLabel = (subject: BuilderSubject | null, place: Place): string =>
  subject === null ? t('table.other') : subjectLabel(subject, place);

interface AddColumnProps {
  readonly place: Place;
  readonly known: ReadonlySet<string>;
  readonly onAdd: (subject: BuilderSubject) => void;
}

function AddColumn({ place, known, onAdd }: AddColumnProps) {
  const choices = subjectChoices(place);
  const offered = [...choices.values()].filter((choice) => 'subject' in choice && !known.has(choice.value));
  const choose = (value: string) => {
    const chosen = choices.get(value);
    if (chosen !== undefined && 'subject' in chosen) onAdd(chosen.subject);
  };
  return (
    <span className="add-column">
      <Combobox
        small
        label={t('table.addColumn')}
        value={null}
        choices={offered}
        placeholder={t('table.addColumn')}
        onChoose={choose}
      />
    </span>
  );
}

interface CellProps {
  readonly row: TableRow;
  readonly column: string;
  readonly subject: BuilderSubject | null;
  readonly around: Around;
  readonly number: number;
  readonly onChange: (cell: readonly BuilderNode[]) => void;
}

function Cell({ row, column, subject, around, number, onChange }: CellProps) {
  const [open, setOpen] = useState(false);
  const anchor = useRef<HTMLButtonElement>(null);
  const { place } = around;
  const nodes = cellOf(row, column);
  const name = columnLabel(subject, place);
  const label = t('table.cell', { number, name });
  const problem = nodes.some((node) => issuesOf(node, around).some(({ severity }) => severity === 'error'));
  const unfinished = nodes.some((node) => cellText(node, place).includes('…'));
  const openCell = () => {
    if (nodes.length === 0 && subject !== null) onChange([freshNode({ subject }, place)]);
    setOpen(!open);
  };
  const close = () => setOpen(false);
  return (
    <td className={problem || unfinished ? 'cell problem' : 'cell'}>
      <button
        ref={anchor}
        type="button"
        className="cell-button"
        aria-label={`${label}: ${nodes.length === 0 ? t('table.any') : nodes.map((node) => cellText(node, place)).join(' ')}`}
        aria-expanded={open}
        disabled={subject === null && nodes.length === 0}
        onClick={openCell}
      >
        {nodes.length === 0 ? <span className="any">–</span> : null}
        {nodes.map((node, index) => (
          <span key={index} className={node.kind === 'condition' ? '' : 'mono'}>
            {cellText(node, place)}
          </span>
        ))}
      </button>
      {open ? (
        <Popover anchor={anchor} onClose={close} label={label}>
          <CellEditor {...{ nodes, subject, around, onChange }} title={name} onClose={close} />
        </Popover>
      ) : null}
    </td>
  );
}

interface CellEditorProps extends Pick<CellProps, 'subject' | 'around' | 'onChange'> {
  readonly nodes: readonly BuilderNode[];
  readonly title: string;
  readonly onClose: () => void;
}

function CellEditor({ nodes, subject, around, title, onChange, onClose }: CellEditorProps) {
  const put = (index: number, node: BuilderNode) => onChange(nodes.with(index, node));
  return (
    <div className="cell-editor">
      <strong>{title}</strong>
      {nodes.map((node, index) => (
        <div key={index} className="builder-parts">
          {node.kind === 'condition' ? (
            <ConditionRow condition={node} place={around.place} withoutSubject onChange={(next) => put(index, next)} />
          ) : node.kind === 'expert' ? (
            <ExpertText text={node.text} onChange={(text) => put(index, { kind: 'expert', text })} />
          ) : (
            <code>{cellText(node, around.place)}</code>
          )}
          <Button
            look="quiet"
            small
            icon="trash"
            aria-label={t('builder.removeCondition')}
            onClick={() => onChange(nodes.toSpliced(index, 1))}
          />
        </div>
      ))}
      <div className="builder-adds">
        {subject === null ? null : (
          <Button
            small
            look="quiet"
            icon="plus"
            onClick={() => onChange([...nodes, freshNode({ subject }, around.place)])}
          >
            {t('builder.addCondition')}
          </Button>
        )}
        <span className="grow" />
        <Button small onClick={onClose}>
          {t('common.close')}
        </Button>
      </div>
    </div>
  );
}
