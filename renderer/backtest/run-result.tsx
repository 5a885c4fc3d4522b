import { useCallback, useEffect, useMemo } from 'react';
import type { BacktestResult } from '../../analysis/model/backtest.ts';
import { purchaseMinutesOf, type Assumptions } from '../../analysis/model/results/assumptions.ts';
import { asRun } from '../../analysis/model/results/judged.ts';
import { ordersOpened } from '../../analysis/model/results/opened.ts';
import { outcomeStates } from '../../analysis/model/target.ts';
import type { ProjectInfo } from '../../analysis/model/project.ts';
import type { RuleSet } from '../../analysis/model/ruleset.ts';
import { count, dateTime } from '../i18n/format.ts';
import { named, t } from '../i18n/index.ts';
import { backtestWarningText, slowerText } from '../i18n/messages.ts';
import { Button } from '../parts/button.tsx';
import { Callout, FailureCallout } from '../parts/callout.tsx';
import { Kept } from '../parts/kept.tsx';
import { Outdated } from '../parts/outdated.tsx';
import { JudgeAs } from '../parts/judge-as.tsx';
import { MaturityMark } from '../parts/figure.tsx';
import { Facts, MadeOn } from '../parts/save/save-context.ts';
import { addDocument, documents } from '../rule-sets/documents.ts';
import { go, openOrders } from '../state/address.ts';
import { call } from '../state/jobs.ts';
import { judgedOnScreen } from '../state/judged.ts';
import { useLatest } from '../state/request.ts';
import { useSegments } from '../state/segments.ts';
import { useStore } from '../state/store.ts';
import { attempt } from '../state/toasts.ts';
import { useUndoHere } from '../state/undo-here.ts';
import type { OpenDecided } from './alert-results.ts';
import { factsOf, scopeText } from './result-facts.ts';
import { staleHint, versionOf } from './run-list.tsx';
import { maturedOf, maturedText } from './maturity.ts';
import { Figures } from './run-figures.tsx';
import { shownRun, type OpenRun } from './run-store.ts';
import { sameAssumptions, useFigures, useFiguresBefore } from './money/assuming.ts';
import { NetPanel } from './money/net-panel.tsx';
import { Views } from './views.tsx';
import { WhatIfChanges } from './what-if-changes.tsx';
import { WhatIfPanel } from './what-if-panel.tsx';
import { redoTrial, trialOf, tryOtherwise, undoTrial } from './trial.ts';
import { asItRan, tried, type WhatIf } from './what-if.ts';

export interface RunResultProps {
  readonly open: OpenRun;
  readonly info: ProjectInfo;
  readonly stale: boolean;
  /** Other assumptions were kept with the run: it is to be read again. */
  readonly onKept: () => void;
}

const none: Assumptions = {};

export function RunResult({ open, info, stale, onKept }: RunResultProps) {
  const { run } = open;
  const held = useStore(trialOf);
  const steps = held?.runId === run.runId ? held.steps : null;
  const whatIf = steps?.now.whatIf ?? null;
  const tryMore = useCallback(
    (change: (now: WhatIf) => WhatIf) =>
      tryOtherwise(run.runId, (now) => {
        const next = change(now.whatIf ?? asItRan);
        return next === now.whatIf ? now : { ...now, whatIf: next };
      }),
    [run.runId],
  );
  const undo = useCallback(() => undoTrial(run.runId), [run.runId]);
  const redo = useCallback(() => redoTrial(run.runId), [run.runId]);
  useUndoHere({ undo, redo });
  // What is tried on the data of now still stands on what was assumed of this run.
  const kept = open.result.assumptions ?? none;
  const given = steps?.now.assumptions ?? kept;
  const minutes = purchaseMinutesOf(given);
  // Purchases that are laid out otherwise are added up anew; all else that is assumed is weighed.
  const anew = minutes !== purchaseMinutesOf(kept);
  const ask = (wanted: WhatIf) => ({
    ...{ ruleSet: tried(open.ruleSet, wanted), filter: open.result.filter },
    ...{ judged: asRun(open.result), save: false, assumptions: { purchaseMinutes: minutes } },
  });
  const key = (wanted: WhatIf) => JSON.stringify([run.runId, info.dataVersion, minutes, tried(open.ruleSet, wanted)]);
  // Both on the data as they are now and judged as the run, so that only what was changed makes a difference.
  const before = useLatest('backtest.run', whatIf ? ask(asItRan) : null, whatIf ? key(asItRan) : '');
  const asked = whatIf ?? (anew ? asItRan : null);
  const answer = useLatest('backtest.run', asked ? ask(asked) : null, asked ? key(asked) : '');
  const trial = asked === null ? null : answer.value;
  // Until the newest trial is answered everything shown, and every order it opens, is of the set that was answered last.
  const { result, groups } = trial ?? open;
  const ruleSet = (trial === null ? null : answer.asked?.ruleSet) ?? open.ruleSet;
  const [busy, old] = [stale || (asked !== null && answer.busy), stale || (asked !== null && !answer.fresh)];
  const age = useMemo(() => ({ fresh: !old, busy }), [old, busy]);
  const figures = useFigures({ result, groups }, given);
  const assume = (next: Assumptions) => tryOtherwise(run.runId, (now) => ({ ...now, assumptions: next }));
  const keep = () =>
    attempt(async () => {
      await call('backtest.assume', { runId: run.runId, assumptions: given });
      onKept();
    });
  const changed = trial !== null && !sameSet(ruleSet, tried(open.ruleSet, asItRan));
  const compared = changed && before.fresh ? before.value : null;
  const figuresBefore = useFiguresBefore(compared, given);
  const beside =
    compared === null || figuresBefore === null ? null : { result: compared.result, figures: figuresBefore };
  const shown: OpenRun = { ...open, ruleSet, result };
  const opening =
    (of: RuleSet): OpenDecided =>
    (wanted, states = outcomeStates, byPerson) =>
      openOrders(
        ordersOpened({ results: wanted, states, ...(byPerson === undefined ? {} : { byPerson }) }, of, result.filter),
      );
  const openDecided = opening(ruleSet);
  useEffect(() => {
    judgedOnScreen.set(asRun(open.result));
    return () => judgedOnScreen.set(null);
  }, [open.result]);
  const { beta } = figures.assumptions;
  useEffect(
    () => shownRun.set({ open: { ...open, ruleSet, result }, beta, tried: changed, age }),
    [open, ruleSet, result, beta, changed, age],
  );
  useEffect(() => () => shownRun.set(null), []);
  const assumed = !sameAssumptions(given, kept);
  const scope = scopeText(result.filter, useSegments(info), info);
  const facts = useMemo(
    () => factsOf(run, result, { rules: changed, assumed }, scope),
    [run, result, changed, assumed, scope],
  );
  return (
    <Facts.Provider value={facts}>
      {/* A kept run of earlier data is of another state than the one of now, whichever that was. */}
      <MadeOn.Provider value={run.stale && trial === null ? run.runId : null}>
        <article className="run-result" aria-busy={busy}>
          <RunHeader
            open={open}
            result={result}
            info={info}
            scope={result.filter.clauses.length === 0 ? null : scope}
            onTry={whatIf === null ? () => tryMore(() => asItRan) : null}
          />
          {run.stale ? (
            <Callout kind="warn">
              <p>{staleHint(run)}</p>
            </Callout>
          ) : null}
          <JudgeAs judged={asRun(open.result)} info={info} says={t('backtest.judgedOtherwise')} />
          {result.warnings.map((warning) => (
            <Callout key={warning.code} kind="warn">
              <p>{backtestWarningText(warning)}</p>
            </Callout>
          ))}
          {whatIf === null ? null : <p className="note">{t('whatIf.sample')}</p>}
          {whatIf === null && asked !== null && answer.failure !== null ? (
            <FailureCallout failure={answer.failure} />
          ) : null}
          <Outdated className="run-part" age={age}>
            <Kept of={[result, ruleSet, figures, compared, figuresBefore, given]}>
              {() => (
                <>
                  <Figures result={result} headlines={figures.headlines} before={beside} open={openDecided} />
                  <p className="note">{t('backtest.beforeAssumptions')}</p>
                  <NetPanel
                    {...{ result, figures, given }}
                    onAssume={assume}
                    open={openDecided}
                    before={figuresBefore?.money ?? null}
                  />
                </>
              )}
            </Kept>
          </Outdated>
          {steps === null || whatIf === null ? null : (
            <WhatIfPanel
              ruleSet={open.ruleSet}
              whatIf={whatIf}
              steps={{ undo: steps.past.length > 0 ? undo : null, redo: steps.future.length > 0 ? redo : null }}
              onChange={tryMore}
              onClose={() => tryOtherwise(run.runId, (now) => ({ ...now, whatIf: null }))}
              answer={answer}
              assumptions={given}
            />
          )}
          {whatIf === null ? null : (
            <Kept of={[result, ruleSet, figures, compared, figuresBefore, given, changed, age]}>
              {() => (
                <WhatIfChanges
                  before={beside === null ? null : { ...beside, open: opening(tried(open.ruleSet, asItRan)) }}
                  after={{ result, figures, open: openDecided }}
                  {...{ changed, given }}
                  age={age}
                />
              )}
            </Kept>
          )}
          <Views
            {...{ age, ruleSet, result, figures, info, given, kept, openDecided }}
            open={shown}
            ran={open.ruleSet}
            trying={whatIf !== null}
            onTry={(change) => tryMore((now) => change(now, open.ruleSet))}
            onAssume={assume}
            onKeep={info.readOnly ? null : keep}
          />
          <p className="note mono">
            {t('backtest.engine', { version: result.engine.version, duckdb: result.engine.duckdb })} ·{' '}
            {t('backtest.hash', { hash: result.hashes.ruleSet.slice(0, 12) })}
          </p>
          {result.engine.slower?.map((one) => (
            <p key={one.what} className="note">
              {slowerText(one)}
            </p>
          ))}
        </article>
      </MadeOn.Provider>
    </Facts.Provider>
  );
}

const sameSet = (a: RuleSet, b: RuleSet): boolean => JSON.stringify(a) === JSON.stringify(b);

interface RunHeaderProps {
  readonly open: OpenRun;
  /** The figures below it: of the run, or of the set as it is tried on the data of now. */
  readonly result: BacktestResult;
  readonly info: ProjectInfo;
  /** Null while it is being tried otherwise. */
  readonly onTry: (() => void) | null;
  /** Which orders it is of; null for all. */
  readonly scope: string | null;
}

function RunHeader({ open: { run, ruleSet }, result, info, scope, onTry }: RunHeaderProps) {
  const measured = result.maturity === 'measured';
  const facts: readonly (readonly [string, string])[] = [
    [
      t('top.target'),
      `${named(result.target.name)}${measured ? ` ${t('top.days', { days: result.target.horizonDays })}` : ''}`,
    ],
    [t('top.asOf'), result.asOf ?? t('top.asOfNoEffect')],
    [t('top.period'), result.period === null ? '–' : `${result.period.from} – ${result.period.to}`],
    [t('backtest.rows'), t('common.orders', { count: count(result.rows) })],
    ...(scope === null ? [] : [[t('backtest.scopeOf'), scope] as const]),
    [t('backtest.ranAt'), dateTime(run.ranAt, info.timezone)],
  ];
  const openSet = () => {
    const same = documents.get()?.find((held) => JSON.stringify(held.now.ruleSet) === JSON.stringify(ruleSet));
    const at = dateTime(run.ranAt, info.timezone);
    const asItRan = () => addDocument({ ...ruleSet, name: t('rules.asItRan', { name: ruleSet.name, at }) });
    go({ room: 'rules', path: [(same ?? asItRan()).id] });
  };
  return (
    <header className="run-header">
      <div className="row">
        <h2>{run.ruleSetName}</h2>
        <span className="tag mono">{run.modelId}</span>
        <span className="tag">{versionOf(run)}</span>
        {run.stale ? <span className="tag warn">{t('backtest.stale')}</span> : null}
        <span className="grow" />
        {onTry === null ? null : (
          <Button small onClick={onTry}>
            {t('whatIf.open')}
          </Button>
        )}
        <Button small icon="rules" onClick={openSet}>
          {t('rules.openSet')}
        </Button>
      </div>
      <dl className="run-facts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
        <div>
          <dt>{t('backtest.maturity')}</dt>
          <dd className="row">
            <MaturityMark kind={maturedOf(result).mark} />
            {maturedText(result)}
          </dd>
        </div>
      </dl>
    </header>
  );
}
