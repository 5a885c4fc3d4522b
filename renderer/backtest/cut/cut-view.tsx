import { useMemo, useState } from 'react';
import { cutsOf, unstudiedOf, withCut, type MovableCut } from '../../../analysis/expression/index.ts';
import type { BacktestResult } from '../../../analysis/model/backtest.ts';
import type { ProjectInfo } from '../../../analysis/model/project.ts';
import type { Assumptions } from '../../../analysis/model/results/assumptions.ts';
import { asRun } from '../../../analysis/model/results/judged.ts';
import { ordersOpened } from '../../../analysis/model/results/opened.ts';
import { judgedIn, splitParts } from '../../../analysis/model/results/split.ts';
import { curveOf, type Curve, type CurvePoint } from '../../../analysis/model/results/threshold-curve.ts';
import type { Thresholds } from '../../../analysis/model/results/thresholds.ts';
import type { RuleSet } from '../../../analysis/model/ruleset.ts';
import { outcomeStates } from '../../../analysis/model/target.ts';
import { count, minorPerMajor, plain } from '../../i18n/format.ts';
import { t } from '../../i18n/index.ts';
import { Button } from '../../parts/button.tsx';
import { FailureCallout } from '../../parts/callout.tsx';
import { Outdated } from '../../parts/outdated.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Explained } from '../../parts/save/explained.tsx';
import { address, go, openOrders } from '../../state/address.ts';
import { useStore } from '../../state/store.ts';
import { texts } from '../money/words.ts';
import { SplitPicker, useSplit } from '../split/split-picker.tsx';
import type { WhatIf } from '../what-if.ts';
import type { OpenDecided } from '../alert-results.ts';
import { setAt, titleOf, withValue } from './clauses.ts';
import { CurveChart } from './curve-chart.tsx';
import { CurveTable, curveRows } from './curve-table.tsx';
import { HeldOut } from './held-out.tsx';
import { SwapSet } from './swap-set.tsx';
import { useStudy, type StudyAsk } from './use-study.ts';
import { writeValue } from './write-value.ts';
import './cut.css';

export interface CutViewProps {
  readonly runId: string;
  /** As it is tried. */
  readonly ruleSet: RuleSet;
  /** As it ran. */
  readonly ran: RuleSet;
  readonly result: BacktestResult;
  readonly given: Assumptions;
  readonly info: ProjectInfo;
  readonly onTry: (change: (whatIf: WhatIf, ruleSet: RuleSet) => WhatIf) => void;
}

/** しきい値: what the whole set is worth at other values of one of its thresholds. */
export function CutView(props: CutViewProps) {
  const { ruleSet, ran } = props;
  const { params } = useStore(address);
  const all = cutsOf(ruleSet);
  const movable = all.find(({ key }) => key === params['cut']) ?? all[0];
  if (movable === undefined)
    return (
      <>
        <p className="note">{t('cut.none')}</p>
        <NotStudied ruleSet={ruleSet} />
      </>
    );
  const before = cutsOf(ran).find(({ key }) => key === movable.key)?.value ?? movable.value;
  return <Studied key={movable.key} {...props} {...{ all, movable, before }} />;
}

/** Names the numbers of the rules that cannot be moved here. */
function NotStudied({ ruleSet }: Pick<CutViewProps, 'ruleSet'>) {
  const left = unstudiedOf(ruleSet);
  if (left.length === 0) return null;
  const clauses = left.map(({ code, text }) => `${code}: ${text}`).join(' · ');
  return (
    <p className="note" data-testid="not-studied">
      {t('cut.notStudied', { clauses })}
    </p>
  );
}

interface StudiedProps extends CutViewProps {
  readonly all: readonly MovableCut[];
  readonly movable: MovableCut;
  /** The value as the rule set ran: what others are compared with, whichever is tried. */
  readonly before: number;
}

function Studied({ all, movable, before, ...props }: StudiedProps) {
  const { runId, ruleSet, result, given, info, onTry } = props;
  const [again, setAgain] = useState(0);
  const [picked, setPicked] = useState<number | null>(null);
  const split = useSplit(runId);
  const perMajor = minorPerMajor(result.currency);
  const train = split === null ? undefined : splitParts(split, result.filter, info.timezone, result.asOf)[0];
  const present = setAt(ruleSet, movable.key, before);
  // The number may be as long as another in its place.
  const cut = cutsOf(present).find(({ key }) => key === movable.key)?.cut ?? movable.cut;
  const ask: StudyAsk = {
    ...{ ruleSet: present, cut, filter: train?.filter ?? result.filter },
    judged: train === undefined ? asRun(result) : judgedIn(train, asRun(result)),
  };
  const study = useStudy(ask, JSON.stringify([ask, info.dataVersion, again]), given, perMajor);
  const { thresholds, fresh } = study;
  const curve = useMemo(
    () => (thresholds === null ? null : curveOf({ thresholds, given, perMajor })),
    [thresholds, given, perMajor],
  );
  const openAt =
    (at: number): OpenDecided =>
    (rows, states = outcomeStates) =>
      openOrders(ordersOpened({ results: rows, states }, withCut(present, cut, at), ask.filter), ask.judged);
  const value = picked !== null && has(curve, picked) ? picked : curve === null ? null : firstChosen(curve);
  const choose = (
    <div className="row wrap cut-choices">
      <label className="row cut-choice">
        <span>{t('cut.clause')}</span>
        <select
          className="select"
          value={movable.key}
          onChange={({ target }) => go({ params: { cut: target.value }, replace: true })}
        >
          {all.map((one) => (
            <option key={one.key} value={one.key}>
              {titleOf(one, info.columns)}
            </option>
          ))}
        </select>
      </label>
      <SplitPicker key={runId} runId={runId} period={result.period} />
    </div>
  );
  return (
    <>
      <Panel
        title={t('cut.title')}
        className="cut-panel"
        table={curve === null ? undefined : () => curveRows(curve, result.currency, result.target)}
      >
        {study.failure === null ? null : (
          <div className="stack">
            <FailureCallout failure={study.failure} />
            <Button small onClick={() => setAgain(again + 1)}>
              {t('cut.again')}
            </Button>
          </div>
        )}
        {choose}
        <NotStudied ruleSet={ruleSet} />
        {thresholds === null || curve === null ? (
          study.failure === null ? (
            <div className="skeleton cut-skeleton" aria-busy="true" />
          ) : null
        ) : (
          <Outdated age={{ fresh, busy: !fresh && study.failure === null }}>
            <Drawn
              {...{ thresholds, curve, study, value, given }}
              open={openAt}
              result={result}
              until={train?.asOf ?? null}
              onChoose={setPicked}
            />
          </Outdated>
        )}
        {curve === null || value === null ? null : (
          <div className="row wrap cut-use">
            <span>
              {t('cut.selected')}: <strong>{plain(value)}</strong>
            </span>
            {value === curve.present.value ? <span className="note">{t('cut.isPresent')}</span> : null}
            {value === movable.value ? (
              value === curve.present.value ? null : (
                <span className="tag warn">{t('cut.isTried')}</span>
              )
            ) : (
              <>
                <Button
                  small
                  look="primary"
                  disabled={!fresh}
                  onClick={() => onTry((whatIf, own) => withValue(own, ruleSet, whatIf, movable, value))}
                >
                  {t('cut.try')}
                </Button>
                <Button small icon="rules" disabled={!fresh} onClick={() => writeValue(ruleSet, movable, value)}>
                  {t('cut.write')}
                </Button>
              </>
            )}
          </div>
        )}
      </Panel>
      {curve === null || thresholds === null || value === null || !fresh ? null : (
        <>
          {split === null ? null : (
            <HeldOut
              {...{ split, value, given, thresholds }}
              ask={{ ...ask, filter: result.filter, judged: asRun(result) }}
              timezone={info.timezone}
              known={result.asOf}
              training={curve}
              trainedOn={thresholds}
              dataVersion={info.dataVersion}
            />
          )}
          {value === curve.present.value ? null : (
            <SwapSet
              {...{ value }}
              ruleSet={present}
              other={setAt(ruleSet, movable.key, value)}
              filter={result.filter}
              judged={asRun(result)}
              present={curve.present.value}
              target={result.target}
              dataVersion={info.dataVersion}
            />
          )}
        </>
      )}
    </>
  );
}

const has = (curve: Curve | null, value: number): boolean =>
  curve?.points.some((point) => point.value === value) === true;

interface DrawnProps {
  readonly thresholds: Thresholds;
  readonly curve: Curve;
  readonly study: { readonly refining: boolean };
  readonly value: number | null;
  readonly result: BacktestResult;
  /** The last day of what is known of training orders; null where nothing is split. */
  readonly until: string | null;
  readonly onChoose: (value: number) => void;
  readonly given: Assumptions;
  readonly open: (value: number) => OpenDecided;
}

/** What the figures of a curve are of. */
function groundOf({ period, asOf, orders, maturity }: Thresholds, cohort: number): string {
  const days = period === null ? '–' : `${period.from} – ${period.to}`;
  const of = t(maturity === 'measured' ? 'cut.cohortOf' : 'cut.cohortKnownOf', { count: count(cohort) });
  return t('cut.ground', { days, asOf: asOf ?? t('top.asOfNoEffect'), orders: count(orders), of });
}

function Drawn({ thresholds, curve, study, value, result, until, onChoose, given, open }: DrawnProps) {
  const { currency, target } = result;
  const { plateau, present, best, offered, points } = curve;
  const chosen = value ?? best.value;
  const blocked = Math.max(...points.map(({ band }) => band?.unknown ?? 0));
  if (curve.cohort === 0) return <p className="note">{t('cut.unmeasured')}</p>;
  return (
    <>
      <CurveChart {...{ curve, currency, chosen, onChoose }} />
      <p className="row wrap cut-offers" data-testid="cut-offers">
        <span>{t('cut.offer')}:</span>
        {offered.map((one) => (
          <Button key={one} small aria-pressed={one === chosen} onClick={() => onChoose(one)}>
            {plain(one)}
          </Button>
        ))}
        {offered.includes(best.value) || present.likeBest === null ? null : (
          <Button small aria-pressed={best.value === chosen} onClick={() => onChoose(best.value)}>
            {plain(best.value)} ({t('cut.best')})
          </Button>
        )}
      </p>
      <Explained>
        {t('cut.plateauOf', { from: plain(plateau.from), to: plain(plateau.to), best: plain(best.value) })}{' '}
        {presentText(present)}
        {t('cut.chosenAmong', { count: count(points.length) })}
        {until === null ? '' : ` ${t('cut.training', { until })}`}
        {study.refining ? ` ${t('cut.refining')}` : ''}
      </Explained>
      <CurveTable {...{ curve, currency, target, chosen, onChoose, given, open }} />
      <Explained>{groundOf(thresholds, curve.cohort)}</Explained>
      <Explained>
        {points.every(({ interval }) => interval === null)
          ? t('cut.fewDiffer')
          : t('cut.band', { by: byOf(thresholds) })}{' '}
        {blocked === 0 ? '' : `${t('cut.blockedNote', { count: count(blocked) })} `}
        {thresholds.valued === null
          ? ''
          : t('cut.valued', { valued: count(thresholds.valued), orders: count(thresholds.orders) })}{' '}
        {t('cut.about')}
      </Explained>
    </>
  );
}

/** The present value unless something speaks for another; then the one that is offered first. */
const firstChosen = ({ present, offered }: Curve): number | null =>
  present.likeBest === true ? present.value : (offered[0] ?? null);

/** Whether anything speaks for another value than the present one. */
function presentText({ likeBest, value }: CurvePoint): string {
  if (likeBest === false) return '';
  return `${t(likeBest === null ? 'cut.presentUnmeasured' : 'cut.presentFine', { value: plain(value) })} `;
}

const byOf = ({ entities: { by } }: Thresholds): string =>
  by === 'order' ? t('decisions.orders') : texts().clusters[by];
