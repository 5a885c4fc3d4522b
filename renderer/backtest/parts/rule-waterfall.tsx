import { useId, useMemo, useState } from 'react';
import { minorPerMajor, money, moneyShort } from '../../i18n/format.ts';
import { t, useLanguage } from '../../i18n/index.ts';
import { waterfallPicture } from '../../chart/waterfall.ts';
import { HeadedTable } from '../../parts/headed-table.tsx';
import { ResultPanel } from '../../parts/result-panel.tsx';
import { address, go } from '../../state/address.ts';
import { Formula } from '../money/formula.tsx';
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
  const steps = useMemo(() => stepsOf(rules, way, net), [rules, way, net, lang]);
  const picture = useMemo(() => pictureOf(steps, way, result.currency), [steps, way, result.currency]);
  const heads = [t('parts.rule'), t('money.amount', { currency: result.currency })];
  const table = () => [
    heads,
    ...steps.map(({ name, value }) => [name, Math.round(value) / minorPerMajor(result.currency)]),
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
      <HeadedTable label={t('parts.waterfall')} heads={heads} testId="rule-waterfall" tableClass="sticky">
        {steps.map((step, place) => (
          <tr key={place} className={step.kind === 'net' ? 'total' : ''}>
            <th scope="row">{step.name}</th>
            <td className="num">
              <StepValue {...props} step={step} way={way} />
            </td>
          </tr>
        ))}
      </HeadedTable>
    </ResultPanel>
  );
}

interface RuleStep {
  readonly name: string;
  /** `rest`: what no single rule does. */
  readonly kind: 'rule' | 'rest' | 'net';
  /** Of a rule. */
  readonly code: string | null;
  /** Minor units. */
  readonly value: number;
}

/** A step that opens its formula: of a rule, or of the net of all. */
function StepValue({ step, way, ...props }: PartProps & { readonly step: RuleStep; readonly way: Way }) {
  const { worth, result, given, figures, openDecided } = props;
  const text = money(Math.round(step.value), result.currency);
  if (step.kind === 'net') {
    const { net, lines } = figures.money;
    return <Formula {...{ result, given, text }} line={net} parts={lines} cells={figures.cells} open={openDecided} />;
  }
  const rule = worth.rules.find((one) => one.rule.code === step.code)?.rule;
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

/** A click opens the rule. */
function pictureOf(steps: readonly RuleStep[], way: Way, currency: string) {
  const told = steps.map(({ name, code, value }) => ({
    ...{ name, value, label: moneyShort(Math.round(value), currency) },
    tip: `${name}: ${money(Math.round(value), currency)}`,
    open:
      code === null
        ? undefined
        : () => go({ params: { ...address.get().params, show: 'rules', rule: code }, replace: false }),
  }));
  const total = told.at(-1) ?? { name: '', value: 0, label: '', tip: '' };
  return waterfallPicture({
    ...{ label: `${t('parts.waterfall')} ${t(`parts.${way}`)}`, steps: told.slice(0, -1), total },
    ...{ per: minorPerMajor(currency), rowHeight, viewHeight: 420 },
  });
}

/** Rules that change nothing have no step; beyond so many, those that change least stand together before the net, the last. */
function stepsOf(rules: readonly RuleWorth[], way: Way, net: number): readonly RuleStep[] {
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
  const apart = (name: string, value: number): RuleStep => ({ name, kind: 'rest', code: null, value });
  return [
    ...(Math.round(start) === 0 ? [] : [apart(t('parts.start'), start)]),
    ...shown.map(({ code, value }): RuleStep => ({ name: code, kind: 'rule', code, value })),
    ...(some.length === shown.length ? [] : [apart(t('parts.others', { count: some.length - shown.length }), rest)]),
    { name: t('parts.net'), kind: 'net', code: null, value: net },
  ];
}
