import type { TargetPreview } from '../../../analysis/model/project-target.ts';
import type { ProjectInfo } from '../../../analysis/model/project.ts';
import { trustedShare } from '../../../analysis/model/maturity/report.ts';
import { outcomeStates, type Target } from '../../../analysis/model/target.ts';
import { count, money, period, rate } from '../../i18n/format.ts';
import { t } from '../../i18n/index.ts';
import { outcomeText } from '../../i18n/outcome-words.ts';
import { Callout, FailureCallout } from '../../parts/callout.tsx';
import { Panel } from '../../parts/panel.tsx';
import { StateTag } from '../../parts/result-tag.tsx';
import { go } from '../../state/address.ts';
import { useLatest } from '../../state/request.ts';

export interface TargetPreviewProps {
  readonly info: ProjectInfo;
  readonly target: Target;
}

/** How the project's orders fall under the target as it is being edited, beside the one in use. */
export function TargetPreviewPanel({ info, target }: TargetPreviewProps) {
  // A name is not needed to judge orders by it.
  const asked = target.kinds.length === 0 ? null : { target: { ...target, name: { ja: '–', en: '–' } } };
  const key = `${info.dataVersion} ${JSON.stringify(asked)}`;
  const { value, failure, fresh, busy } = useLatest('targets.preview', asked, key);
  const now = useLatest('targets.preview', { target: info.target }, info.dataVersion).value;
  if (asked === null)
    return (
      <Panel title={t('targets.preview')}>
        <p className="note">{t('targets.previewWaiting')}</p>
      </Panel>
    );
  return (
    <Panel title={t('targets.preview')} note={value === null ? null : scope(value)}>
      <div className={`stack ${fresh ? '' : 'old-figures'}`} aria-busy={busy}>
        {failure ? <FailureCallout failure={failure} /> : null}
        {value === null ? (
          <div className="skeleton tall" />
        ) : (
          <>
            <StateTable target={target} value={value} now={now} />
            <Remarks target={target} value={value} />
          </>
        )}
      </div>
    </Panel>
  );
}

const scope = ({ orders, period: span, timezone, asOf }: TargetPreview): string =>
  t('targets.previewNote', {
    orders: t('common.orders', { count: orders, countText: count(orders) }),
    period: span === null ? '–' : period(span, timezone),
    asOf: asOf ?? '–',
  });

interface StateTableProps {
  readonly target: Target;
  readonly value: TargetPreview;
  readonly now: TargetPreview | null;
}

function StateTable({ target, value, now }: StateTableProps) {
  const of = (orders: number): string => (value.orders === 0 ? '' : rate(orders / value.orders));
  const total = outcomeStates.reduce((sum, state) => sum + value.states[state].amount, 0);
  return (
    <table className="table" data-testid="target-states">
      <thead>
        <tr>
          <th scope="col">{t('targets.previewState')}</th>
          {(['previewOrders', 'previewShare', 'previewAmount', 'previewNow', 'previewChange'] as const).map((name) => (
            <th key={name} scope="col" className="num">
              {t(`targets.${name}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {outcomeStates.map((state) => {
          const { orders, amount } = value.states[state];
          const before = now?.states[state].orders ?? null;
          return (
            <tr key={state}>
              <th scope="row">
                <StateTag state={state} target={target} />
              </th>
              <td className="num">{count(orders)}</td>
              <td className="num">{of(orders)}</td>
              <td className="num">{money(amount, value.currency)}</td>
              <td className="num">{before === null ? '' : count(before)}</td>
              <td className="num">{before === null ? '' : signed(orders - before)}</td>
            </tr>
          );
        })}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">{t('targets.previewTotal')}</th>
          <td className="num">{count(value.orders)}</td>
          <td className="num">{of(value.orders)}</td>
          <td className="num">{money(total, value.currency)}</td>
          <td className="num">{now === null ? '' : count(now.orders)}</td>
          <td />
        </tr>
      </tfoot>
    </table>
  );
}

const signed = (value: number): string => (value > 0 ? `+${count(value)}` : value < 0 ? `−${count(-value)}` : '0');

function Remarks({ target, value }: Omit<StateTableProps, 'now'>) {
  const { immatureBad: bad, immatureGood: good, outcomesKnown, maturity } = value;
  return (
    <>
      {bad + good === 0 ? null : (
        <p className="note">{outcomeText(target, 'targets.immatureOf', { bad: count(bad), good: count(good) })}</p>
      )}
      {outcomesKnown ? null : <Callout kind="warn">{t('targets.noOutcomes')}</Callout>}
      {maturity === 'not measured' && outcomesKnown ? <Callout kind="info">{t('targets.notMeasured')}</Callout> : null}
      {maturity === 'measured' ? <Support target={target} value={value} /> : null}
    </>
  );
}

/** Whether the days are long enough for the reports that come late. */
function Support({ target, value: { horizon } }: Omit<StateTableProps, 'now'>) {
  const { share, suggested, reports, state } = horizon;
  const told = { reports: count(reports) };
  const short = share !== null && share < trustedShare;
  return (
    <section className="stack tight" aria-label={t('targets.supportTitle')}>
      <h3 className="sub-title">{t('targets.supportTitle')}</h3>
      {share === null || suggested === null ? (
        <p>{state === 'too-few' ? t('targets.supportFew', told) : t('targets.supportNone')}</p>
      ) : (
        <>
          <p>{t('targets.support', { ...told, days: count(target.horizonDays), share: rate(share) })}</p>
          {short ? (
            <Callout kind="warn">{t('targets.supportShort', { suggested: count(suggested) })}</Callout>
          ) : (
            <p className="note">{t('targets.supportEnough', { suggested: count(suggested) })}</p>
          )}
        </>
      )}
      <div className="row">
        <button type="button" className="link" onClick={() => go({ path: ['maturity'] })}>
          {t('targets.curve')}
        </button>
      </div>
    </section>
  );
}
