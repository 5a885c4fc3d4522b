import type { FilePreview } from '../../analysis/engine-api.ts';
import type { FileReading } from '../../analysis/model/mapping-source.ts';
import { t } from '../i18n/index.ts';
import { Button } from '../parts/button.tsx';
import { Callout } from '../parts/callout.tsx';
import { delimiters, delimiterText, formatText, encodingOf, encodings } from './reading-text.ts';

type Read = Pick<FilePreview, 'format' | 'packing' | 'encoding' | 'delimiter' | 'sheets' | 'sheet' | 'garbled'>;

export interface ReadingFieldsProps {
  readonly preview: Read;
  readonly disabled?: boolean;
  /** Reads the first rows again, as told. */
  readonly onRead: (reading: FileReading) => void;
}

/** How a file was read, as detected; changing it reads the first rows again. */
export function ReadingFields({ preview, disabled = false, onRead }: ReadingFieldsProps) {
  if (preview.format !== 'csv')
    return (
      <>
        <span className="tag">{formatText(preview)}</span>
        <SheetField {...{ preview, disabled, onRead }} />
      </>
    );
  const encoding = encodingOf(preview.encoding);
  const delimiter = delimiters.find((sign) => sign === preview.delimiter) ?? ',';
  return (
    <>
      {preview.packing === null ? null : <span className="tag">{formatText(preview)}</span>}
      <label className="row">
        <span className="note">{t('data.encoding')}</span>
        <select
          className="select small"
          value={encoding}
          disabled={disabled}
          onChange={(event) => onRead({ encoding: encodingOf(event.target.value), delimiter })}
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
          disabled={disabled}
          onChange={(event) =>
            onRead({ encoding, delimiter: delimiters.find((sign) => sign === event.target.value) ?? delimiter })
          }
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
function SheetField({ preview: { sheets, sheet }, disabled = false, onRead }: ReadingFieldsProps) {
  if (sheet === null) return null;
  return (
    <label className="row">
      <span className="note">{t('data.sheet')}</span>
      <select
        className="select small"
        value={sheet}
        disabled={disabled || sheets.length === 1}
        onChange={(event) => onRead({ sheet: event.target.value })}
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

/** That the texts look as if read in a wrong encoding, and the right one where there is one. */
export function Garbled({ preview: { garbled }, onRead }: ReadingFieldsProps) {
  if (garbled === null) return null;
  const right = encodings.find((name) => name === garbled.encoding);
  if (right === undefined) return <Callout kind="warn">{t('data.garbledBefore')}</Callout>;
  const encoding = t(`data.encoding.${right}`);
  return (
    <Callout kind="warn">
      <div className="row wrap">
        <span className="grow">{t('data.garbled', { encoding })}</span>
        <Button small onClick={() => onRead({ encoding: right })}>
          {t('data.readIn', { encoding })}
        </Button>
      </div>
    </Callout>
  );
}
