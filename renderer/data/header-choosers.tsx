import type { FilePreview } from '../../analysis/engine-api.ts';
import { t } from '../i18n/index.ts';
import { Combobox } from '../parts/combobox.tsx';

const none = '#none';
const samples = 3;

export interface HeaderChoosersProps<N extends string> {
  readonly preview: Pick<FilePreview, 'columns' | 'rows'>;
  /** What a file may say, with its label. */
  readonly names: readonly (readonly [name: N, label: string])[];
  /** The header of each; null is no column. */
  readonly columns: Readonly<Record<N, string | null>>;
  readonly invalid: (name: N) => boolean;
  readonly disabled?: boolean;
  readonly onChoose: (name: N, header: string | null) => void;
}

/** Which header of a file holds what, and the first values that stand there. */
export function HeaderChoosers<N extends string>(props: HeaderChoosersProps<N>) {
  const { preview, names, columns, invalid, disabled = false, onChoose } = props;
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
                value={columns[name] ?? none}
                choices={[{ value: none, label: t('data.noOutcomeColumn') }, ...headers]}
                invalid={invalid(name)}
                disabled={disabled}
                onChoose={(value) => onChoose(name, value === none ? null : value)}
              />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function samplesOf(rows: FilePreview['rows'], at: number): string {
  const values = rows.map((row) => row[at] ?? '').filter((value) => value !== '');
  return [...new Set(values)].slice(0, samples).join(' · ');
}
