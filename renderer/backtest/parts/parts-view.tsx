import { asRun } from '../../../analysis/model/results/judged.ts';
import { count, rate } from '../../i18n/format.ts';
import { t } from '../../i18n/index.ts';
import { Callout, FailureCallout } from '../../parts/callout.tsx';
import { Outdated } from '../../parts/outdated.tsx';
import { useLatest } from '../../state/request.ts';
import type { ViewProps } from '../views.tsx';
import { AddPanel } from './add-panel.tsx';
import { ContributionTable } from './contribution-table.tsx';
import { OverlapPanel } from './overlap-panel.tsx';
import { PairsPanel } from './pairs-panel.tsx';
import { RetirePanel } from './retire-panel.tsx';
import { RuleWaterfall } from './rule-waterfall.tsx';
import { useWorth, type PartProps } from './worth.ts';
import './parts.css';

/** 寄与: what each rule contributes, what rules share, and which to retire or to add. */
export function PartsView(props: ViewProps) {
  const { ruleSet, result, info, open, trying } = props;
  const { filter } = result;
  const key = JSON.stringify([info.dataVersion, ruleSet, filter, asRun(result)]);
  const found = useLatest('backtest.contributions', { ruleSet, filter, judged: asRun(result) }, key);
  const { value, failure } = found;
  if (failure !== null) return <FailureCallout failure={failure} />;
  if (value === null)
    return (
      <p className="note" aria-busy="true">
        {t('parts.computing')}
      </p>
    );
  return (
    <Outdated className="parts-view" age={found}>
      {open.run.stale && !trying ? <p className="note">{t('parts.onNow')}</p> : null}
      <Told {...props} found={value} asked={key} />
    </Outdated>
  );
}

type ToldProps = ViewProps & Pick<PartProps, 'found'> & { readonly asked: string };

function Told({ asked, ...given }: ToldProps) {
  const { result, figures, found } = given;
  const props = { ...given, worth: useWorth(found, result, figures) };
  const measured = figures.money.cohort > 0;
  return (
    <>
      {result.blocked === 0 ? null : (
        <Callout kind="info">
          <p>{t('parts.throughOnly', { blocked: count(result.blocked) })}</p>
        </Callout>
      )}
      {measured ? (
        <>
          <RetirePanel {...props} />
          <ContributionTable {...props} />
          <RuleWaterfall {...props} />
        </>
      ) : (
        <Callout kind="info">
          <p>{t('parts.unmeasured')}</p>
        </Callout>
      )}
      <OverlapPanel {...props} />
      <PairsPanel {...props} />
      {measured ? <AddPanel key={asked} {...props} /> : null}
      {measured ? <p className="note">{t('parts.queueFixed', { share: rate(figures.queue.reviewed) })}</p> : null}
    </>
  );
}
