import { useEffect, useRef } from 'react';
import { policyOf } from '../../analysis/expression/index.ts';
import type { BacktestResult, Contribution } from '../../analysis/model/backtest.ts';
import type { Assumptions } from '../../analysis/model/results/assumptions.ts';
import type { Clause } from '../../analysis/model/filter.ts';
import { results, type RuleSet, type ScreeningResult } from '../../analysis/model/ruleset.ts';
import type { OutcomeState } from '../../analysis/model/target.ts';
import { count, money, moneyShort } from '../i18n/format.ts';
import { t } from '../i18n/index.ts';
import { outcomeWord } from '../i18n/outcome-words.ts';
import { Button } from '../parts/button.tsx';
import { FailureCallout } from '../parts/callout.tsx';
import { Panel } from '../parts/panel.tsx';
import { addDocument } from '../rule-sets/documents.ts';
import { OrdersButton, ordersOf } from '../rule-sets/orders-behind.tsx';
import { ScoreTags } from '../rule-sets/score-tags.tsx';
import { go, openOrders } from '../state/address.ts';
import type { Latest } from '../state/request.ts';
import { attempt } from '../state/toasts.ts';
import { startRun } from './run-store.ts';
import { asItRan, askedBy, canMove, changesIn, moved, toggled, tried, withResult, type WhatIf } from './what-if.ts';

export interface WhatIfPanelProps {
  readonly ruleSet: RuleSet;
  readonly whatIf: WhatIf;
  readonly onChange: (whatIf: WhatIf) => void;
  readonly onClose: () => void;
  /** The figures of the set as it is tried. */
  readonly answer: Latest<{ readonly result: BacktestResult }>;
  /** What a run that is kept assumes. */
  readonly assumptions: Assumptions;
}

/** Rules on and off, in another order or with other results: every figure follows at once. */
export function WhatIfPanel({ ruleSet, whatIf, onChange, onClose, answer, assumptions }: WhatIfPanelProps) {
  const changes = changesIn(whatIf);
  const result = answer.value?.result ?? null;
  const trial = tried(ruleSet, whatIf);
  const policy = policyOf(ruleSet);
  const asked = askedBy(ruleSet, whatIf);
  const added = new Map(result?.contributions?.map((one) => [one.code, one]));
  const table = useRef<HTMLDivElement>(null);
  // The button that opened the panel is gone, and the panel may stand below what is on screen.
  useEffect(() => {
    table.current?.focus({ preventScroll: true });
    table.current?.scrollIntoView({ block: 'nearest' });
  }, []);
  const contributions = () => [
    [
      t('rule.code'),
      ...[t('whatIf.first'), t('whatIf.unique')].flatMap((of) =>
        [t('impact.hits'), t('state.bad'), t('state.good')].map((head) => `${of}: ${head}`),
      ),
    ],
    ...(result?.contributions ?? []).map(({ code, first, unique }) => [
      code,
      ...[first, unique].flatMap(({ hits, tp, fp }) => [hits, tp, fp]),
    ]),
  ];
  const keep = () => {
    const made = addDocument({ ...trial, name: t('whatIf.name', { name: ruleSet.name }) });
    go({ room: 'rules', path: [made.id] });
  };
  return (
    <Panel
      title={t('whatIf.title')}
      table={contributions}
      actions={
        <>
          <span className={`tag ${changes > 0 ? 'warn' : ''}`}>{t('whatIf.changes', { count: count(changes) })}</span>
          <Button small disabled={changes === 0} onClick={() => onChange(asItRan)}>
            {t('whatIf.reset')}
          </Button>
          <Button small disabled={changes === 0} icon="rules" onClick={keep}>
            {t('whatIf.keep')}
          </Button>
          <Button
            small
            disabled={changes === 0 || result === null}
            onClick={() => result && attempt(() => startRun(trial, result.filter, assumptions))}
          >
            {t('whatIf.run')}
          </Button>
          <Button small look="quiet" icon="close" aria-label={t('common.close')} onClick={onClose} />
        </>
      }
    >
      {answer.failure ? <FailureCallout failure={answer.failure} /> : null}
      <div ref={table} className="scroll what-if-scroll" tabIndex={0} role="region" aria-label={t('whatIf.table')}>
        <table className={`table what-if ${answer.fresh ? '' : 'old-figures'}`} data-testid="what-if">
          <thead>
            <tr>
              <th rowSpan={2}>{t('whatIf.use')}</th>
              <th rowSpan={2}>{t('rule.code')}</th>
              <th rowSpan={2}>{t(policy === 'scores' ? 'rule.scores' : 'rule.result')}</th>
              <th rowSpan={2}>{t('whatIf.order')}</th>
              <th scope="colgroup" colSpan={4} className="added">
                {t('whatIf.first')}
              </th>
              <th scope="colgroup" colSpan={4} className="added">
                {t('whatIf.unique')}
              </th>
            </tr>
            <tr>
              <Heads result={result} />
              <Heads result={result} />
            </tr>
          </thead>
          <tbody>
            {asked.map(({ key, result: own }, place) => (
              <AskedRows
                key={key}
                {...{ asked: key, own, ruleSet, trial, whatIf, onChange, result, added }}
                movable={[canMove(ruleSet, asked, place, -1), canMove(ruleSet, asked, place, 1)]}
              />
            ))}
          </tbody>
        </table>
      </div>
      <p className="note">
        {t('whatIf.note')} {t(orderTexts[policy])} {t('whatIf.explain')}
      </p>
    </Panel>
  );
}

const orderTexts = {
  classes: 'whatIf.orderOfClasses',
  groups: 'whatIf.orderOfGroups',
  scores: 'whatIf.orderOfScores',
} as const;

function Heads({ result }: { readonly result: BacktestResult | null }) {
  const word = (state: OutcomeState) => (result === null ? t(`state.${state}`) : outcomeWord(result.target, state));
  return (
    <>
      <th scope="col" className="num added">
        {t('impact.hits')}
      </th>
      <th scope="col" className="num">
        {word('bad')}
      </th>
      <th scope="col" className="num">
        {word('good')}
      </th>
      <th scope="col" className="num">
        {t('metric.caught')}
      </th>
    </>
  );
}

interface AskedRowsProps extends Pick<WhatIfPanelProps, 'ruleSet' | 'whatIf' | 'onChange'> {
  readonly asked: string;
  readonly own: ScreeningResult;
  readonly trial: RuleSet;
  readonly result: BacktestResult | null;
  readonly added: AddedByCode;
  /** Up and down. */
  readonly movable: readonly [boolean, boolean];
}

type RuleAdds = NonNullable<BacktestResult['contributions']>[number];
type AddedByCode = ReadonlyMap<string, RuleAdds>;

/** One rule, or a group with its rules. */
function AskedRows({ asked, own, ruleSet, trial, whatIf, onChange, result, added, movable }: AskedRowsProps) {
  const group = ruleSet.groups?.[Number(asked)];
  const policy = policyOf(ruleSet);
  const grouped = policy === 'groups';
  const codes = grouped ? (group?.rules ?? []) : [asked];
  const name = grouped ? t('whatIf.group', { priority: count(group?.priority ?? 0) }) : asked;
  const some = codes.some((code) => !whatIf.off.has(code));
  const choice = (
    <>
      <td>
        {policy === 'scores' ? (
          <ScoreTags scores={ruleSet.rules.find(({ code }) => code === asked)?.scores} />
        ) : (
          <select
            className="select small"
            aria-label={t('whatIf.resultOf', { name })}
            value={own}
            onChange={({ target }) => {
              const next = results.find((one) => one === target.value);
              if (next) onChange(withResult(ruleSet, whatIf, asked, next));
            }}
          >
            {results.map((one) => (
              <option key={one}>{one}</option>
            ))}
          </select>
        )}
      </td>
      <td className="order">
        {([-1, 1] as const).map((by) => {
          // Not disabled: a person who moves a rule to its end with the keyboard stays on the button.
          return (
            <Button
              key={by}
              small
              look="quiet"
              icon={by < 0 ? 'up' : 'down'}
              aria-label={t(by < 0 ? 'whatIf.up' : 'whatIf.down', { name })}
              aria-disabled={!movable[by < 0 ? 0 : 1]}
              onClick={() => onChange(moved(ruleSet, whatIf, asked, by))}
            />
          );
        })}
      </td>
    </>
  );
  const use = (of: readonly string[], label: string, on: boolean) => (
    <td>
      <input
        type="checkbox"
        aria-label={t('whatIf.useOf', { name: label })}
        checked={on}
        onChange={({ target }) => onChange(toggled(whatIf, of, target.checked))}
      />
    </td>
  );
  if (!grouped)
    return (
      <tr className={some ? '' : 'off'}>
        {use(codes, asked, some)}
        <th scope="row" className="mono">
          {asked} <Rewritten code={asked} whatIf={whatIf} />
        </th>
        {choice}
        <Added code={asked} own={added.get(asked)} {...{ trial, result }} />
      </tr>
    );
  return (
    <>
      <tr className={`group-row ${some ? '' : 'off'}`}>
        {use(codes, name, some)}
        <th scope="row">
          {name} <span className="note">{t(group?.kind === 'combination' ? 'whatIf.all' : 'whatIf.any')}</span>
        </th>
        {choice}
        <td colSpan={8} />
      </tr>
      {codes.map((code) => (
        <tr key={code} className={whatIf.off.has(code) ? 'off' : ''}>
          {use([code], code, !whatIf.off.has(code))}
          <th scope="row" className="mono inner">
            {code} <Rewritten code={code} whatIf={whatIf} />
          </th>
          <td colSpan={2} />
          <Added own={added.get(code)} {...{ code, trial, result }} />
        </tr>
      ))}
    </>
  );
}

/** Says that a rule is tried with another condition. */
function Rewritten({ code, whatIf }: { readonly code: string; readonly whatIf: WhatIf }) {
  const text = whatIf.texts.get(code);
  return text === undefined ? null : (
    <span className="tag warn" title={text}>
      {t('whatIf.rewritten')}
    </span>
  );
}

interface AddedProps {
  readonly code: string;
  readonly own: RuleAdds | undefined;
  readonly trial: RuleSet;
  readonly result: BacktestResult | null;
}

/** What a rule adds: in its place, and to all others. */
function Added({ code, own, trial, result }: AddedProps) {
  if (result === null || own === undefined) return <td colSpan={8} />;
  const cells = (beside: 'before' | 'others', added: Contribution) => {
    const clause: Clause = { kind: 'added', ruleSet: trial, code, beside };
    const show = (states?: readonly OutcomeState[]) => () => openOrders(ordersOf(result.filter, clause, states));
    return (
      <>
        <td className="num added">
          <OrdersButton count={added.hits} onOpen={show()} />
        </td>
        <td className="num">
          <OrdersButton count={added.tp} onOpen={show(['bad'])} />
        </td>
        <td className="num">
          <OrdersButton count={added.fp} onOpen={show(['good'])} />
        </td>
        <td className="num" title={added.caught === null ? undefined : money(added.caught, result.currency)}>
          {added.caught === null ? '–' : moneyShort(added.caught, result.currency)}
        </td>
      </>
    );
  };
  return (
    <>
      {cells('before', own.first)}
      {cells('others', own.unique)}
    </>
  );
}
