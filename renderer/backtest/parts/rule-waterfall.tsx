import { useId, useMemo, useState } from 'react';
import { minorPerMajor, money, moneyShort } from '../../i18n/format.ts';
import { t, useLanguage } from '../../i18n/index.ts';
import { Chart, type Row } from '../../chart/chart.tsx';
import { Panel } from '../../parts/panel.tsx';
import { address, go } from '../../state/address.ts';
import { waterfallSpec } from '../money/money-panel.tsx';
import type { PartProps, RuleWorth } from './worth.ts';

const rowHeight = 24;
/** More rules stand together in one step. */
const mostSteps = 30;
const ways = ['byOrder', 'byShapley'] as const;
type Way = (typeof ways)[number];

/** From what no rule at all decides to the net benefit of the set, one step for each rule. */
export function RuleWaterfall({ worth: { rules }, result, figures }: PartProps) {
  const lang = useLanguage();
  const id = useId();
  const [way, setWay] = useState<Way>('byOrder');
  const net = figures.money.net.value;
  const rows = useMemo(() => stepsOf(rules, way, net, result.currency), [rules, way, net, result, lang]);
  const columns = [
    { title: t('parts.rule'), text: (row: Row) => String(row['name']) },
    {
      title: t('money.amount', { currency: result.currency }),
      text: (row: Row) => money(Number(row['minor']), result.currency),
      numeric: true,
    },
  ];
  const pick = ({ code }: Row) => {
    if (typeof code === 'string')
      go({ params: { ...address.get().params, show: 'rules', rule: code }, replace: false });
  };
  return (
    <Panel
      title={t('parts.waterfall')}
      table="pictures"
      actions={
        <label className="row note with-toggle" htmlFor={id}>
          {t('parts.waterfallBy')}
          <select
            className="select"
            id={id}
            value={way}
            onChange={(event) => setWay(ways.find((one) => one === event.target.value) ?? way)}
          >
            {ways.map((one) => (
              <option key={one} value={one}>
                {t(`parts.${one}`)}
              </option>
            ))}
          </select>
        </label>
      }
    >
      <Chart
        label={`${t('parts.waterfall')} ${t(`parts.${way}`)}`}
        spec={waterfallSpec}
        specKey={`rule waterfall ${lang} ${rows.length} ${way}`}
        rows={rows}
        columns={columns}
        height={12 + rowHeight * rows.length}
        viewHeight={420}
        onPick={pick}
      />
    </Panel>
  );
}

/** Rules that change nothing have no step; beyond so many, those that change least stand together at the end. */
function stepsOf(rules: readonly RuleWorth[], way: Way, net: number, currency: string): readonly Row[] {
  const all = rules.map(({ rule: { code }, inOrder, shapley }) => ({
    code,
    value: way === 'byOrder' ? inOrder : shapley.value,
  }));
  const some = all.filter(({ value }) => Math.round(value) !== 0);
  const kept = new Set(
    some
      .toSorted((a, b) => Math.abs(b.value) - Math.abs(a.value))
      .slice(0, mostSteps)
      .map(({ code }) => code),
  );
  const shown = some.filter(({ code }) => kept.has(code));
  if (way === 'byShapley') shown.sort((a, b) => b.value - a.value);
  const total = all.reduce((sum, { value }) => sum + value, 0);
  const rest = total - shown.reduce((sum, { value }) => sum + value, 0);
  const start = net - total;
  const perMajor = minorPerMajor(currency);
  let at = 0;
  const step = (name: string, code: string | null, value: number, from: number, kind?: string): Row => ({
    ...{ name, code, minor: Math.round(value), from: from / perMajor, to: (from + value) / perMajor },
    end: Math.max(from, from + value, 0) / perMajor,
    kind: kind ?? (value < 0 ? 'less' : 'more'),
    label: moneyShort(Math.round(value), currency),
    tip: `${name}: ${money(Math.round(value), currency)}`,
  });
  const coming = (name: string, code: string | null, value: number): Row => {
    const made = step(name, code, value, at);
    at += value;
    return made;
  };
  return [
    ...(Math.round(start) === 0 ? [] : [coming(t('parts.start'), null, start)]),
    ...shown.map(({ code, value }) => coming(code, code, value)),
    ...(some.length === shown.length
      ? []
      : [coming(t('parts.others', { count: some.length - shown.length }), null, rest)]),
    step(t('parts.net'), null, net, 0, 'net'),
  ].map((row, place) => ({ ...row, place }));
}
