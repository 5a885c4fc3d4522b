import { BackToData } from './back-to-data.tsx';
import { useState } from 'react';
import type { OpenOutcome, OutcomeChoice } from '../../analysis/model/outcome-match.ts';
import { t } from '../i18n/index.ts';
import { FailureCallout } from '../parts/callout.tsx';
import { call } from '../state/jobs.ts';
import { refreshProject, useProject } from '../state/project.ts';
import { useLatest } from '../state/request.ts';
import { attempt } from '../state/toasts.ts';
import { step } from './import-flow.ts';
import { MatchedBy, outcomeCounts } from './outcome-files.tsx';
import { OpenOutcomeCard } from './open-outcome.tsx';
import { Pager } from './pager.tsx';

/** Outcomes a page shows. */
const perPage = 20;

export interface ResolveOutcomesProps {
  readonly importId: string;
  readonly name: string;
}

/** The outcomes of a file that have no order of their own: each with the orders it may belong to, for a person to pick. */
export function ResolveOutcomes({ importId, name }: ResolveOutcomesProps) {
  const info = useProject();
  const [offset, setOffset] = useState(0);
  const [busy, setBusy] = useState(false);
  const [acted, setActed] = useState<number | null>(null);
  const version = info?.dataVersion ?? '';
  const page = useLatest(
    'import.openOutcomes',
    { importId, offset, limit: perPage },
    `${version} ${importId} ${offset}`,
  );
  const files = useLatest('import.outcomeFiles', {}, version);
  if (info === null) return null;
  const file = files.value?.find((one) => one.importId === importId);
  const total = page.value?.total ?? 0;
  const choose = (outcome: OpenOutcome, choice: OutcomeChoice) => {
    setBusy(true);
    attempt(async () => {
      try {
        await call('import.resolveOutcome', { importId, line: outcome.line, choice });
        setActed(outcome.line);
        await refreshProject();
      } finally {
        setBusy(false);
      }
    });
  };
  return (
    <div className="data-page stack" data-testid="resolve-outcomes">
      <div className="row wrap">
        <h2 className="page-title grow">{t('data.resolveTitle', { name })}</h2>
        <BackToData onBack={() => step.set({ kind: 'home' })} />
      </div>
      {file ? (
        <div data-testid="resolve-sum">
          <p>{t('data.outcomesSum', outcomeCounts(file))}</p>
          <MatchedBy report={file} currency={info.currency} />
        </div>
      ) : null}
      <p className="note">{t('data.resolveNote')}</p>
      {page.failure ? <FailureCallout failure={page.failure} /> : null}
      {page.value === null && page.failure === null ? <div className="skeleton" /> : null}
      {page.value !== null && total === 0 ? <p className="muted">{t('data.resolveNone')}</p> : null}
      {page.value?.rows.map((outcome) => (
        <OpenOutcomeCard
          key={outcome.line}
          outcome={outcome}
          info={info}
          disabled={busy || !page.fresh || info.readOnly}
          acted={outcome.line === acted}
          choose={(choice) => choose(outcome, choice)}
        />
      ))}
      <Pager {...{ offset, perPage, total }} onChange={setOffset} />
    </div>
  );
}
