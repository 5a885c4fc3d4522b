import type { Mapping } from '../../analysis/model/mapping.ts';
import { t } from '../i18n/index.ts';
import { readAgain, type Draft } from './import-flow.ts';

const encodings = ['utf-8', 'shift_jis', 'utf-16le', 'euc-jp'] as const satisfies readonly NonNullable<
  Mapping['file']
>['encoding'][];
const delimiters = [',', '\t', ';', '|'] as const satisfies readonly NonNullable<Mapping['file']>['delimiter'][];

/** How the file was read, as detected; changing it reads the first rows again. */
export function ReadingFields({ draft }: { readonly draft: Draft }) {
  const { preview } = draft;
  if (preview.format === 'parquet') return <span className="tag">Parquet</span>;
  const encoding = encodings.find((name) => preview.encoding.toLowerCase().startsWith(name)) ?? 'utf-8';
  const delimiter = preview.delimiter ?? ',';
  return (
    <>
      <label className="row">
        <span className="note">{t('data.encoding')}</span>
        <select
          className="select small"
          value={encoding}
          onChange={(event) => readAgain(draft, { encoding: event.target.value, delimiter })}
        >
          {encodings.map((name) => (
            <option key={name} value={name}>
              {t(`data.encoding.${name}`)}
            </option>
          ))}
        </select>
      </label>
      <label className="row">
        <span className="note">{t('data.delimiter')}</span>
        <select
          className="select small"
          value={delimiter}
          onChange={(event) => readAgain(draft, { encoding, delimiter: event.target.value })}
        >
          {delimiters.map((sign) => (
            <option key={sign} value={sign}>
              {t(
                `data.delimiter.${sign === '\t' ? 'tab' : sign === ',' ? 'comma' : sign === ';' ? 'semicolon' : 'bar'}`,
              )}
            </option>
          ))}
        </select>
      </label>
    </>
  );
}
