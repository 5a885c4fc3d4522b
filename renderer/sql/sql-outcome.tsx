import { useState, type ReactNode } from 'react';
import { sqlProblemText } from '../../analysis/model/messages/sql.ts';
import type { ProjectInfo } from '../../analysis/model/project.ts';
import type { ResultFacts } from '../../analysis/model/results/result-file.ts';
import type { SqlProblem, SqlRows } from '../../analysis/model/sql-console.ts';
import { count, date } from '../i18n/format.ts';
import { language, t } from '../i18n/index.ts';
import { Button } from '../parts/button.tsx';
import { Callout } from '../parts/callout.tsx';
import { Outdated } from '../parts/outdated.tsx';
import { Panel } from '../parts/panel.tsx';
import { Facts, MadeOn, Pinnable, Query } from '../parts/save/save-context.ts';
import { personalNames, savedTable } from './cell-text.ts';
import { ChartPanel } from './chart-panel.tsx';
import { RowsTable } from './rows-table.tsx';
import { isCurrent, isEarlier, type Answered, type Console } from './sql-store.ts';

interface OutcomeProps {
  readonly info: ProjectInfo;
  readonly answered: Console['answered'];
  /** The query as it is written now. */
  readonly text: string;
  /** A query is under way. */
  readonly busy: boolean;
  readonly onRun: () => void;
  readonly onPlace: (place: { readonly from: number }) => void;
}

/** What the last query came to: its rows, what is wrong with it, or that it was stopped. */
export function SqlOutcome({ info, answered, text, busy, onRun, onPlace }: OutcomeProps) {
  if (answered === null) return <p className="empty">{t('sql.none')}</p>;
  const { answer } = answered;
  const earlier = isEarlier(answered, text);
  if (answer === 'cancelled')
    return earlier ? null : (
      <p className="note" role="status" data-testid="sql-cancelled">
        {t('sql.cancelled')}
      </p>
    );
  if (answer.kind === 'rows' && !isCurrent(answered, info))
    return busy ? null : (
      <Callout kind="warn">
        <p data-testid="sql-changed">{t(earlier ? 'sql.changedEarlier' : 'sql.changed')}</p>
        {earlier ? null : (
          <Button small icon="play" onClick={onRun}>
            {t('sql.runAgain')}
          </Button>
        )}
      </Callout>
    );
  return (
    <>
      {earlier && !busy ? (
        <p className="sql-earlier" data-testid="sql-earlier">
          <span className="tag warn">{t('sql.earlier')}</span>
          <span className="note">{t(answer.kind === 'rows' ? 'sql.earlierRows' : 'sql.earlierProblem')}</span>
        </p>
      ) : null}
      <Outdated age={{ fresh: !busy && !earlier, busy }}>
        {answer.kind === 'refused' ? (
          <Problem problem={answer.problem} {...(earlier ? {} : { onPlace })} />
        ) : (
          <Rows info={info} answer={answer} answered={answered} />
        )}
      </Outdated>
    </>
  );
}

interface ProblemProps extends Partial<Pick<OutcomeProps, 'onPlace'>> {
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
      {at === null || place === null || onPlace === undefined ? null : (
        <Button small onClick={() => onPlace({ from: at.from })}>
          {t('sql.goPlace', { place })}
        </Button>
      )}
    </Callout>
  );
}

interface RowsProps extends Pick<OutcomeProps, 'info'> {
  readonly answer: SqlRows;
  readonly answered: Answered;
}

function Rows({ info, answer, answered: { text, of } }: RowsProps) {
  const [wanted, setWanted] = useState(false);
  const names = personalNames(answer);
  const personal = names !== '' && wanted;
  const facts = [
    [t('sql.result'), rowsText(answer)] as const,
    [t('top.asOf'), of.asOf === null ? t('top.asOfNoEffect') : date(of.asOf, info.timezone)] as const,
  ];
  return (
    <Standing {...{ facts, text, of }} pinnable={!personal}>
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
    </Standing>
  );
}

interface StandingProps extends Pick<Answered, 'text' | 'of'> {
  readonly facts: ResultFacts;
  readonly pinnable: boolean;
  readonly children: ReactNode;
}

/** What is said of the result wherever it goes. */
const Standing = ({ facts, text, of, pinnable, children }: StandingProps) => (
  <Facts.Provider value={facts}>
    <Query.Provider value={text}>
      <MadeOn.Provider value={of.dataVersion}>
        <Pinnable.Provider value={pinnable}>{children}</Pinnable.Provider>
      </MadeOn.Provider>
    </Query.Provider>
  </Facts.Provider>
);

function rowsText({ rows, cut, total, ms }: SqlRows): string {
  const seconds = (ms / 1000).toFixed(ms < 10_000 ? 2 : 1);
  if (!cut) return t('sql.rows', { rows: count(rows), seconds });
  if (total === null) return t('sql.cutMore', { shown: count(rows), seconds });
  return t('sql.cut', { shown: count(rows), rows: count(total), seconds });
}
