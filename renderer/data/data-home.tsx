import { useId } from 'react';
import { asksFirst, type ImportReport } from '../../analysis/model/import-report.ts';
import { count, moneyShort, period, rate } from '../i18n/format.ts';
import { t } from '../i18n/index.ts';
import { Button } from '../parts/button.tsx';
import { Callout } from '../parts/callout.tsx';
import { Figure } from '../parts/figure.tsx';
import { Panel } from '../parts/panel.tsx';
import { Period } from '../parts/period.tsx';
import { answer, bridge } from '../state/backend.ts';
import { go } from '../state/address.ts';
import { chooseFolderForImport, chooseForImport } from '../state/incoming.ts';
import { jobs } from '../state/jobs.ts';
import { hasOrders, useProject } from '../state/project.ts';
import { useLatest } from '../state/request.ts';
import { fillingSample } from '../state/sample.ts';
import { useStore } from '../state/store.ts';
import { attempt } from '../state/toasts.ts';
import type { ProjectInfo } from '../../analysis/model/project.ts';
import { EventFiles } from './event-files.tsx';
import { importEvents } from './events-flow.ts';
import { importOutcomes, step } from './import-flow.ts';
import { FileAdded } from './file-added.tsx';
import { listsPath } from './lists/lists-path.ts';
import { qualityPath } from './rejected-path.ts';
import { LineFiles } from './line-files.tsx';
import { importLines } from './lines-flow.ts';
import { importRecorded } from './recorded-flow.ts';
import { RemoveImport } from './remove-import.tsx';
import { storedPath } from './stored/stored-path.ts';
import { targetsPath } from './targets/listed-target.ts';
import { OutcomeFiles } from './outcome-files.tsx';
import { ImportRunning } from './import-running.tsx';

export function DataHome() {
  const info = useProject();
  const filling = useStore(fillingSample);
  const running = useStore(jobs).find((job) => job.name === 'import.run');
  if (filling) return <ImportRunning name={t('data.sampleShop')} progress={running?.progress ?? null} />;
  if (info === null) return <div className="empty" aria-busy="true" />;
  const { readOnly } = info;
  return hasOrders(info) ? <Filled info={info} /> : <FirstImport readOnly={readOnly} />;
}

function FirstImport({ readOnly }: { readonly readOnly: boolean }) {
  return (
    <div className="first-import">
      <div className="drop-zone">
        <h2>{t('data.firstTitle')}</h2>
        <p className="muted">{t('data.firstBody')}</p>
        {readOnly ? <Callout kind="warn">{t('top.readOnlyHint')}</Callout> : null}
        <div className="row wrap center">
          <Button look="primary" icon="file" disabled={readOnly} onClick={chooseForImport}>
            {t('data.chooseFile')}
          </Button>
          <Button icon="file" disabled={readOnly} onClick={chooseFolderForImport}>
            {t('data.chooseFolder')}
          </Button>
          <Button icon="play" onClick={() => attempt(() => answer(bridge().openSample()))}>
            {t('data.trySample')}
          </Button>
        </div>
        <ul className="note formats">
          <li>{t('data.formatCsv')}</li>
          <li>{t('data.formatOutcomes')}</li>
          <li>{t('data.formatLocal')}</li>
        </ul>
      </div>
    </div>
  );
}

function Filled({ info }: { readonly info: ProjectInfo }) {
  return (
    <div className="data-page stack">
      <Adding readOnly={info.readOnly} />
      <Looking />
      <section className="figures" aria-label={t('data.title')}>
        <Figure
          label={t('explore.orders')}
          value={count(info.orders)}
          unit={t('explore.ordersUnit')}
          denominator={info.period ? <Period of={info.period} timezone={info.timezone} /> : ''}
          onOpen={() => go({ room: 'explore', filter: { clauses: [] }, params: {} })}
        />
        <Figure
          label={t('data.outcomes')}
          value={count(info.outcomes)}
          unit={t('explore.ordersUnit')}
          denominator={t('data.outcomesNote')}
        />
        <Figure label={t('data.timezone')} value={info.timezone} />
        <Figure
          label={t('data.currency')}
          value={info.currency}
          denominator={
            info.currencies.length > 1 ? info.currencies.map((c) => `${c.currency} ${count(c.orders)}`).join(' / ') : ''
          }
        />
      </section>
      <FileAdded />
      <EarlierImports info={info} />
      <OutcomeFiles info={info} />
      <LineFiles info={info} />
      <EventFiles info={info} />
      <p className="note">{t('data.dropHint')}</p>
    </div>
  );
}

/** What can be taken in, orders first: everything else is joined to them. */
function Adding({ readOnly }: { readonly readOnly: boolean }) {
  return (
    <div className="row wrap">
      <h2 className="page-title grow">{t('data.title')}</h2>
      <Button look="primary" icon="plus" disabled={readOnly} onClick={chooseForImport}>
        {t('data.addOrders')}
      </Button>
      <Button icon="plus" disabled={readOnly} onClick={chooseFolderForImport}>
        {t('data.addFolder')}
      </Button>
      <Button icon="plus" disabled={readOnly} onClick={importOutcomes}>
        {t('data.addOutcomes')}
      </Button>
      <Button icon="plus" disabled={readOnly} onClick={importRecorded}>
        {t('recorded.add')}
      </Button>
      <Button icon="plus" disabled={readOnly} onClick={importLines}>
        {t('lines.add')}
      </Button>
      <Button icon="plus" disabled={readOnly} onClick={importEvents}>
        {t('events.add')}
      </Button>
    </div>
  );
}

/** The screens about the data, in the order of the work: is it sound, is it ripe, what counts as bad, what is kept. */
function Looking() {
  const id = useId();
  return (
    <div className="row wrap" role="group" aria-labelledby={id}>
      <span id={id} className="muted">
        {t('data.look')}
      </span>
      {screens.map(({ icon, text, path }) => (
        <Button key={path} small icon={icon} onClick={() => go({ path: [path] })}>
          {t(text)}
        </Button>
      ))}
    </div>
  );
}

const screens = [
  { icon: 'check', text: 'quality.open', path: qualityPath },
  { icon: 'explore', text: 'maturity.open', path: 'maturity' },
  { icon: 'rules', text: 'targets.open', path: targetsPath },
  { icon: 'table', text: 'lists.open', path: listsPath },
  { icon: 'file', text: 'stored.open', path: storedPath },
] as const;

function EarlierImports({ info }: { readonly info: ProjectInfo }) {
  const { value } = useLatest('import.list', {}, info.dataVersion);
  return (
    <Panel title={t('data.earlier')}>
      {value === null ? <div className="skeleton" /> : null}
      {value?.length === 0 ? <p className="note">{t('data.noneEarlier')}</p> : null}
      {value && value.length > 0 ? (
        <div className="scroll" tabIndex={0} role="group" aria-label={t('data.earlier')}>
          <table className="table">
            <thead>
              <tr>
                <th scope="col">{t('data.file')}</th>
                <th scope="col" className="num">
                  {t('data.read')}
                </th>
                <th scope="col" className="num">
                  {t('data.accepted')}
                </th>
                <th scope="col" className="num">
                  {t('data.rejected')}
                </th>
                <th scope="col" className="num">
                  {t('explore.amount')}
                </th>
                <th scope="col">{t('top.period')}</th>
                <th scope="col">
                  <span className="hidden-visually">{t('data.remove')}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {value.map((report) => (
                <EarlierRow key={report.importId} report={report} timezone={info.timezone} />
              ))}
            </tbody>
          </table>
        </div>
      ) : null}
    </Panel>
  );
}

function EarlierRow({ report, timezone }: { readonly report: ImportReport; readonly timezone: string }) {
  const recorded = report.of === 'recorded';
  return (
    <tr>
      <td>
        <button type="button" className="link" onClick={() => step.set({ kind: 'result', report, headers: [] })}>
          {report.fileName}
        </button>
        {recorded ? <div className="note">{t('stored.kind.recorded')}</div> : null}
      </td>
      <td className="num">{count(report.read)}</td>
      <td className="num">
        {count(report.accepted)}
        {report.upsert === undefined || recorded ? null : (
          <div className="note">{t('reimport.parts', partsOf(report.upsert))}</div>
        )}
      </td>
      <td className="num">
        {asksFirst(report) ? <span className="tag warn">{rate(report.rejected / report.read)}</span> : null}{' '}
        {count(report.rejected)}
      </td>
      <td className="num">{recorded ? '' : moneyShort(report.amount, report.currency)}</td>
      <td>{report.period ? period(report.period, timezone) : ''}</td>
      <td>
        <div className="row end">
          <RemoveImport
            importId={report.importId}
            name={report.fileName}
            rows={(recorded ? report.upsert?.updated : report.upsert?.inserted) ?? report.accepted}
            of={recorded ? 'recorded' : 'orders'}
          />
        </div>
      </td>
    </tr>
  );
}

/** The orders of a file that was put beside orders: its rows add up to more than the project has orders. */
function partsOf({ inserted, updated, unchanged }: NonNullable<ImportReport['upsert']>) {
  return { inserted: count(inserted), updated: count(updated), unchanged: count(unchanged) };
}
