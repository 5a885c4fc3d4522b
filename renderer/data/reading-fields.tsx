import { t } from '../i18n/index.ts';
import { readAgain, type Draft } from './import-flow.ts';
import { delimiters, delimiterText, formatText, encodingOf, encodings } from './reading-text.ts';

/** How the file was read, as detected; changing it reads the first rows again. */
export function ReadingFields({ draft }: { readonly draft: Draft }) {
  const { preview } = draft;
  if (preview.format !== 'csv')
    return (
      <>
        <span className="tag">{formatText(preview)}</span>
        <SheetField draft={draft} />
      </>
    );
  const encoding = encodingOf(preview.encoding);
  const delimiter = preview.delimiter ?? ',';
  return (
    <>
      {preview.packing === null ? null : <span className="tag">{formatText(preview)}</span>}
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

/** Which sheet of a workbook is read; another one brings its own columns. */
function SheetField({ draft }: { readonly draft: Draft }) {
  const { sheets, sheet } = draft.preview;
  if (sheet === null) return null;
  return (
    <label className="row">
      <span className="note">{t('data.sheet')}</span>
      <select
        className="select small"
        value={sheet}
        disabled={sheets.length === 1}
        onChange={(event) => readAgain(draft, { sheet: event.target.value })}
      >
        {sheets.map((name) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}
