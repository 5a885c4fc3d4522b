import { BackToData } from './back-to-data.tsx';
import type { ImportReport } from '../../analysis/model/import-report.ts';
import { count, moneyShort, money, rate, seconds } from '../i18n/format.ts';
import { t } from '../i18n/index.ts';
import { columnName } from '../i18n/values.ts';
import { Button } from '../parts/button.tsx';
import { Figure } from '../parts/figure.tsx';
import { Panel } from '../parts/panel.tsx';
import { Period } from '../parts/period.tsx';
import { go, openOrders } from '../state/address.ts';
import { call } from '../state/jobs.ts';
import { useProject } from '../state/project.ts';
import { saveStaged } from '../state/save-staged.ts';
import { attempt } from '../state/toasts.ts';
import { step } from './import-flow.ts';
import { FileCounts } from './file-counts.tsx';
import { ImportWarnings } from './import-warnings.tsx';
import { MatchedBy, MatchedShare, OutcomeActions, outcomeCounts } from './outcome-files.tsx';
import { readingText } from './reading-text.ts';
import { UpsertCounts } from './upsert-counts.tsx';
import { RejectedRows } from './rejected-rows.tsx';

export interface ImportResultProps {
  readonly report: ImportReport;
  /** The header line of the file. */
  readonly headers: readonly string[];
}

/** What became of every row of the file. */
export function ImportResult({ report, headers }: ImportResultProps) {
  return (
    <div className="data-page stack" data-testid="import-result">
      <div className="row wrap">
        <h2 className="page-title grow">{t('data.resultOf', { name: report.fileName })}</h2>
        <BackToData onBack={() => step.set({ kind: 'home' })} />
        <Button
          look="primary"
          icon="explore"
          onClick={() => go({ room: 'explore', filter: { clauses: [] }, params: {} })}
        >
          {t('data.goExplore')}
        </Button>
      </div>
      <ResultFigures report={report} />
      <OutcomesLine report={report} />
      <UpsertCounts report={report} />
      <FileCounts report={report} />
      <ImportWarnings warnings={report.warnings} of={report} />
      {report.rejected > 0 ? <Rejects report={report} headers={headers} /> : null}
      <Blanks report={report} />
    </div>
  );
}

function ResultFigures({ report }: { readonly report: ImportReport }) {
  const zone = useProject()?.timezone ?? 'UTC';
  const { read, accepted, rejected, lines } = report;
  const recorded = report.of === 'recorded';
  const parts = { accepted: count(accepted), rejected: count(rejected) };
  const short = moneyShort(report.amount, report.currency);
  const full = money(report.amount, report.currency);
  return (
    <section className="figures" aria-label={t('data.resultOf', { name: report.fileName })}>
      <Figure
        label={t('data.read')}
        value={count(read)}
        unit={t('data.rowsUnit')}
        denominator={lines === undefined ? t('data.sum', parts) : t('data.sumLines', { ...parts, lines: count(lines) })}
      />
      <Figure
        label={t(recorded ? 'recorded.rows' : 'data.accepted')}
        value={count(accepted)}
        unit={t(recorded ? 'data.rowsUnit' : 'explore.ordersUnit')}
        denominator={read === 0 ? '' : rate(accepted / read)}
        {...(accepted > 0 && report.ordersKept === true
          ? {
              onOpen: () =>
                openOrders({ clauses: [{ kind: 'file', importId: report.importId, says: 'accepted', column: null }] }),
            }
          : {})}
        {...(report.orderLines === undefined ? {} : { note: t('lines.imported', { count: count(report.orderLines) }) })}
      />
      <Figure
        label={t('data.rejected')}
        value={count(rejected)}
        unit={t('data.rowsUnit')}
        denominator={read === 0 ? '' : rate(rejected / read)}
        {...(rejected > 0 ? { tone: 'bad' as const } : {})}
      />
      {recorded ? null : (
        <Figure
          label={t('explore.amount')}
          value={short}
          {...(short === full ? {} : { denominator: full })}
          note={report.period ? <Period of={report.period} timezone={zone} /> : ''}
        />
      )}
      <Figure label={t('data.duration')} value={seconds(report.durationMs)} denominator={readingText(report)} />
    </section>
  );
}

function OutcomesLine({ report }: { readonly report: ImportReport }) {
  const { outcomes, currency } = report;
  if (outcomes === null) return null;
  return (
    <Panel title={t('data.outcomes')} actions={<OutcomeActions report={outcomes} />}>
      <p className="row wrap">
        {t('data.outcomesSum', outcomeCounts(outcomes))} <MatchedShare report={outcomes} />
      </p>
      <MatchedBy report={outcomes} currency={currency} />
      <p className="note">
        {t('data.outcomesAmount', {
          matched: money(outcomes.amountMatched, currency),
          several: money(outcomes.amountSeveral, currency),
          unmatched: money(outcomes.amountUnmatched, currency),
          rejected:
            outcomes.amountRejected === null ? t('common.notMeasured') : money(outcomes.amountRejected, currency),
        })}
      </p>
    </Panel>
  );
}

function Rejects({ report, headers }: ImportResultProps) {
  const save = () => attempt(async () => saveStaged(await call('import.rejects', { importId: report.importId })));
  const actions = (
    <Button small icon="save" onClick={save}>
      {t('data.saveRejects')}
    </Button>
  );
  return (
    <Panel title={t('data.rejects')} actions={actions}>
      <RejectedRows report={report} headers={headers} />
    </Panel>
  );
}

function Blanks({ report }: { readonly report: ImportReport }) {
  const info = useProject();
  const blanks = report.blanks.filter((blank) => blank.rows > 0);
  if (blanks.length === 0 || info === null) return null;
  return (
    <Panel title={t('data.blanks')} note={t('data.blanksNote')}>
      <ul className="blanks">
        {blanks.map((blank) => (
          <li key={blank.column}>
            <span>{columnName(info, blank.column)}</span> <span className="num">{count(blank.rows)}</span>
            <span className="note">{report.accepted === 0 ? '' : rate(blank.rows / report.accepted)}</span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
