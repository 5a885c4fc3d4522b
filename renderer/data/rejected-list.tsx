import { useState } from 'react';
import type { RejectedRow } from '../../analysis/model/import-report.ts';
import { qualityMessages } from '../../analysis/model/messages/quality.ts';
import type { RejectedFinding } from '../../analysis/model/quality.ts';
import { count } from '../i18n/format.ts';
import { language, t } from '../i18n/index.ts';
import { rejectText } from '../i18n/messages.ts';
import { Button } from '../parts/button.tsx';
import { FailureCallout } from '../parts/callout.tsx';
import { go } from '../state/address.ts';
import { useProject } from '../state/project.ts';
import { useLatest } from '../state/request.ts';
import { BackToData } from './back-to-data.tsx';
import { qualityPath } from './rejected-path.ts';
import { Pager } from './pager.tsx';

/** Rows a page shows. */
const perPage = 100;

/** The rejected rows that a finding about the data is of: file, line, reason, and what stands there. */
export function RejectedList({ finding }: { readonly finding: RejectedFinding }) {
  const info = useProject();
  const [offset, setOffset] = useState(0);
  const page = useLatest(
    'import.rejectedRows',
    info === null ? null : { finding, offset, limit: perPage },
    `${info?.dataVersion ?? ''} ${finding} ${offset}`,
  );
  const { name } = qualityMessages(language.get()).findings[finding];
  const total = page.value?.total ?? 0;
  return (
    <div className="data-page stack" data-testid="rejected-list">
      <div className="row wrap">
        <h2 className="page-title grow">{t('quality.rejectedTitle', { name })}</h2>
        <Button icon="check" onClick={() => go({ path: [qualityPath] })}>
          {t('quality.back')}
        </Button>
        <BackToData />
      </div>
      <p className="note">{t('quality.rejectedNote')}</p>
      {page.failure ? <FailureCallout failure={page.failure} /> : null}
      {page.value === null && page.failure === null ? <div className="skeleton" /> : null}
      {page.value !== null && total === 0 ? <p className="muted">{t('quality.rejectedNone')}</p> : null}
      {page.value === null || total === 0 ? null : <Rows rows={page.value.rows} />}
      <Pager {...{ offset, perPage, total }} onChange={setOffset} />
    </div>
  );
}

function Rows({ rows }: { readonly rows: readonly RejectedRow[] }) {
  return (
    <div className="scroll rejected-list" tabIndex={0} role="group" aria-label={t('quality.rejectedRows')}>
      <table className="table sticky">
        <thead>
          <tr>
            <th scope="col">{t('data.file')}</th>
            <th scope="col" className="num">
              {t('data.line')}
            </th>
            <th scope="col">{t('data.reason')}</th>
            <th scope="col">{t('data.sourceColumn')}</th>
            <th scope="col">{t('quality.rejectedValue')}</th>
            <th scope="col">{t('data.cells')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ importId, file, line, reason, column, value, cells }, at) => (
            <tr key={`${importId} ${at}`}>
              <td className="nowrap">{file}</td>
              <td className="num">{count(line)}</td>
              <td className="nowrap">{rejectText(reason)}</td>
              <td className="nowrap">{column ?? ''}</td>
              <td className="nowrap">{value ?? ''}</td>
              <td className="nowrap muted">{cells.join(' | ')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
