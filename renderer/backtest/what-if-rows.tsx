import { useEffect, useRef, useState } from 'react';
import { policyOf } from '../../analysis/expression/index.ts';
import type { BacktestResult, Contribution } from '../../analysis/model/backtest.ts';
import type { Clause } from '../../analysis/model/filter.ts';
import { results, type RuleGroup, type RuleSet, type ScreeningResult } from '../../analysis/model/ruleset.ts';
import type { OutcomeState } from '../../analysis/model/target.ts';
import { count, money, moneyShort } from '../i18n/format.ts';
import { t } from '../i18n/index.ts';
import { Button } from '../parts/button.tsx';
import { OrdersButton, ordersOf } from '../rule-sets/orders-behind.tsx';
import { ScoreTags } from '../rule-sets/score-tags.tsx';
import { openOrders } from '../state/address.ts';
import { groupsOf, inOrder, regrouped, withGroup, type Destination } from './regrouped.ts';
import { moved, toggled, withResult, type WhatIf } from './what-if.ts';

export interface Followed {
  readonly start: (code: string) => void;
  /** Whether it is this one; it is followed once. */
  readonly ends: (code: string) => boolean;
}

/** Tries something more, beside what is tried when it is asked. */
export type ChangeTrial = (change: (now: WhatIf) => WhatIf) => void;

export interface ChangeProps {
  readonly ruleSet: RuleSet;
  readonly whatIf: WhatIf;
  readonly onChange: ChangeTrial;
  /** The rule that was just moved into another group: its row is another one then, and the person stays with it. */
  readonly follow: Followed;
}

interface AskedRowProps extends ChangeProps {
  /** A rule's code, or a group's place. */
  readonly asked: string;
  readonly own: ScreeningResult;
  /** Up and down. */
  readonly movable: readonly [boolean, boolean];
}

export interface AddedRowProps {
  readonly answered: Answered;
  readonly currency: string | null;
  readonly added: AddedByCode;
}

/** The figures on screen when it is asked, and the set that they are of; null where there are none. */
export type Answered = () => { readonly ruleSet: RuleSet; readonly result: BacktestResult } | null;

type RuleAdds = NonNullable<BacktestResult['contributions']>[number];
type AddedByCode = ReadonlyMap<string, RuleAdds>;

/** A rule that is asked by itself. */
export function RuleRow({ asked, added, answered, currency, ...row }: AskedRowProps & AddedRowProps) {
  const { whatIf } = row;
  const on = !whatIf.off.has(asked);
  return (
    <tr className={on ? '' : 'off'}>
      <Use {...row} codes={[asked]} name={asked} on={on} />
      <th scope="row" className="mono">
        {asked} <Rewritten code={asked} whatIf={whatIf} />
      </th>
      <Asking {...row} asked={asked} name={asked} />
      <Added code={asked} own={added.get(asked)} {...{ answered, currency }} />
    </tr>
  );
}

/** A group; its rules stand below it. */
export function GroupRow({ group, ...row }: AskedRowProps & { readonly group: RuleGroup }) {
  const { asked, whatIf, ruleSet, onChange } = row;
  const name = groupText(group);
  const on = group.rules.some((code) => !whatIf.off.has(code));
  return (
    <tr className={`group-row ${on ? '' : 'off'}`}>
      <Use {...row} codes={group.rules} name={name} on={on} />
      <th scope="row">
        <GroupHead {...{ group, ruleSet, onChange }} place={Number(asked)} />
      </th>
      <Asking {...row} name={name} />
      <td colSpan={8} />
    </tr>
  );
}

interface MemberRowProps extends ChangeProps, AddedRowProps {
  readonly code: string;
  /** Place of its group. */
  readonly from: number;
}

/** A rule of a group. */
export function MemberRow({ code, from, added, answered, currency, ...row }: MemberRowProps) {
  const on = !row.whatIf.off.has(code);
  return (
    <tr className={on ? '' : 'off'}>
      <Use {...row} codes={[code]} name={code} on={on} />
      <th scope="row" className="mono inner">
        {code} <Rewritten code={code} whatIf={row.whatIf} />
      </th>
      <td colSpan={2}>
        <Member {...row} {...{ code, from }} />
      </td>
      <Added own={added.get(code)} {...{ code, answered, currency }} />
    </tr>
  );
}

interface UseProps extends Pick<ChangeProps, 'onChange'> {
  readonly codes: readonly string[];
  readonly name: string;
  readonly on: boolean;
}

function Use({ codes, name, on, onChange }: UseProps) {
  return (
    <td>
      <input
        type="checkbox"
        aria-label={t('whatIf.useOf', { name })}
        checked={on}
        onChange={({ target: { checked } }) => onChange((now) => toggled(now, codes, checked))}
      />
    </td>
  );
}

/** The result of what is asked, and its place in the order. */
function Asking({ asked, own, name, ruleSet, movable, onChange }: AskedRowProps & { readonly name: string }) {
  return (
    <>
      <td>
        {policyOf(ruleSet) === 'scores' ? (
          <ScoreTags scores={ruleSet.rules.find(({ code }) => code === asked)?.scores} />
        ) : (
          <select
            className="select small"
            aria-label={t('whatIf.resultOf', { name })}
            value={own}
            onChange={({ target }) => {
              const next = results.find((one) => one === target.value);
              if (next) onChange((now) => withResult(ruleSet, now, asked, next));
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
              onClick={() => onChange((now) => moved(ruleSet, now, asked, by))}
            />
          );
        })}
      </td>
    </>
  );
}

/** What a group is called where one is chosen: priority, result and kind. */
const groupText = ({ priority, result, kind }: RuleGroup): string =>
  t('whatIf.groupOf', {
    priority: count(priority),
    result,
    kind: t(kind === 'combination' ? 'whatIf.all' : 'whatIf.any'),
  });

interface GroupHeadProps extends Pick<ChangeProps, 'ruleSet' | 'onChange'> {
  readonly group: RuleGroup;
  readonly place: number;
}

/** Priority and kind of a group; the priority is taken over when the field is left or by Enter, since the group then moves. */
function GroupHead({ group, place, ruleSet, onChange }: GroupHeadProps) {
  const name = groupText(group);
  const [text, setText] = useState<string | null>(null);
  const take = () => {
    const priority = Math.max(1, Math.trunc(Number(text ?? group.priority)) || group.priority);
    setText(null);
    if (priority !== group.priority) onChange((now) => withGroup(ruleSet, now, place, { priority }));
  };
  return (
    <span className="row group-head">
      <label className="row">
        <span>{t('groups.priority')}</span>
        <input
          className="input small num"
          type="number"
          min={1}
          aria-label={t('whatIf.priorityOf', { name })}
          value={text ?? group.priority}
          onChange={({ target }) => setText(target.value)}
          onBlur={take}
          onKeyDown={({ key }) => {
            if (key === 'Enter') take();
          }}
        />
      </label>
      <select
        className="select small"
        aria-label={t('whatIf.kindOf', { name })}
        value={group.kind}
        onChange={({ target }) => {
          const kind = target.value === 'combination' ? 'combination' : 'single';
          onChange((now) => withGroup(ruleSet, now, place, { kind }));
        }}
      >
        <option value="single">{t('whatIf.any')}</option>
        <option value="combination">{t('whatIf.all')}</option>
      </select>
      {group.rules.length === 0 ? <span className="note">{t('whatIf.empty')}</span> : null}
    </span>
  );
}

interface MemberProps extends ChangeProps {
  readonly code: string;
  /** Null where it is in no group. */
  readonly from: number | null;
}

/** The group of a rule, to move it into another one. */
function Member({ code, from, ruleSet, whatIf, onChange, follow }: MemberProps) {
  const choice = useRef<HTMLSelectElement>(null);
  useEffect(() => {
    if (!follow.ends(code)) return;
    choice.current?.focus({ preventScroll: true });
    choice.current?.scrollIntoView({ block: 'nearest' });
  }, [code]);
  const groups = inOrder(ruleSet, groupsOf(ruleSet, whatIf));
  const move = (value: string) => {
    const to: Destination = value === 'new' || value === 'none' ? value : Number(value);
    follow.start(code);
    onChange((now) => regrouped(ruleSet, now, code, from, to));
  };
  return (
    <select
      ref={choice}
      className="select small"
      aria-label={t('whatIf.groupOfRule', { name: code })}
      value={from === null ? 'none' : String(from)}
      onChange={({ target }) => move(target.value)}
    >
      {groups.map(({ place, group }) => (
        <option key={place} value={place}>
          {groupText(group)}
        </option>
      ))}
      <option value="new">{t('whatIf.newGroup')}</option>
      <option value="none">{t('whatIf.noGroup')}</option>
    </select>
  );
}

/** Stands above rules in no group, which decide nothing. */
export function UngroupedHead() {
  return (
    <tr className="group-row off">
      <td />
      <th scope="row">{t('whatIf.ungrouped')}</th>
      <td colSpan={10} />
    </tr>
  );
}

/** A rule in no group. */
export function UngroupedRow({ code, ...change }: ChangeProps & { readonly code: string }) {
  return (
    <tr className="off">
      <td />
      <th scope="row" className="mono inner">
        {code} <Rewritten code={code} whatIf={change.whatIf} />
      </th>
      <td colSpan={2}>
        <Member {...{ code, ...change }} from={null} />
      </td>
      <td colSpan={8} />
    </tr>
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
  readonly answered: Answered;
  /** Null where there are no figures. */
  readonly currency: string | null;
}

/** What a rule adds: in its place, and to all others. */
function Added({ code, own, answered, currency }: AddedProps) {
  if (currency === null || own === undefined) return <td colSpan={8} />;
  const cells = (beside: 'before' | 'others', added: Contribution) => {
    const show = (states?: readonly OutcomeState[]) => () => {
      const shown = answered();
      if (shown === null) return;
      const clause: Clause = { kind: 'added', ruleSet: shown.ruleSet, code, beside };
      openOrders(ordersOf(shown.result.filter, clause, states));
    };
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
        <td className="num" title={added.caught === null ? undefined : money(added.caught, currency)}>
          {added.caught === null ? '–' : moneyShort(added.caught, currency)}
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
