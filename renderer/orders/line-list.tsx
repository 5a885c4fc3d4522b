import { lineColumns, type OrderLine } from '../../analysis/model/order-lines.ts';
import { count, money } from '../i18n/format.ts';
import { named, t } from '../i18n/index.ts';

export interface LineListProps {
  readonly lines: readonly OrderLine[];
  readonly currency: string;
}

/** The lines of one order as a table of the columns that say something. */
export function LineList({ lines, currency }: LineListProps) {
  if (lines.length === 0) return null;
  const told = lineColumns.filter(({ name }) => lines.some((line) => line[name] !== null));
  return (
    <section>
      <h3>{t('lines.ofOrder', { count: count(lines.length) })}</h3>
      <div className="scroll" tabIndex={0} role="group" aria-label={t('lines.ofOrder', { count: count(lines.length) })}>
        <table className="table order-lines" data-testid="order-lines">
          <thead>
            <tr>
              {told.map(({ name, type, ja, en }) => (
                <th key={name} scope="col" className={type === 'text' ? '' : 'num'}>
                  {named({ ja, en })}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {lines.map((line, at) => (
              <tr key={at}>
                {told.map(({ name, type }) => (
                  <td key={name} className={type === 'text' ? '' : 'num'}>
                    {cell(line[name], type, currency)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function cell(value: string | number | null, type: 'text' | 'money' | 'int', currency: string): string {
  if (value === null) return '';
  if (typeof value === 'string') return value;
  return type === 'money' ? money(value, currency) : count(value);
}
