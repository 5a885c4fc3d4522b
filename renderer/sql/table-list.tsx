import type { SqlTable } from '../../analysis/model/sql-tables.ts';
import { named, t } from '../i18n/index.ts';
import { columnDetail } from './completion.ts';
import { written } from './names.ts';

interface TableListProps {
  readonly tables: readonly SqlTable[];
  readonly onInsert: (name: string) => void;
}

/** The tables of the console and their columns; a click writes a name into the query. */
export function TableList({ tables, onInsert }: TableListProps) {
  return (
    <div className="stack tight" aria-label={t('sql.tables')} role="group" data-testid="sql-tables">
      {tables.map((table, at) => (
        <details key={table.name} open={at === 0}>
          <summary>
            <code>{table.name}</code> <span className="note">{named(table.label)}</span>
          </summary>
          <ul className="sql-columns">
            <li>
              <Name name={table.name} detail={named(table.label)} onInsert={onInsert} />
            </li>
            {table.columns
              .filter(({ present }) => present)
              .map((column) => (
                <li key={column.name}>
                  <Name name={column.name} detail={columnDetail(column)} onInsert={onInsert} />
                </li>
              ))}
          </ul>
        </details>
      ))}
    </div>
  );
}

interface NameProps extends Pick<TableListProps, 'onInsert'> {
  readonly name: string;
  readonly detail: string;
}

function Name({ name, detail, onInsert }: NameProps) {
  return (
    <button
      type="button"
      className="sql-name"
      title={`${t('sql.insert', { name })} – ${detail}`}
      onClick={() => onInsert(written(name))}
    >
      <code>{name}</code>
      <span className="note">{detail}</span>
    </button>
  );
}
