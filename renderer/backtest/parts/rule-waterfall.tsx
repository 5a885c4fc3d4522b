import { useId, useMemo, useState } from 'react';
import { minorPerMajor, money, moneyShort } from '../../i18n/format.ts';
import { t, useLanguage } from '../../i18n/index.ts';
import type { Row } from '../../chart/chart.tsx';
import { ResultPanel } from '../../parts/result-panel.tsx';
import { address, go } from '../../state/address.ts';
import { Formula } from '../money/formula.tsx';
import { waterfallSpec } from '../money/money-panel.tsx';
import { ChangedYen } from './changed-yen.tsx';
import type { PartProps, RuleWorth } from './worth.ts';

const rowHeight = 24;
/** More rules stand together in one step. */
const mostSteps = 30;
const ways = ['byOrder', 'byShapley'] as const;
type Way = (typeof ways)[number];

/** From what no rule at all decides to the net benefit of the set, one step for each rule. */
export function RuleWaterfall(props: PartProps) {
  const { result, figures } = props;
  const { rules } = props.worth;
  const lang = useLanguage();
  const id = useId();
  const [way, setWay] = useState<Way>('byOrder');
  const net = figures.money.net.value;
  const rows = useMemo(() => stepsOf(rules, way, net, result.currency), [rules, way, net, result, lang]);
  const pick = ({ code }: Row) => {
    if (typeof code === 'string')
      go({ params: { ...address.get().params, show: 'rules', rule: code }, replace: false });
  };
  const picture = {
    ...{ label: `${t('parts.waterfall')} ${t(`parts.${way}`)}`, spec: waterfallSpec, rows, onPick: pick },
    ...{
      specKey: `rule waterfall ${lang} ${rows.length} ${way}`,
      height: 12 + rowHeight * rows.length,
      viewHeight: 420,
    },
  };
  const heads = [t('parts.rule'), t('money.amount', { currency: result.currency })];
  const table = () => [
    heads,
    ...rows.map(({ name, minor }) => [String(name), Number(minor) / minorPerMajor(result.currency)]),
  ];
  return (
    <ResultPanel
      title={t('parts.waterfall')}
      {...{ table, pictures: [picture] }}
      drawnFirst
      actions={
        <label className="row note" htmlFor={id}>
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
      <div className="scroll" tabIndex={0} role="region" aria-label={t('parts.waterfall')}>
        <table className="table sticky" data-testid="rule-waterfall">
          <thead>
            <tr>
              {heads.map((head, at) => (
                <th key={head} scope="col" className={at === 0 ? '' : 'num'}>
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={String(row['place'])} className={row['kind'] === 'net' ? 'total' : ''}>
                <th scope="row">{String(row['name'])}</th>
                <td className="num">
                  <Step {...props} row={row} way={way} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </ResultPanel>
  );
}

/** A step that opens its formula: of a rule, or of the net of all. */
function Step({ row, way, ...props }: PartProps & { readonly row: Row; readonly way: Way }) {
  const { worth, result, given, figures, openDecided } = props;
  const text = money(Number(row['minor']), result.currency);
  if (row['kind'] === 'net') {
    const { net, lines } = figures.money;
    return <Formula {...{ result, given, text }} line={net} parts={lines} cells={figures.cells} open={openDecided} />;
  }
  const rule = worth.rules.find((one) => one.rule.code === row['code'])?.rule;
  if (rule === undefined) return text;
  return (
    <ChangedYen
      {...{ result, given, text }}
      weights={worth.weights}
      tally={way === 'byOrder' ? rule.inOrder : rule.shapley}
      name={t('parts.ofRule', { code: rule.code, what: t(way === 'byOrder' ? 'parts.inOrder' : 'parts.shapley') })}
    />
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
