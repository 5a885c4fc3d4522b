import type { ReviewEstimates } from '../../../analysis/model/review-sample.ts';
import { verdictStates } from '../../../analysis/model/verdict.ts';
import { count } from '../../i18n/format.ts';
import { t } from '../../i18n/index.ts';
import { OrdersButton } from '../../rule-sets/orders-behind.tsx';
import { openOrders } from '../../state/address.ts';

const outcomes = ['bad', 'good', 'unknown'] as const;

/** Sampled orders by verdict and by their outcome, where any of them has one. */
export function Agreement({ estimates: { agreement, sample } }: { readonly estimates: ReviewEstimates }) {
  if (agreement.every(({ outcome }) => outcome === 'unknown')) return null;
  const of = (verdict: string, outcome: string): number =>
    agreement.find((one) => one.verdict === verdict && one.outcome === outcome)?.orders ?? 0;
  const open = (verdict: (typeof verdictStates)[number], outcome: (typeof outcomes)[number]) => () =>
    openOrders({
      clauses: [
        { kind: 'sampled', sampleId: sample.sampleId, verdicts: [verdict] },
        { kind: 'state', states: outcome === 'unknown' ? ['immature', 'blocked', 'excluded'] : [outcome] },
      ],
    });
  return (
    <div className="stack sample-agreement">
      <div className="row wrap">
        <h3>{t('sample.agreement')}</h3>
        <span className="note">{t('sample.agreementNote')}</span>
      </div>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{t('sample.title')}</th>
            {outcomes.map((outcome) => (
              <th key={outcome} scope="col" className="num">
                {t(`sample.outcome.${outcome}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {verdictStates.map((verdict) => (
            <tr key={verdict}>
              <th scope="row">{t(`verdict.${verdict}`)}</th>
              {outcomes.map((outcome) => (
                <td key={outcome} className="num">
                  <OrdersButton count={of(verdict, outcome)} onOpen={open(verdict, outcome)}>
                    {count(of(verdict, outcome))}
                  </OrdersButton>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
