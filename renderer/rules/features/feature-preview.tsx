import type { FeatureEstimate, FeaturePreview } from '../../../analysis/model/feature-preview.ts';
import { velocityPath, type Feature } from '../../../analysis/model/features.ts';
import type { ProjectInfo } from '../../../analysis/model/project.ts';
import type { RuleSet } from '../../../analysis/model/ruleset.ts';
import { ruleClause } from '../../../analysis/model/results/rule-clauses.ts';
import { count, rate, seconds } from '../../i18n/format.ts';
import { t } from '../../i18n/index.ts';
import { backtestWarningText } from '../../i18n/messages.ts';
import { outcomeText } from '../../i18n/outcome-words.ts';
import { orderParam } from '../../orders/open-order.ts';
import { Button } from '../../parts/button.tsx';
import { Callout, FailureCallout } from '../../parts/callout.tsx';
import { Figure, FigureSkeleton } from '../../parts/figure.tsx';
import { Panel } from '../../parts/panel.tsx';
import { ordersOf } from '../../rule-sets/orders-behind.tsx';
import { address, go, openOrders } from '../../state/address.ts';
import { useStore } from '../../state/store.ts';
import { featureName, meanText, sourceName, valueText } from './feature-words.ts';
import { HindsightPanel } from './hindsight-panel.tsx';
import { usePreview } from './use-preview.ts';
import { ValueChart } from './value-chart.tsx';

export interface FeaturePreviewProps {
  readonly info: ProjectInfo;
  readonly feature: Feature;
  readonly ruleSet: RuleSet;
  /** It checks, so that it can be computed. */
  readonly ready: boolean;
}

/** What a feature says of the orders in view, what it costs, and what hindsight would have said; kept up while it changes. */
export function FeaturePreviewPanel({ info, feature, ruleSet, ready }: FeaturePreviewProps) {
  const { filter } = useStore(address);
  const { estimate, start, preview, hindsight, ask } = usePreview(feature, ruleSet, info, ready);
  const { value, fresh, busy } = preview;
  const failure = (estimate.busy ? null : estimate.failure) ?? (busy ? null : preview.failure);
  const note = t(!ready ? 'features.previewWaits' : filter.clauses.length > 0 ? 'impact.onFilter' : 'impact.onAll');
  /** The orders that a condition on this feature meets; what the feature is called must not matter to them. */
  const open = (when: string) => {
    const { currency, timezone } = ruleSet;
    const clause = ruleClause({ code: when, when }, { currency, timezone, features: [feature] }, 'true');
    openOrders(ordersOf(filter, clause));
  };
  return (
    <>
      <Panel title={t('features.preview')} note={note} className="feature-preview">
        {failure && ready ? <FailureCallout failure={failure} /> : null}
        {estimate.fresh && estimate.value && !fresh && failure === null ? (
          <Ahead estimate={estimate.value} feature={feature} start={start} />
        ) : null}
        {value === null ? (
          <Waiting ready={ready} failed={failure !== null || start !== null} />
        ) : (
          <Shown
            {...{ info, feature, value, open }}
            timezone={ruleSet.timezone}
            stale={!fresh}
            busy={ready && !fresh && failure === null && start === null}
          />
        )}
      </Panel>
      {value === null || value.filled === 0 || value.cost.events === 0 ? null : (
        <HindsightPanel hindsight={hindsight} filled={value} ask={ask} target={info.target} />
      )}
      {value === null ? null : <Highest {...{ info, value }} timezone={ruleSet.timezone} stale={!fresh} />}
    </>
  );
}

interface AheadProps {
  readonly estimate: FeatureEstimate;
  readonly feature: Feature;
  readonly start: (() => void) | null;
}

/** What computing it will cost, before and while it is done. */
function Ahead({ estimate, feature, start }: AheadProps) {
  const { expectedMs } = estimate;
  return (
    <div data-testid="feature-ahead">
      <CostFigures
        {...estimate}
        {...{ feature }}
        stale={false}
        time={{
          label: t('features.costExpected'),
          value: expectedMs === null ? t('common.notMeasured') : seconds(expectedMs),
          note: t(expectedMs === null ? 'features.costNotTimed' : 'features.costExpectedNote'),
        }}
      />
      {start === null ? null : (
        <div className="row wrap">
          <Button small icon="play" onClick={start}>
            {t('features.costStart')}
          </Button>
          <span className="note">{t('features.costLarge')}</span>
        </div>
      )}
    </div>
  );
}

function Waiting({ ready, failed }: { readonly ready: boolean; readonly failed: boolean }) {
  if (failed) return null;
  if (!ready) return <p className="note">{t('features.previewNone')}</p>;
  return (
    <div className="figures">
      <FigureSkeleton />
      <FigureSkeleton />
      <FigureSkeleton />
    </div>
  );
}

interface ShownProps {
  readonly info: ProjectInfo;
  readonly feature: Feature;
  readonly value: FeaturePreview;
  readonly timezone: string;
  readonly stale: boolean;
  readonly busy: boolean;
  readonly open: (when: string) => void;
}

function Shown({ info, feature, value, timezone, stale, busy, open }: ShownProps) {
  const { type, currency, orders, filled, distinct, min, max, mean, distribution } = value;
  const format = { agg: value.feature.agg, type, currency, timezone };
  const text = (number: number | null): string => (number === null ? '–' : valueText(number, format));
  const sum = (state: 'bad' | 'good'): string => count(distribution.reduce((all, bin) => all + bin[state], 0));
  return (
    <div aria-busy={busy} data-testid="feature-preview">
      {value.cost.events === 0 ? (
        <Callout kind="warn">{t('features.noEvents', { events: sourceName(value.feature.on ?? 'orders') })}</Callout>
      ) : filled === 0 ? (
        <Callout kind="warn">{t('features.noValues')}</Callout>
      ) : null}
      {value.warnings.map((warning) => (
        <Callout key={warning.code} kind="warn">
          {backtestWarningText(warning)}
        </Callout>
      ))}
      <div className="figures">
        <Figure
          label={t('features.filled')}
          value={count(filled)}
          denominator={t('features.filledOf', {
            share: orders === 0 ? '–' : rate(filled / orders),
            orders: count(orders),
          })}
          stale={stale}
          {...(filled === 0 ? {} : { onOpen: () => open(`has(${velocityPath(feature.id)})`) })}
        />
        {type === 'timestamp' ? null : (
          <Figure
            label={t('features.mean')}
            value={mean === null ? '–' : meanText(mean, format)}
            denominator={t('features.meanOf', { filled: count(filled) })}
            stale={stale}
          />
        )}
        <Figure
          label={t('features.most')}
          value={text(max)}
          denominator={t('features.rangeOf', { least: text(min), distinct: count(distinct) })}
          stale={stale}
        />
      </div>
      {filled > 0 && distribution.length === 0 ? <p className="note">{t('features.hiddenValues')}</p> : null}
      {distribution.length === 0 || value.cost.events === 0 ? null : (
        <>
          <h3 className="feature-heading">
            {t('features.distribution')}
            <span className="note">
              {outcomeText(info.target, 'features.distributionNote', { bad: sum('bad'), good: sum('good') })}
            </span>
          </h3>
          <ValueChart
            {...{ value, format, open }}
            age={{ fresh: !stale, busy }}
            target={info.target}
            name={featureName(feature)}
            id={feature.id}
          />
        </>
      )}
      <Cost value={value} stale={stale} />
    </div>
  );
}

function Cost({ value: { cost, feature }, stale }: { readonly value: FeaturePreview; readonly stale: boolean }) {
  const { milliseconds } = cost;
  const value = milliseconds === null ? t('features.costKept') : seconds(milliseconds);
  return (
    <CostFigures
      {...cost}
      {...{ feature, stale }}
      time={{ label: t('features.costTime'), value, note: t('features.costTimeNote') }}
    />
  );
}

interface CostFiguresProps extends Pick<FeatureEstimate, 'events' | 'keys' | 'most'> {
  readonly feature: Feature;
  readonly stale: boolean;
  readonly time: { readonly label: string; readonly value: string; readonly note: string };
}

function CostFigures({ events, keys, most, feature, stale, time }: CostFiguresProps) {
  return (
    <>
      <h3 className="feature-heading">{t('features.cost')}</h3>
      <div className="figures feature-cost">
        <Figure
          label={t('features.costEvents', { events: sourceName(feature.on ?? 'orders') })}
          value={count(events)}
          denominator={t('features.costEventsNote')}
          stale={stale}
        />
        <Figure
          label={t('features.costKeys')}
          value={count(keys)}
          denominator={t('features.costKeysNote')}
          stale={stale}
        />
        <Figure
          label={t('features.costMost')}
          value={count(most)}
          denominator={t('features.costMostNote')}
          stale={stale}
        />
        <Figure label={time.label} value={time.value} denominator={time.note} stale={stale} />
      </div>
    </>
  );
}

interface HighestProps {
  readonly info: ProjectInfo;
  readonly value: FeaturePreview;
  readonly timezone: string;
  readonly stale: boolean;
}

function Highest({ info, value, timezone, stale }: HighestProps) {
  const { feature, type, currency, highest } = value;
  if (highest.length === 0 || value.cost.events === 0) return null;
  return (
    <Panel title={t('features.highest')}>
      <ol className={`feature-highest ${stale ? 'old-figures' : ''}`} data-testid="feature-highest">
        {highest.map((one) => (
          <li key={one.seq}>
            <button
              type="button"
              className="link mono clip"
              aria-label={t('features.openOrder', { id: one.orderId })}
              onClick={() => go({ room: 'explore', params: { order: orderParam(one.seq, info) } })}
            >
              {one.orderId}
            </button>
            <span className="num">
              {one.value === null ? '–' : valueText(one.value, { agg: feature.agg, type, currency, timezone })}
            </span>
          </li>
        ))}
      </ol>
    </Panel>
  );
}
