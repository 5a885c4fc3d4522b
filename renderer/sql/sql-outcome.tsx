import { useState } from 'react';
import { sqlProblemText } from '../../analysis/model/messages/sql.ts';
import type { ProjectInfo } from '../../analysis/model/project.ts';
import type { SqlProblem, SqlRows } from '../../analysis/model/sql-console.ts';
import { count, dateTime } from '../i18n/format.ts';
import { language, t } from '../i18n/index.ts';
import { Button } from '../parts/button.tsx';
import { Callout } from '../parts/callout.tsx';
import { Outdated } from '../parts/outdated.tsx';
import { Panel } from '../parts/panel.tsx';
import { Facts } from '../parts/save/save-context.ts';
import { personalNames, savedTable } from './cell-text.ts';
import { ChartPanel } from './chart-panel.tsx';
import { RowsTable } from './rows-table.tsx';
import type { Console } from './sql-store.ts';

interface OutcomeProps {
  readonly info: ProjectInfo;
  readonly answered: Console['answered'];
  /** Another query is under way. */
  readonly stale: boolean;
  readonly onPlace: (place: { readonly from: number }) => void;
}

/** What the last query came to: its rows, what is wrong with it, or that it was stopped. */
export function SqlOutcome({ info, answered, stale, onPlace }: OutcomeProps) {
  if (answered === null) return <p className="empty">{t('sql.none')}</p>;
  const { answer, text } = answered;
  if (answer === 'cancelled')
    return (
      <p className="note" role="status" data-testid="sql-cancelled">
        {t('sql.cancelled')}
      </p>
    );
  return (
    <Outdated age={{ fresh: !stale, busy: stale }}>
      {answer.kind === 'refused' ? (
        <Problem problem={answer.problem} onPlace={onPlace} />
      ) : (
        <Rows info={info} answer={answer} text={text} />
      )}
    </Outdated>
  );
}

interface ProblemProps extends Pick<OutcomeProps, 'onPlace'> {
  readonly problem: SqlProblem;
}

function Problem({ problem, onPlace }: ProblemProps) {
  const { text, place } = sqlProblemText(problem, language.get());
  const { place: at, detail } = problem;
  return (
    <Callout kind="error">
      <p data-testid="sql-problem">
        {place === null ? '' : `${place}: `}
        {text}
      </p>
      {detail === '' ? null : (
        <details>
          <summary>{t('sql.detail')}</summary>
          <pre className="sql-detail">{detail}</pre>
        </details>
      )}
      {at === null || place === null ? null : (
        <Button small onClick={() => onPlace({ from: at.from })}>
          {t('sql.goPlace', { place })}
        </Button>
      )}
    </Callout>
  );
}

interface RowsProps extends Pick<OutcomeProps, 'info'> {
  readonly answer: SqlRows;
  readonly text: string;
}

function Rows({ info, answer, text }: RowsProps) {
  const [wanted, setWanted] = useState(false);
  const names = personalNames(answer);
  const personal = names !== '' && wanted;
  const facts = [
    [t('sql.query'), text] as const,
    [t('sql.result'), rowsText(answer)] as const,
    [t('top.asOf'), info.asOf === null ? '–' : dateTime(info.asOf, info.timezone)] as const,
  ];
  return (
    <Facts.Provider value={facts}>
      <div className="stack">
        <Panel
          title={t('sql.result')}
          note={<span data-testid="sql-rows">{rowsText(answer)}</span>}
          table={() => savedTable(answer, personal)}
        >
          {answer.rows === 0 ? <p className="empty">{t('sql.noRows')}</p> : null}
          <RowsTable answer={answer} timezone={info.timezone} />
          {names === '' ? null : (
            <div className="sql-personal">
              <p className="note">{t('sql.personal', { names })}</p>
              <label className="row">
                <input type="checkbox" checked={wanted} onChange={({ target }) => setWanted(target.checked)} />
                <span>{t('sql.withPersonal')}</span>
              </label>
            </div>
          )}
        </Panel>
        {answer.rows === 0 ? null : <ChartPanel info={info} answer={answer} personal={personal} />}
      </div>
    </Facts.Provider>
  );
}

function rowsText({ rows, cut, total, ms }: SqlRows): string {
  const seconds = (ms / 1000).toFixed(ms < 10_000 ? 2 : 1);
  if (!cut) return t('sql.rows', { rows: count(rows), seconds });
  if (total === null) return t('sql.cutMore', { shown: count(rows), seconds });
  return t('sql.cut', { shown: count(rows), rows: count(total), seconds });
}
