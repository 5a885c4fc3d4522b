import { useState } from 'react';
import { t } from '../../i18n/index.ts';
import { Button } from '../../parts/button.tsx';
import { Callout, FailureCallout } from '../../parts/callout.tsx';
import { Panel } from '../../parts/panel.tsx';
import { useLatest } from '../../state/request.ts';

export interface RepeatRunProps {
  readonly runId: string;
  readonly dataVersion: string;
}

/** 再実行: makes the run again from what is kept of it, and says whether everything is identical. */
export function RepeatRun({ runId, dataVersion }: RepeatRunProps) {
  const [asked, setAsked] = useState(0);
  const key = `${runId} ${dataVersion} ${asked}`;
  const { value, failure, fresh, busy } = useLatest('backtest.repeat', asked === 0 ? null : { runId }, key);
  const others = value?.hashes.filter(({ same }) => !same) ?? [];
  const sameDay = value?.asOf.then === value?.asOf.now;
  const identical = value !== null && others.length === 0 && sameDay && value.differs.length === 0;
  return (
    <Panel title={t('compare.repeatTitle')} note={t('compare.repeatNote')}>
      <div className="stack">
        <div>
          <Button icon="play" disabled={busy} onClick={() => setAsked(asked + 1)}>
            {t('compare.repeat')}
          </Button>
        </div>
        {failure === null ? null : <FailureCallout failure={failure} />}
        {value === null || !fresh ? null : (
          <div data-testid="repeated" aria-live="polite">
            <Callout kind={identical ? 'info' : 'warn'}>
              <p>{t(identical ? 'compare.identical' : 'compare.notIdentical')}</p>
              <ul>
                {value.hashes.map(({ name, same }) => (
                  <li key={name}>
                    {t(`compare.hash.${name}`)}: {t(same ? 'compare.same' : 'compare.differs')}
                  </li>
                ))}
                <li>
                  {t('top.asOf')}: {value.asOf.then ?? '–'}
                  {sameDay ? '' : ` → ${value.asOf.now ?? '–'}`}
                </li>
                <li>
                  {t('compare.engines', {
                    then: `${value.engine.then.version} / DuckDB ${value.engine.then.duckdb}`,
                    now: `${value.engine.now.version} / DuckDB ${value.engine.now.duckdb}`,
                  })}
                </li>
                <li>
                  {value.differs.length === 0
                    ? t('compare.figuresSame')
                    : t('compare.figuresDiffer', { parts: value.differs.join(', ') })}
                </li>
              </ul>
            </Callout>
          </div>
        )}
      </div>
    </Panel>
  );
}
