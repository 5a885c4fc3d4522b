import type {
  FeaturePreview,
  HindsightDifference,
  MeasuredDifference,
  OrdersBad,
} from '../../../analysis/model/feature-preview.ts';
import type { Target } from '../../../analysis/model/target.ts';
import { count, rate } from '../../i18n/format.ts';
import { t } from '../../i18n/index.ts';
import { outcomeText } from '../../i18n/outcome-words.ts';
import { Button } from '../../parts/button.tsx';
import { FailureCallout } from '../../parts/callout.tsx';
import { Panel } from '../../parts/panel.tsx';
import { claimOf } from './preview-rows.ts';
import type { ShownPreview } from './use-preview.ts';

export interface HindsightPanelProps {
  readonly hindsight: ShownPreview['hindsight'];
  readonly filled: Pick<FeaturePreview, 'orders'>;
  readonly ask: (() => void) | null;
  readonly target: Target;
}

/** The feature as it was known at each order, beside the readings that are easily mistaken for it. */
export function HindsightPanel({ hindsight, filled, ask, target }: HindsightPanelProps) {
  const { differences, failure, fresh, busy } = hindsight;
  return (
    <Panel title={t('features.hindsight')} note={t('features.hindsightNote')} className="hindsight">
      {failure && !busy ? <FailureCallout failure={failure} /> : null}
      {ask === null ? null : (
        <div className="row wrap">
          <Button small onClick={ask}>
            {t('features.hindsightAsk')}
          </Button>
          <span className="note">{t('features.hindsightLarge')}</span>
        </div>
      )}
      {differences === null ? (
        ask === null && failure === null ? (
          <div className="skeleton tall" aria-busy="true" />
        ) : null
      ) : differences.length === 0 ? (
        <p className="note">{t('features.hindsightNone')}</p>
      ) : (
        <Readings {...{ differences, target }} orders={filled.orders} stale={!fresh && ask === null} busy={busy} />
      )}
    </Panel>
  );
}

interface ReadingsProps {
  readonly differences: readonly HindsightDifference[];
  readonly target: Target;
  readonly orders: number;
  readonly stale: boolean;
  readonly busy: boolean;
}

function Readings({ differences, target, orders, stale, busy }: ReadingsProps) {
  const own = differences.flatMap((one) => (one.measured ? [one.atLeastOne] : []))[0]?.pointInTime ?? null;
  return (
    <div className={stale ? 'old-figures' : ''} aria-busy={busy} data-testid="hindsight">
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{t('features.reading')}</th>
            {own === null ? null : (
              <>
                <th scope="col" className="num">
                  {t('features.reached')}
                </th>
                <th scope="col" className="num">
                  {outcomeText(target, 'features.reachedBad')}
                </th>
              </>
            )}
            <th scope="col" className="num">
              {t('features.differ')}
            </th>
          </tr>
        </thead>
        <tbody>
          <tr className="point-in-time">
            <th scope="row">{t('features.pointInTime')}</th>
            {own === null ? null : <Reached of={own} />}
            <td className="num">–</td>
          </tr>
          {differences.map((difference) =>
            difference.measured ? (
              <ReadingRow key={difference.reading} {...{ difference, orders, target }} />
            ) : (
              <UnmeasuredRow key={difference.reading} reading={difference.reading} columns={own === null ? 2 : 4} />
            ),
          )}
        </tbody>
      </table>
    </div>
  );
}

function Reached({ of: { orders, bad } }: { readonly of: OrdersBad }) {
  return (
    <>
      <td className="num">{count(orders)}</td>
      <td className="num">
        {count(bad)}
        <span className="note hindsight-share">{orders === 0 ? '' : rate(bad / orders)}</span>
      </td>
    </>
  );
}

interface UnmeasuredRowProps {
  readonly reading: HindsightDifference['reading'];
  readonly columns: number;
}

/** A reading of which the data do not tell what it would change. */
function UnmeasuredRow({ reading, columns }: UnmeasuredRowProps) {
  return (
    <>
      <tr className="reading">
        <th scope="row">{t(`features.reading.${reading}`)}</th>
        <td className="num" colSpan={columns - 1}>
          {t('common.notMeasured')}
        </td>
      </tr>
      <tr className="claim other">
        <td colSpan={columns}>{t('features.unmeasuredLists')}</td>
      </tr>
    </>
  );
}

interface ReadingRowProps {
  readonly difference: MeasuredDifference;
  readonly orders: number;
  readonly target: Target;
}

/** One reading with its figures, and in words what it would have claimed. */
function ReadingRow({ difference, orders, target }: ReadingRowProps) {
  const { reading, differ, higher, lower, atLeastOne } = difference;
  const claim = claimOf(difference);
  const numbers = {
    orders: 'orders' in claim ? count(claim.orders) : '',
    bad: 'bad' in claim ? count(claim.bad) : '',
  };
  return (
    <>
      <tr className="reading">
        <th scope="row">{t(`features.reading.${reading}`)}</th>
        {atLeastOne === null ? null : <Reached of={atLeastOne.hindsight} />}
        <td className="num" title={t('features.differHow', { higher: count(higher), lower: count(lower) })}>
          {count(differ)}
          <span className="note hindsight-share">{orders === 0 ? '' : rate(differ / orders)}</span>
        </td>
      </tr>
      <tr className={`claim ${claim.kind}`}>
        <td colSpan={atLeastOne === null ? 2 : 4}>{outcomeText(target, `features.claim.${claim.kind}`, numbers)}</td>
      </tr>
    </>
  );
}
