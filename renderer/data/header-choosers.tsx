import type { FilePreview } from '../../analysis/engine-api.ts';
import { alternativesOf, headersOf, type ColumnSource } from '../../analysis/model/mapping.ts';
import { t } from '../i18n/index.ts';
import { Combobox, type Choice } from '../parts/combobox.tsx';
import { sourceText } from './picked-draft.ts';
import { TimeFields } from './time-fields.tsx';

const none = '#none';
/** Stands for a source that is no single header: joined columns, a constant. */
const told = '#told';
const samples = 3;

export interface HeaderChoosersProps<N extends string> {
  readonly preview: Pick<FilePreview, 'columns' | 'rows'>;
  /** What a file may say, with its label. */
  readonly names: readonly (readonly [name: N, label: string])[];
  /** Where each comes from; null is no column. */
  readonly columns: Readonly<Record<N, ColumnSource | null>>;
  /** Columns of times: they may have a format, and a clock of its own column. */
  readonly times?: readonly N[];
  /** Zone of clocks; null for the project's. */
  readonly timezone?: string | null;
  readonly invalid: (name: N) => boolean;
  readonly disabled?: boolean;
  readonly onChoose: (name: N, source: ColumnSource | null) => void;
}

/** Which header of a file holds what, and the first values that stand there. */
export function HeaderChoosers<N extends string>(props: HeaderChoosersProps<N>) {
  const { preview, names, columns, times = [], timezone = null, invalid, disabled = false, onChoose } = props;
  const headers = preview.columns.map(({ name }, at) => ({
    value: name,
    label: name,
    hint: samplesOf(preview.rows, at),
  }));
  return (
    <table className="table outcome-columns">
      <tbody>
        {names.map(([name, label]) => (
          <tr key={name}>
            <th scope="row">{label}</th>
            <td className="becomes">
              <Combobox
                small
                label={t('data.outcomeOf', { name: label })}
                value={valueOf(columns[name])}
                choices={[{ value: none, label: t('data.noOutcomeColumn') }, ...toldChoice(columns[name]), ...headers]}
                invalid={invalid(name)}
                disabled={disabled}
                onChoose={(value) => {
                  if (value !== told) onChoose(name, value === none ? null : value);
                }}
              />
              {times.includes(name) && alternativesOf(columns[name] ?? undefined).length === 1 ? (
                <TimeFields
                  {...{ preview, label, headers, timezone, disabled, source: columns[name] ?? '' }}
                  onChange={(source) => onChoose(name, source)}
                />
              ) : null}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The header of a source that reads one as it stands, with a format or without. */
function valueOf(source: ColumnSource | null): string {
  if (source === null) return none;
  const [header, more] = headersOf(source);
  return header === undefined || more !== undefined ? told : header;
}

const toldChoice = (source: ColumnSource | null): readonly Choice[] =>
  source !== null && valueOf(source) === told ? [{ value: told, label: sourceText(source) }] : [];

function samplesOf(rows: FilePreview['rows'], at: number): string {
  const values = rows.map((row) => row[at] ?? '').filter((value) => value !== '');
  return [...new Set(values)].slice(0, samples).join(' · ');
}
