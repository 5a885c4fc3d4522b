import type { FilePreview } from '../../analysis/engine-api.ts';
import { t } from '../i18n/index.ts';
import { Panel } from '../parts/panel.tsx';

const shown = 6;

/** The first rows as they stand in the file; card numbers are already masked. */
export function FirstRows({ preview }: { readonly preview: Pick<FilePreview, 'columns' | 'rows'> }) {
  return (
    <Panel title={t('data.firstRows')} note={t('data.firstRowsNote')}>
      <div className="scroll" tabIndex={0} role="group" aria-label={t('data.firstRows')}>
        <table className="table first-rows">
          <thead>
            <tr>
              {preview.columns.map((column, index) => (
                <th key={index} scope="col">
                  {column.name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {preview.rows.slice(0, shown).map((row, index) => (
              <tr key={index}>
                {preview.columns.map((_, at) => (
                  <td key={at} title={row[at]}>
                    {row[at]}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}
