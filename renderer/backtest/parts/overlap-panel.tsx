import { useId, useMemo, useState } from 'react';
import type { Intersection } from '../../../analysis/model/results/contribution.ts';
import type { BacktestResult } from '../../../analysis/model/backtest.ts';
import type { Row } from '../../chart/chart.tsx';
import { ChartTable } from '../../chart/chart-table.tsx';
import { count, minorPerMajor, money, moneyShort } from '../../i18n/format.ts';
import { t, useLanguage } from '../../i18n/index.ts';
import { outcomeWord } from '../../i18n/outcome-words.ts';
import { ResultPanel } from '../../parts/result-panel.tsx';
import { openOrders } from '../../state/address.ts';
import type { PartProps } from './worth.ts';
import { heightOf, lineOf, upsetSpec, type UpsetRule } from './upset-spec.ts';

const ways = ['byOrders', 'byBad', 'byAmount'] as const;
type Way = (typeof ways)[number];
const valueOf: Readonly<Record<Way, (one: Intersection) => number>> = {
  byOrders: ({ orders }) => orders,
  byBad: ({ bad }) => bad,
  byAmount: ({ badAmount }) => badAmount,
};
/** Combinations in the picture. */
const mostShown = 24;

/** Which rules fire together, exactly: each combination opens its orders. */
export function OverlapPanel({ found, result, ruleSet }: PartProps) {
  const lang = useLanguage();
  const id = useId();
  const [way, setWay] = useState<Way>('byOrders');
  const bad = outcomeWord(result.target, 'bad');
  const { shown, rules, rows } = useMemo(() => drawn(found.intersections, result, way), [found, result, way, lang]);
  const spec = useMemo(() => upsetSpec(rules, shown.length), [rules, shown]);
  const text = (of: (one: Intersection) => string) => (row: Row) => {
    const own = shown[Number(row['place'])];
    return own === undefined ? '' : of(own);
  };
  const columns = [
    { title: t('parts.combination'), text: text(({ codes }) => codes.join(' + ')) },
    { title: t('parts.orders'), text: text(({ orders }) => count(orders)), numeric: true },
    { title: t('parts.byBad', { bad }), text: text((one) => count(one.bad)), numeric: true },
    { title: t('state.blocked'), text: text(({ blocked }) => count(blocked)), numeric: true },
    { title: t('parts.byAmount', { bad }), text: text((one) => money(one.badAmount, result.currency)), numeric: true },
  ];
  const pick = (row: Row) => {
    const own = shown[Number(row['place'])];
    if (own === undefined || !Array.isArray(row['dots'])) return;
    const exactly = { kind: 'fired' as const, ruleSet, codes: [...own.codes] };
    openOrders({
      clauses: [
        ...result.filter.clauses,
        exactly,
        ...(way === 'byOrders' ? [] : [{ kind: 'state' as const, states: ['bad' as const] }]),
      ],
    });
  };
  const table = () => [
    columns.map(({ title }) => title),
    ...found.intersections.map((one) => [
      ...[one.codes.join(' + '), one.orders, one.bad, one.blocked],
      one.badAmount / minorPerMajor(result.currency),
    ]),
  ];
  const picture = {
    ...{ label: t('parts.upset'), spec, rows, onPick: pick, height: heightOf(rules.length), viewHeight: 460 },
    specKey: `upset ${lang} ${way} ${JSON.stringify(rules)} ${shown.length}`,
  };
  const { all, orders } = found.combinations;
  const told = shown.reduce((sum, one) => sum + one.orders, 0);
  return (
    <ResultPanel
      title={t('parts.upset')}
      {...{ table, pictures: [picture] }}
      drawnFirst
      note={t('parts.upsetNote', {
        ...{ shown: count(shown.length), all: count(all) },
        ...{ orders: t('common.orders', { count: count(orders) }), rest: count(orders - told) },
      })}
      actions={
        <label className="row note" htmlFor={id}>
          {t('parts.upsetBy')}
          <select
            className="select"
            id={id}
            value={way}
            onChange={(event) => setWay(ways.find((one) => one === event.target.value) ?? way)}
          >
            {ways.map((one) => (
              <option key={one} value={one}>
                {t(`parts.${one}`, { bad })}
              </option>
            ))}
          </select>
        </label>
      }
    >
      {rows.length === 0 ? (
        <p className="note">{t('common.none')}</p>
      ) : (
        <ChartTable label={t('parts.upset')} {...{ rows, columns }} onPick={pick} height={460} />
      )}
    </ResultPanel>
  );
}

interface Drawn {
  readonly shown: readonly Intersection[];
  readonly rules: readonly UpsetRule[];
  readonly rows: readonly Row[];
}

function drawn(all: readonly Intersection[], { rules: figures, currency, target }: BacktestResult, way: Way): Drawn {
  const of = valueOf[way];
  const shown = all
    .filter((one) => of(one) > 0)
    .toSorted((a, b) => of(b) - of(a))
    .slice(0, mostShown);
  const there = new Set(shown.flatMap(({ codes }) => codes));
  const sized = figures.filter(({ code }) => there.has(code)).toSorted((a, b) => b.hits - a.hits);
  const most = Math.max(1, ...sized.map(({ hits }) => hits));
  const places = new Map(sized.map(({ code }, place) => [code, place]));
  const longest = Math.max(1, ...shown.map(of));
  const write = (value: number) => (way === 'byAmount' ? moneyShort(value, currency) : count(value));
  return {
    shown,
    rules: sized.map(({ code, hits }) => ({ code, label: `${code} ${count(hits)}`, share: hits / most })),
    rows: shown.map((one, place) => {
      const dots = one.codes.flatMap((code) => places.get(code) ?? []).map(lineOf);
      return {
        ...{
          place,
          dots,
          low: Math.min(...dots),
          high: Math.max(...dots),
          part: of(one) / longest,
          label: write(of(one)),
        },
        tip: [
          one.codes.join(' + '),
          `${t('parts.orders')}: ${count(one.orders)}`,
          `${outcomeWord(target, 'bad')}: ${count(one.bad)} (${money(one.badAmount, currency)})`,
        ].join('\n'),
      };
    }),
  };
}
