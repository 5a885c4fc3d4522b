import { useId } from 'react';
import type { BacktestResult } from '../../analysis/model/backtest.ts';
import type { ProjectInfo } from '../../analysis/model/project.ts';
import type { Assumptions } from '../../analysis/model/results/assumptions.ts';
import type { RunFigures } from '../../analysis/model/results/of-run.ts';
import { dayAfter } from '../../analysis/model/calendar-periods.ts';
import { ordersOfPart } from '../../analysis/model/results/breakdown.ts';
import { reviewResults } from '../../analysis/model/results/money.ts';
import { ordersOpened } from '../../analysis/model/results/opened.ts';
import { daysFilter } from '../../analysis/model/results/parts.ts';
import { outcomeStates } from '../../analysis/model/target.ts';
import type { RuleSet } from '../../analysis/model/ruleset.ts';
import { t } from '../i18n/index.ts';
import { Kept } from '../parts/kept.tsx';
import { Outdated } from '../parts/outdated.tsx';
import { Tabs } from '../parts/tabs.tsx';
import { address, go, openOrders } from '../state/address.ts';
import type { Age } from '../state/latest.ts';
import { useStore } from '../state/store.ts';
import type { OpenDecided } from './alert-results.ts';
import { RulesView } from './by-rule/rules-view.tsx';
import { Confusion } from './confusion.tsx';
import { CutView } from './cut/cut-view.tsx';
import { DecisionTable } from './decision-table.tsx';
import { CompareView } from './compare/compare-view.tsx';
import { JudgedView } from './judged/judged-view.tsx';
import { LinkedPanel } from './linked-panel.tsx';
import { AssumptionsPanel } from './money/assumptions-panel.tsx';
import { HeadlinePanel } from './money/headline-panel.tsx';
import { MoneyPanel } from './money/money-panel.tsx';
import { QueuePanel } from './money/queue-panel.tsx';
import { PartsView } from './parts/parts-view.tsx';
import { ReviewSamples } from './review-sample/review-samples.tsx';
import type { OpenRun } from './run-store.ts';
import { Segments } from './segments/segments.tsx';
import { OverTime } from './time/over-time.tsx';
import { SplitView } from './split/split-view.tsx';
import { WeeklyDecisions } from './weekly-decisions.tsx';
import type { WhatIf } from './what-if.ts';

/** What every view of a run is given. */
export interface ViewProps {
  /** The run with the rule set and the result that are shown: as it ran, or as they are tried otherwise. */
  readonly open: OpenRun;
  /** Not fresh while another trial is under way or failed: what is shown is of the one before. */
  readonly age: Age;
  readonly ruleSet: RuleSet;
  /** As it ran, whatever is tried. */
  readonly ran: RuleSet;
  readonly result: BacktestResult;
  readonly figures: RunFigures;
  readonly info: ProjectInfo;
  /** Whether rules are being tried otherwise. */
  readonly trying: boolean;
  readonly openDecided: OpenDecided;
  readonly given: Assumptions;
  /** What is kept with the run. */
  readonly kept: Assumptions;
  readonly onAssume: (next: Assumptions) => void;
  readonly onKeep: (() => void) | null;
  /** Tries something more, beside what is tried already. */
  readonly onTry: (change: (whatIf: WhatIf, ruleSet: RuleSet) => WhatIf) => void;
}

const decisionsView = ({ result, ruleSet, info, figures, openDecided }: ViewProps) => (
  <>
    <WeeklyDecisions result={result} ruleSet={ruleSet} info={info} />
    <div className="two-tables">
      <DecisionTable result={result} open={openDecided} />
      <Confusion result={result} open={openDecided} />
    </div>
    <HeadlinePanel result={result} figures={figures} open={openDecided} />
    {result.bad + result.good > 0 ? null : <LinkedPanel {...{ result, ruleSet }} dataVersion={info.dataVersion} />}
  </>
);

const moneyView = ({ open, ruleSet, result, figures, info, given, kept, openDecided, onAssume, onKeep }: ViewProps) => (
  <>
    <MoneyPanel result={result} figures={figures} given={given} open={openDecided} />
    <AssumptionsPanel
      {...{ result, given, kept, onKeep }}
      all={figures.assumptions}
      last={open.assumptions}
      onChange={onAssume}
    />
    <QueuePanel
      figures={figures}
      open={openDecided}
      openDay={(day) =>
        openOrders(
          ordersOpened(
            { results: reviewResults, states: outcomeStates },
            ruleSet,
            ordersOfPart(result.filter, daysFilter(day, dayAfter(day, 1), info.timezone)),
          ),
        )
      }
    />
  </>
);

const cutView = ({ ruleSet, ran, result, given, info, open, onTry }: ViewProps) => (
  <CutView {...{ ruleSet, ran, result, given, info, onTry }} runId={open.run.runId} />
);

const splitView = ({ ruleSet, result, given, info, open }: ViewProps) => (
  <SplitView {...{ ruleSet, result, given, info }} runId={open.run.runId} />
);

const sampleView = ({ open, ruleSet, result, info, trying }: ViewProps) =>
  trying ? (
    <p className="note">{t('backtest.sampleOfRun')}</p>
  ) : (
    <ReviewSamples run={open.run} ruleSet={ruleSet} result={result} info={info} />
  );

/** The views of a run in the order of their tabs, each made of what all of them are given. */
const views = {
  decisions: decisionsView,
  money: moneyView,
  rules: (props) => <RulesView {...props} />,
  parts: PartsView,
  cut: cutView,
  split: splitView,
  time: (props) => <OverTime {...props} />,
  segments: (props) => <Segments {...props} />,
  compare: (props) => <CompareView {...props} />,
  judged: JudgedView,
  sample: sampleView,
} as const satisfies Readonly<Record<string, (props: ViewProps) => React.ReactNode>>;

type ViewKey = keyof typeof views;
const keys = Object.keys(views) as readonly ViewKey[];

/** One of the views at a time; which one stands in the address. */
export function Views(props: ViewProps) {
  const id = useId();
  const { params } = useStore(address);
  const chosen = keys.find((key) => key === params['show']) ?? 'decisions';
  const View = views[chosen];
  const { open, ruleSet, ran, result, figures, info, trying, given, kept, onKeep } = props;
  return (
    <>
      <div className="run-views">
        <Tabs
          id={id}
          label={t('backtest.views')}
          tabs={keys.map((key) => ({ key, title: t(`backtest.view.${key}`) }))}
          chosen={chosen}
          onChoose={(show) => go({ params: { show }, replace: true })}
        />
      </div>
      <div role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${chosen}`}>
        <Outdated className="run-view" age={props.age}>
          <Kept
            of={[
              View,
              open.run,
              open.assumptions,
              ruleSet,
              ran,
              result,
              figures,
              info,
              trying,
              given,
              kept,
              onKeep === null,
            ]}
          >
            {() => <View {...props} />}
          </Kept>
        </Outdated>
      </div>
    </>
  );
}
