import type { Failure } from '../../analysis/model/failure.ts';
import { lineFileColumns, type LineFileColumn } from '../../analysis/model/order-lines.ts';
import { bytes, count } from '../i18n/format.ts';
import { t } from '../i18n/index.ts';
import { Button } from '../parts/button.tsx';
import { Callout, FailureCallout } from '../parts/callout.tsx';
import { Combobox } from '../parts/combobox.tsx';
import { Panel } from '../parts/panel.tsx';
import { FirstRows } from './first-rows.tsx';
import { fileIsGone, step } from './import-flow.ts';
import { addLines, importLines, tellsLines, type LinesDraft } from './lines-flow.ts';

export interface LinesScreenProps {
  readonly lines: LinesDraft;
  readonly busy: boolean;
  readonly failed: Failure | null;
}

/** A file of order lines for orders the project has, before anything of it is written. */
export function LinesScreen({ lines, busy, failed }: LinesScreenProps) {
  const { file, preview } = lines;
  const tells = tellsLines(lines);
  return (
    <div className="mapping-screen">
      <div className="row wrap mapping-head">
        <h2 className="page-title clip">{file.name}</h2>
        <span className="note">
          {bytes(preview.bytes)} · {t('data.columnCount', { count: count(preview.columns.length) })}
        </span>
      </div>
      {failed === null ? null : failed.code === 'engine-stopped' ? (
        <Callout kind="error">{t('data.importStopped')}</Callout>
      ) : (
        <FailureCallout failure={failed} />
      )}
      <div className="mapping-body">
        <div className="mapping-main">
          <FirstRows preview={preview} />
          <Panel title={t('lines.pick')}>
            <p className="note">{t('lines.pickNote')}</p>
            <Choosers lines={lines} onChange={(next) => step.set({ kind: 'lines', lines: next, busy, failed })} />
          </Panel>
        </div>
      </div>
      <div className="import-bar">
        {tells ? null : <span className="tag warn wrapping">{t('lines.missing')}</span>}
        <span className="grow" />
        <Button disabled={busy} onClick={() => step.set({ kind: 'home' })}>
          {t('common.cancel')}
        </Button>
        {failed === null || !fileIsGone(failed) ? (
          <Button look="primary" disabled={busy || !tells} onClick={() => void addLines(lines)}>
            {t('lines.apply')}
          </Button>
        ) : (
          <Button look="primary" icon="file" onClick={importLines}>
            {t('data.chooseAgain')}
          </Button>
        )}
      </div>
    </div>
  );
}

const none = '#none';
const samples = 3;

interface ChoosersProps {
  readonly lines: LinesDraft;
  readonly onChange: (lines: LinesDraft) => void;
}

function Choosers({ lines, onChange }: ChoosersProps) {
  const { preview, columns } = lines;
  const headers = preview.columns.map(({ name }, at) => ({
    value: name,
    label: name,
    hint: samplesOf(preview.rows, at),
  }));
  const choose = (name: LineFileColumn, header: string | null) =>
    onChange({ ...lines, columns: { ...columns, [name]: header } });
  return (
    <table className="table outcome-columns">
      <tbody>
        {lineFileColumns.map((name) => (
          <tr key={name}>
            <th scope="row">{t(`lines.column.${name}`)}</th>
            <td className="becomes">
              <Combobox
                small
                label={t('data.outcomeOf', { name: t(`lines.column.${name}`) })}
                value={columns[name] ?? none}
                choices={[{ value: none, label: t('data.noOutcomeColumn') }, ...headers]}
                invalid={name === 'order_id' && columns[name] === null}
                onChoose={(value) => choose(name, value === none ? null : value)}
              />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function samplesOf(rows: LinesDraft['preview']['rows'], at: number): string {
  const values = rows.map((row) => row[at] ?? '').filter((value) => value !== '');
  return [...new Set(values)].slice(0, samples).join(' · ');
}
