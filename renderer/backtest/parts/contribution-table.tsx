import { estimatesPicture } from '../../chart/pictures.ts';
import { count, minorPerMajor, money } from '../../i18n/format.ts';
import { t } from '../../i18n/index.ts';
import { mostExact } from '../../../analysis/model/results/contribution.ts';
import { outcomeWord } from '../../i18n/outcome-words.ts';
import { ResultPanel } from '../../parts/result-panel.tsx';
import { Explained } from '../../parts/save/explained.tsx';
import { ordersOf, OrdersButton } from '../../rule-sets/orders-behind.tsx';
import { openOrders } from '../../state/address.ts';
import { texts } from '../money/words.ts';
import { moneyAxis } from '../pictured.ts';
import { ChangedYen } from './changed-yen.tsx';
import { Moves } from './moves.tsx';
import { intervalText, writing, type PartProps, type RuleWorth } from './worth.ts';

const titles = () => [
  t('parts.inOrder'),
  t('parts.without'),
  t('parts.prevented'),
  t('parts.goodLost'),
  t('parts.alerts'),
];

/** One line for each rule, in the order in which the policy asks them. */
export function ContributionTable({ found, result, worth: { rules, weights }, ruleSet, given }: PartProps) {
  const write = writing(result.currency);
  const unique = new Map(result.contributions?.map((one) => [one.code, one.unique]));
  const sum = (of: (one: RuleWorth) => number): number => rules.reduce((total, one) => total + of(one), 0);
  const bad = outcomeWord(result.target, 'bad');
  const alone = (code: string, states?: readonly ['bad']) => () =>
    openOrders(ordersOf(result.filter, { kind: 'added', ruleSet, code, beside: 'others' }, states));
  const period = result.period === null ? '–' : `${result.period.from} – ${result.period.to}`;
  const table = () => [head(bad), ...rules.map((one) => cells(one, unique.get(one.rule.code), result.currency))];
  const picture = estimatesPicture({
    ...{ label: t('parts.table'), unit: 'sum' },
    ...moneyAxis(
      t('compare.netOf'),
      rules.flatMap(({ inOrder, shapley }) => [inOrder, shapley.value]),
      result.currency,
    ),
    items: rules.flatMap(({ rule: { code }, inOrder, shapley }) => [
      { name: code, series: t('parts.inOrder'), value: inOrder, text: write(inOrder) },
      { name: code, series: t('parts.shapley'), value: shapley.value, text: write(shapley.value) },
    ]),
  });
  const changed = { weights, result, given };
  return (
    <ResultPanel
      title={t('parts.table')}
      note={t('parts.tableNote', {
        rows: t('common.orders', { count: count(result.rows) }),
        period,
        by: t('parts.byCluster', { by: texts().clusters[found.by] }),
      })}
      table={table}
      pictures={[picture]}
      below={<Exactness found={found} />}
    >
      <div className="scroll" tabIndex={0} role="region" aria-label={t('parts.table')}>
        <table className="table sticky" data-testid="contributions">
          <thead>
            <tr>
              <th scope="col">{t('rule.code')}</th>
              <th scope="col" className="num">
                {t('parts.unique')}
              </th>
              {titles().map((title) => (
                <th key={title} scope="col" className="num">
                  {title}
                </th>
              ))}
              <th scope="col" className="num" title={t('parts.shapleyHint')}>
                {t('parts.shapley')}
              </th>
            </tr>
          </thead>
          <tbody>
            {rules.map((one) => {
              const { rule, dropped, inOrder, shapley } = one;
              const own = unique.get(rule.code);
              const named = (
                key: 'parts.inOrder' | 'parts.without' | 'parts.prevented' | 'parts.goodLost' | 'parts.shapley',
              ) => t('parts.ofRule', { code: rule.code, what: t(key) });
              const without = {
                ...{ ...changed, tally: rule.dropped },
                orders: <Moves rule={rule} ruleSet={ruleSet} filter={result.filter} />,
              };
              return (
                <tr key={rule.code}>
                  <th scope="row" className="mono">
                    {rule.code}
                  </th>
                  <td className="num">
                    {own === undefined ? (
                      t('common.none')
                    ) : (
                      <>
                        <OrdersButton count={own.hits} onOpen={alone(rule.code)} />
                        {own.tp === 0 ? null : (
                          <>
                            {' '}
                            (
                            <OrdersButton count={own.tp} onOpen={alone(rule.code, ['bad'])}>
                              {`${t('parts.uniqueBad', { bad })} ${count(own.tp)}`}
                            </OrdersButton>
                            )
                          </>
                        )}
                      </>
                    )}
                  </td>
                  <td className="num">
                    <ChangedYen {...changed} tally={rule.inOrder} text={write(inOrder)} name={named('parts.inOrder')} />
                  </td>
                  <td className="num">
                    <ChangedYen {...without} text={write(dropped.net)} name={named('parts.without')} />
                    <div className="note">{intervalText(dropped.interval, write)}</div>
                  </td>
                  <td className="num">
                    <ChangedYen
                      {...without}
                      of="prevented"
                      text={write(dropped.prevented)}
                      name={named('parts.prevented')}
                    />
                  </td>
                  <td className="num">
                    <ChangedYen
                      {...without}
                      of="goodLost"
                      text={write(dropped.goodLost)}
                      name={named('parts.goodLost')}
                    />
                  </td>
                  <td className="num">{dropped.alerts > 0 ? `+${count(dropped.alerts)}` : count(dropped.alerts)}</td>
                  <td className="num">
                    <ChangedYen
                      {...changed}
                      tally={rule.shapley}
                      text={write(shapley.value)}
                      name={named('parts.shapley')}
                    />
                    {shapley.error === null ? null : (
                      <span className="note">
                        {' '}
                        {t('parts.error', { error: money(Math.round(shapley.error), result.currency) })}
                      </span>
                    )}
                  </td>
                </tr>
              );
            })}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">{t('parts.total')}</th>
              <td />
              <td className="num">{write(sum(({ inOrder }) => inOrder))}</td>
              <td colSpan={4} />
              <td className="num">{write(sum(({ shapley }) => shapley.value))}</td>
            </tr>
          </tfoot>
        </table>
      </div>
    </ResultPanel>
  );
}

function Exactness({ found: { sampledOrders } }: Pick<PartProps, 'found'>) {
  return (
    <Explained>
      {sampledOrders === 0
        ? t('parts.exact')
        : t('parts.sampled', {
            orders: t('common.orders', { count: count(sampledOrders) }),
            most: count(mostExact),
          })}{' '}
      {t('parts.shapleyHint')}
    </Explained>
  );
}

const head = (bad: string): string[] => [
  ...[t('rule.code'), t('parts.unique'), t('parts.uniqueBad', { bad })],
  ...[t('parts.inOrder'), t('parts.without'), t('money.low'), t('money.high')],
  ...[t('parts.prevented'), t('parts.goodLost'), t('parts.alerts'), t('parts.moves'), t('parts.shapley')],
];

function cells(
  { rule, dropped, inOrder, shapley }: RuleWorth,
  unique: { readonly hits: number; readonly tp: number } | undefined,
  currency: string,
): (string | number | null)[] {
  const major = (value: number | undefined): number | null =>
    value === undefined ? null : Math.round(value) / minorPerMajor(currency);
  const { interval, alerts } = dropped;
  return [
    ...[rule.code, unique?.hits ?? null, unique?.tp ?? null],
    ...[inOrder, dropped.net, interval?.low, interval?.high, dropped.prevented, dropped.goodLost].map(major),
    ...[alerts, rule.moves.reduce((sum, { orders }) => sum + orders, 0), major(shapley.value)],
  ];
}
