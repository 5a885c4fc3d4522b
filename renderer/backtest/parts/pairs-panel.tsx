import { ruleClause } from '../../../analysis/model/results/rule-clauses.ts';
import { share } from '../../../analysis/model/results/result-file.ts';
import { count, rate } from '../../i18n/format.ts';
import { t } from '../../i18n/index.ts';
import { outcomeWord } from '../../i18n/outcome-words.ts';
import { heatPicture } from '../../chart/pictures.ts';
import { Panel } from '../../parts/panel.tsx';
import { ResultPanel } from '../../parts/result-panel.tsx';
import { OrdersButton } from '../../rule-sets/orders-behind.tsx';
import { openOrders } from '../../state/address.ts';
import type { PartProps } from './worth.ts';

/** Pairs that are told of. */
const mostPairs = 100;
/** Pairs whose rules are in the picture, which has a row and a column for each. */
const mostDrawn = 24;

/** Rules that hit the same orders, the most alike first. */
export function PairsPanel({ found, result, ruleSet }: PartProps) {
  if (found.overlap === null) return <Panel title={t('parts.pairs')}>{t('parts.noCount')}</Panel>;
  const hits = new Map(result.rules.map((rule) => [rule.code, rule.hits]));
  const all = found.overlap
    .map((pair) => {
      const [a, b] = [hits.get(pair.a) ?? 0, hits.get(pair.b) ?? 0];
      const { orders } = pair;
      return { ...pair, jaccard: orders / (a + b - orders), aInB: orders / a, bInA: orders / b };
    })
    .toSorted((x, y) => y.jaccard - x.jaccard || y.orders - x.orders);
  const pairs = all.slice(0, mostPairs);
  const bad = outcomeWord(result.target, 'bad');
  const open = (codes: readonly string[], states?: readonly ['bad']) => () => {
    const rules = ruleSet.rules.filter(({ code }) => codes.includes(code));
    openOrders({
      clauses: [
        ...result.filter.clauses,
        ...rules.map((rule) => ruleClause(rule, ruleSet, 'true')),
        ...(states === undefined ? [] : [{ kind: 'state' as const, states: [...states] }]),
      ],
    });
  };
  const titles = [t('parts.both'), bad, t('parts.jaccard'), t('parts.aInB'), t('parts.bInA')];
  const table = () => [
    ['A', 'B', ...titles],
    ...pairs.map((one) => [one.a, one.b, one.orders, one.bad, share(one.jaccard), share(one.aInB), share(one.bInA)]),
  ];
  const codes = [...new Set(pairs.slice(0, mostDrawn).flatMap(({ a, b }) => [a, b]))];
  const limit = t('parts.drawnPairs', {
    ...{ rules: count(codes.length), pairs: count(Math.min(mostDrawn, pairs.length)) },
  });
  const pictures =
    pairs.length === 0
      ? []
      : [
          heatPicture({
            ...{ label: limit, rowsAre: 'A', columnsAre: 'B', rows: codes, columns: codes },
            cells: all
              .filter(({ a, b }) => codes.includes(a) && codes.includes(b))
              .flatMap((one) => [one, { ...one, a: one.b, b: one.a }])
              .map(({ a, b, jaccard }) => ({
                ...{ row: a, column: b, value: jaccard, text: rate(jaccard), open: open([a, b]) },
              })),
          }),
        ];
  return (
    <ResultPanel title={t('parts.pairs')} note={t('parts.pairsNote')} {...{ table, pictures }} pictureNote={limit}>
      {pairs.length === 0 ? (
        <p className="note">{t('parts.noPairs')}</p>
      ) : (
        <div className="scroll" tabIndex={0} role="region" aria-label={t('parts.pairs')}>
          <table className="table sticky">
            <thead>
              <tr>
                <th scope="col">{t('parts.pair')}</th>
                {titles.map((title) => (
                  <th key={title} scope="col" className="num">
                    {title}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {pairs.map((one) => (
                <tr key={`${one.a} ${one.b}`}>
                  <th scope="row" className="mono">
                    {one.a} / {one.b}
                  </th>
                  <td className="num">
                    <OrdersButton count={one.orders} onOpen={open([one.a, one.b])} />
                  </td>
                  <td className="num">
                    <OrdersButton count={one.bad} onOpen={open([one.a, one.b], ['bad'])} />
                  </td>
                  <td className="num">{rate(one.jaccard)}</td>
                  <td className="num">{rate(one.aInB)}</td>
                  <td className="num">{rate(one.bInA)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </ResultPanel>
  );
}
