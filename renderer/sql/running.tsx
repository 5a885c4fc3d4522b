import { useEffect, useState } from 'react';
import { t } from '../i18n/index.ts';
import { progressText } from '../i18n/progress.ts';
import { Button } from '../parts/button.tsx';
import { jobs } from '../state/jobs.ts';
import { useStore } from '../state/store.ts';
import type { Console } from './sql-store.ts';

/** How long a query has been under way, how far it is, and how to stop it. */
export function Running({ running }: { readonly running: NonNullable<Console['running']> }) {
  const [now, setNow] = useState(running.since);
  const job = useStore(jobs).find(({ name }) => name === 'sql.run');
  useEffect(() => {
    const clock = setInterval(() => setNow(performance.now()), 100);
    return () => clearInterval(clock);
  }, []);
  const fraction = job?.progress?.fraction ?? null;
  const seconds = (Math.max(0, now - running.since) / 1000).toFixed(1);
  return (
    <div className="row sql-running" role="status" data-testid="sql-running">
      <progress
        className="progress"
        aria-label={t('sql.running')}
        {...(fraction === null ? {} : { value: fraction })}
        max={1}
      />
      <span className="note">{progressText(job?.progress ?? null)}</span>
      <span className="num">{t('sql.elapsed', { seconds })}</span>
      <Button small icon="close" onClick={running.cancel}>
        {t('sql.cancel')}
      </Button>
    </div>
  );
}
