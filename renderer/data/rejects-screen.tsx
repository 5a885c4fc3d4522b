import type { ImportReport } from '../../analysis/model/import-report.ts';
import { count, rate } from '../i18n/format.ts';
import { t } from '../i18n/index.ts';
import { Button } from '../parts/button.tsx';
import { Callout } from '../parts/callout.tsx';
import { Panel } from '../parts/panel.tsx';
import { attempt } from '../state/toasts.ts';
import { titleOf } from './chosen-file.ts';
import { ImportWarnings } from './import-warnings.tsx';
import { runImport, step, type Draft } from './import-flow.ts';
import { RejectedRows } from './rejected-rows.tsx';

export interface RejectsScreenProps {
  readonly draft: Draft;
  readonly report: ImportReport;
}

/** Many rows cannot be taken in: what they are, before anything is, and whether the others should be. */
export function RejectsScreen({ draft, report }: RejectsScreenProps) {
  const { read, rejected, accepted } = report;
  const headers = draft.preview.columns.map((column) => column.name);
  return (
    <div className="data-page stack" data-testid="rejects-screen">
      <h2 className="page-title">{t('data.rejectsOf', { name: titleOf(draft.file) })}</h2>
      <Callout kind="warn">
        <p>{t('data.rejectsAsk', { read: count(read), rejected: count(rejected), share: rate(rejected / read) })}</p>
        <p className="note">{t('data.rejectsAskNote')}</p>
        <div className="row wrap">
          <Button autoFocus onClick={() => step.set({ kind: 'mapping', draft })}>
            {t('data.rejectsBack')}
          </Button>
          <Button look="primary" onClick={() => attempt(() => runImport(draft, true))}>
            {t('data.rejectsGoOn', { count: count(accepted) })}
          </Button>
        </div>
      </Callout>
      <Panel title={t('data.rejectsWhy')}>
        <RejectedRows report={report} headers={headers} />
      </Panel>
      <ImportWarnings warnings={report.warnings} />
    </div>
  );
}
