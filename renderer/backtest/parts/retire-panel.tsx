import { safeAlone, safeLoss, safeShare, type Retirement } from '../../../analysis/model/results/rule-worth.ts';
import type { BadElsewhere } from '../../../analysis/model/results/stopped-alone.ts';
import { count, minorPerMajor, moneyShort, rate } from '../../i18n/format.ts';
import { named, t } from '../../i18n/index.ts';
import { FailureCallout } from '../../parts/callout.tsx';
import { estimatesPicture } from '../../chart/pictures.ts';
import { ResultPanel } from '../../parts/result-panel.tsx';
import { Explained } from '../../parts/save/explained.tsx';
import { ordersOf, OrdersButton } from '../../rule-sets/orders-behind.tsx';
import { openOrders } from '../../state/address.ts';
import type { OutcomeState } from '../../../analysis/model/target.ts';
import { ruleClause } from '../../../analysis/model/results/rule-clauses.ts';
import { useRetiring } from './retiring.ts';
import { moneyAxis } from '../pictured.ts';
import { ChangedYen } from './changed-yen.tsx';
import { Moves } from './moves.tsx';
import { intervalText, writing, type PartProps } from './worth.ts';

/** 廃止しても安全なルール: what the net loses without each, and of which rules the outcomes cannot tell. */
export function RetirePanel(props: PartProps) {
  const { found, result, ruleSet, figures, given } = props;
  const { retirements, weights } = props.worth;
  const { elsewhere, together, failure } = useRetiring(props);
  const byCode = new Map(found.rules.map((rule) => [rule.code, rule]));
  const write = writing(result.currency);
  const mostLost = safeLoss(figures.money);
  const safe = ({ code }: Retirement): boolean => together?.includes(code) ?? false;
  const alone = (one: Retirement): boolean =>
    elsewhere !== null && together !== null && !safe(one) && safeAlone(one, mostLost, elsewhere);
  const best = retirements.find(safe);
  const hits = (code: string, states: readonly OutcomeState[]) => () => {
    const rule = ruleSet.rules.find((one) => one.code === code);
    if (rule !== undefined) openOrders(ordersOf(result.filter, ruleClause(rule, ruleSet, 'true'), states));
  };
  const unmeasured = retirements.filter(({ measurable }) => measurable !== 'measured').length;
  const titles = [t('parts.without'), t('parts.band'), t('parts.moves'), t('parts.observable')];
  const table = () => [
    [
      t('rule.code'),
      t('parts.judgement'),
      t('parts.without'),
      t('money.low'),
      t('money.high'),
      t('parts.leastTitle'),
      t('parts.safe'),
      t('parts.moves'),
      t('parts.hits'),
      t('state.blocked'),
    ],
    ...retirements.map((one) => cells(one, together === null ? null : safe(one), result.currency)),
  ];
  return (
    <ResultPanel
      title={t('parts.retire')}
      note={t('parts.retireNote')}
      table={table}
      pictures={[retirePicture(retirements, result.currency)]}
      pictureNote={unmeasured === 0 ? undefined : t('parts.notDrawn', { rules: count(unmeasured) })}
      above={
        <>
          {failure !== null ? (
            <FailureCallout failure={failure} />
          ) : together === null ? (
            <p className="note" aria-busy="true">
              {t('parts.elsewhereAsked')}
            </p>
          ) : (
            <Safest best={best} together={together} write={write} />
          )}
          <p className="note">
            {t('parts.safeMeans', { share: rate(safeShare), loss: moneyShort(Math.round(mostLost), result.currency) })}
          </p>
          <Explained>{t('parts.retireTarget', { target: named(result.target.name) })}</Explained>
        </>
      }
    >
      <div className="scroll" tabIndex={0} role="region" aria-label={t('parts.retire')}>
        <table className="table sticky" data-testid="retire">
          <thead>
            <tr>
              <th scope="col">{t('rule.code')}</th>
              {titles.map((title) => (
                <th key={title} scope="col" className="num">
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {retirements.map((one) => {
              const { code, change, measurable, known, hits: all, blocked, least } = one;
              const rule = byCode.get(code);
              const told = measurable === 'measured';
              return (
                <tr key={code}>
                  <th scope="row">
                    <span className="mono">{code}</span>
                    {told ? null : (
                      <div>
                        <span className="tag warn">{t(`parts.${measurable}`)}</span>
                      </div>
                    )}
                    {safe(one) ? (
                      <div>
                        <span className="tag">{t('parts.safe')}</span>
                      </div>
                    ) : null}
                    {alone(one) ? <div className="note">{t('parts.safeAlone')}</div> : null}
                    <Elsewhere of={elsewhere?.get(code)} />
                  </th>
                  <td className="num">
                    {told ? (
                      <ChangedYen
                        {...{ weights, result, given }}
                        tally={rule?.dropped ?? null}
                        name={t('parts.ofRule', { code, what: t('parts.without') })}
                        text={write(change.net)}
                        orders={
                          rule === undefined ? null : <Moves rule={rule} ruleSet={ruleSet} filter={result.filter} />
                        }
                      />
                    ) : (
                      t('common.notMeasured')
                    )}
                    {told ? <div className="note">{intervalText(change.interval, write)}</div> : null}
                    {least === null ? null : <div className="note">{t('parts.least', { least: write(least) })}</div>}
                  </td>
                  <td className="num">{change.band === null ? t('common.none') : intervalText(change.band, write)}</td>
                  <td className="num">
                    {rule === undefined ? null : <Moves rule={rule} ruleSet={ruleSet} filter={result.filter} />}
                  </td>
                  <td className="num">
                    {all === 0 ? (
                      t('common.none')
                    ) : (
                      <OrdersButton count={known} onOpen={hits(code, ['bad', 'good'])}>
                        {t('parts.observableOf', { share: rate(known / all), known: count(known), hits: count(all) })}
                      </OrdersButton>
                    )}
                    {blocked === 0 ? null : (
                      <div>
                        <OrdersButton count={blocked} onOpen={hits(code, ['blocked'])}>
                          {t('parts.blockedOf', { blocked: count(blocked) })}
                        </OrdersButton>
                      </div>
                    )}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </ResultPanel>
  );
}

/** The net without each rule, its interval, and what the orders blocked in history may make of it. */
function retirePicture(all: readonly Retirement[], currency: string) {
  const write = writing(currency);
  const told = all.filter(({ measurable }) => measurable === 'measured');
  const ends = told.flatMap(({ change: { net, interval, band } }) => [net, interval?.low, interval?.high, band?.low]);
  return estimatesPicture({
    ...{ label: t('parts.retire'), unit: 'sum', ...moneyAxis(t('parts.without'), ends, currency) },
    items: told.map(({ code, change: { net, interval, band } }) => ({
      ...{ name: code, value: net, interval, band },
      text: `${write(net)} (${intervalText(interval, write)})`,
    })),
  });
}

/** Says that a rule alone stops what another target calls bad. */
function Elsewhere({ of }: { readonly of: BadElsewhere | undefined }) {
  if (of === undefined) return null;
  const words = { target: named(of.target.name), bad: count(of.bad) };
  return <div className="note">{t('parts.badElsewhere', words)}</div>;
}

interface SafestProps {
  readonly best: Retirement | undefined;
  readonly together: readonly string[];
  readonly write: (value: number) => string;
}

function Safest({ best, together, write }: SafestProps) {
  if (best === undefined) return <p data-testid="safest">{t('parts.noneSafe')}</p>;
  const { code, change, moved } = best;
  const says =
    moved === 0
      ? t('parts.nothingMoves')
      : t('parts.safestSays', { code, net: write(change.net), interval: intervalText(change.interval, write) });
  return (
    <div data-testid="safest">
      <p>
        <strong>
          {t('parts.safest')}: <span className="mono">{code}</span>
        </strong>
      </p>
      <p className="note">{says}</p>
      {together.length < 2 ? null : <p className="note">{t('parts.together', { codes: together.join(', ') })}</p>}
      {change.band === null ? null : (
        <p className="note">{t('parts.safestBlocked', { band: intervalText(change.band, write) })}</p>
      )}
    </div>
  );
}

function cells(
  { code, change, measurable, moved, hits, blocked, least }: Retirement,
  safe: boolean | null,
  currency: string,
) {
  const major = (value: number): number => Math.round(value) / minorPerMajor(currency);
  const told = measurable === 'measured' && change.interval !== null ? change : null;
  return [
    ...[code, t(`parts.${measurable}`), told === null ? null : major(told.net)],
    ...[told?.interval?.low, told?.interval?.high].map((value) => (value === undefined ? null : major(value))),
    ...[least === null ? null : major(least), safe === null ? null : Number(safe), moved, hits, blocked],
  ];
}
