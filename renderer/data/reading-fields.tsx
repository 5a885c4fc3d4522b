import { t } from '../i18n/index.ts';
import { readAgain, type Draft } from './import-flow.ts';
import { delimiters, delimiterText, encodingOf, encodings } from './reading-text.ts';

/** How the file was read, as detected; changing it reads the first rows again. */
export function ReadingFields({ draft }: { readonly draft: Draft }) {
  const { preview } = draft;
  if (preview.format === 'parquet') return <span className="tag">Parquet</span>;
  const encoding = encodingOf(preview.encoding);
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
              {delimiterText(sign)}
            </option>
          ))}
        </select>
      </label>
    </>
  );
}
