import { useEffect, useRef, useState, type FormEvent } from 'react';
import type { Agreement, OpenOutcome, OutcomeCandidate, OutcomeChoice } from '../../analysis/model/outcome-match.ts';
import type { ProjectInfo } from '../../analysis/model/project.ts';
import { count, date, dateTime, money } from '../i18n/format.ts';
import { t } from '../i18n/index.ts';
import { Button } from '../parts/button.tsx';
import { Panel } from '../parts/panel.tsx';

export interface OpenOutcomeCardProps {
  readonly outcome: OpenOutcome;
  readonly info: ProjectInfo;
  readonly disabled: boolean;
  /** The person's last decision was on this one: the keyboard stays with it. */
  readonly acted: boolean;
  readonly choose: (choice: OutcomeChoice) => void;
}

/** One outcome, what its file says of it, and the orders it may belong to side by side. */
export function OpenOutcomeCard(props: OpenOutcomeCardProps) {
  const { outcome, info, acted, disabled } = props;
  const { line, decided, candidates, found } = outcome;
  const card = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (acted && !disabled) card.current?.querySelector<HTMLButtonElement>('header button')?.focus();
  }, [acted, disabled]);
  const title = (
    <>
      {t('data.openLine', { line: count(line) })} <StateTag outcome={outcome} />
    </>
  );
  return (
    <div ref={card}>
      <Panel title={title} actions={<Decision {...props} />}>
        <Facts outcome={outcome} info={info} />
        {decided ? (
          <p>
            {decided.orderId === null
              ? t('data.decidedNone', { at: dateTime(decided.at, info.timezone) })
              : t('data.decidedOrder', { at: dateTime(decided.at, info.timezone), order: decided.orderId })}
          </p>
        ) : candidates.length === 0 ? (
          <p className="muted">{t('data.noCandidates')}</p>
        ) : (
          <Candidates {...props} />
        )}
        {!decided && found > candidates.length ? (
          <p className="note">{t('data.moreCandidates', { shown: count(candidates.length), found: count(found) })}</p>
        ) : null}
        {decided ? null : <OrderField {...props} />}
      </Panel>
    </div>
  );
}

/** Says that none of them is it, or takes back what was decided. */
function Decision({ outcome: { line, decided }, disabled, choose }: OpenOutcomeCardProps) {
  const of = { line: count(line) };
  return decided ? (
    <Button
      small
      icon="undo"
      disabled={disabled}
      aria-label={t('data.undoLine', of)}
      onClick={() => choose({ kind: 'undo' })}
    >
      {t('data.undoChoice')}
    </Button>
  ) : (
    <Button small disabled={disabled} aria-label={t('data.noneOfLine', of)} onClick={() => choose({ kind: 'none' })}>
      {t('data.noneOfThem')}
    </Button>
  );
}

/** An order the person knows from elsewhere, by its id. */
function OrderField({ outcome, disabled, choose }: OpenOutcomeCardProps) {
  const [orderId, setOrderId] = useState('');
  const given = orderId.trim();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (given !== '') choose({ kind: 'order', orderId: given });
  };
  return (
    <form className="row known-order" onSubmit={submit}>
      <span className="note" aria-hidden="true">
        {t('data.knownOrder')}
      </span>
      <input
        className="input small"
        value={orderId}
        aria-label={t('data.knownOrderOf', { line: count(outcome.line) })}
        onChange={(event) => setOrderId(event.target.value)}
      />
      <Button small type="submit" disabled={disabled || given === ''}>
        {t('data.pickOrder')}
      </Button>
    </form>
  );
}

function StateTag({ outcome: { state, found } }: { readonly outcome: OpenOutcome }) {
  if (state === 'several') return <span className="tag warn">{t('data.stateSeveral', { count: count(found) })}</span>;
  return <span className="tag">{t(state === 'hand' ? 'data.stateHand' : 'data.unmatched')}</span>;
}

/** What the file says; what it does not say is left out. */
function Facts({ outcome, info }: { readonly outcome: OpenOutcome; readonly info: ProjectInfo }) {
  const { timezone } = info;
  const facts: readonly (readonly [string, string | null])[] = [
    [t('data.outcome.event_id'), outcome.orderId],
    [t('data.outcome.transaction_id'), outcome.transactionId],
    [t('data.outcome.approval_number'), outcome.approvalNumber],
    [t('data.outcome.purchased_at'), outcome.purchasedAt === null ? null : date(outcome.purchasedAt, timezone)],
    [t('data.outcome.amount'), outcome.amount === null ? null : money(outcome.amount, outcome.currency)],
    [t('data.outcome.card_number'), outcome.card],
    [t('data.outcome.reported_at'), outcome.reportedAt === null ? null : date(outcome.reportedAt, timezone)],
    [t('data.outcome.reason'), outcome.reason],
  ];
  return (
    <dl className="outcome-facts">
      {facts.map(([name, value]) =>
        value === null ? null : (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ),
      )}
    </dl>
  );
}

interface CandidateColumn {
  readonly name: string;
  readonly text: (order: OutcomeCandidate) => string;
  /** What agrees where this value does. */
  readonly agrees?: Agreement;
  readonly num?: true;
}

function columnsOf(info: ProjectInfo): readonly CandidateColumn[] {
  return [
    { name: t('data.outcome.event_id'), text: (o) => o.orderId, agrees: 'order-id' },
    { name: t('data.orderedAt'), text: (o) => dateTime(o.orderedAt, info.timezone), agrees: 'date' },
    {
      name: t('data.outcome.amount'),
      text: (o) => (o.amount === null ? '' : money(o.amount, o.currency ?? info.currency)),
      agrees: 'amount',
      num: true,
    },
    { name: t('data.outcome.card_number'), text: (o) => o.card ?? '', agrees: 'card' },
    { name: t('data.outcome.transaction_id'), text: (o) => o.transactionId ?? '', agrees: 'transaction-id' },
    { name: t('data.outcome.approval_number'), text: (o) => o.approvalNumber ?? '', agrees: 'approval' },
    { name: t('data.buyer'), text: (o) => o.buyer ?? '' },
  ];
}

/** Values that agree with the outcome are marked; columns nobody fills are left out. */
function Candidates({ outcome, info, disabled, choose }: OpenOutcomeCardProps) {
  const { candidates, line } = outcome;
  const columns = columnsOf(info).filter(({ text }) => candidates.some((order) => text(order) !== ''));
  const label = t('data.candidatesOf', { line: count(line) });
  return (
    <div className="scroll" tabIndex={0} role="group" aria-label={label}>
      <table className="table candidates" aria-label={label}>
        <thead>
          <tr>
            {columns.map(({ name, num }) => (
              <th key={name} scope="col" className={num ? 'num' : ''}>
                {name}
              </th>
            ))}
            <th scope="col">
              <span className="hidden-visually">{t('data.pickOrder')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {candidates.map((order) => (
            <tr key={order.orderId}>
              {columns.map(({ name, text, agrees, num }) => {
                const same = agrees !== undefined && order.agrees.includes(agrees);
                return (
                  <td key={name} className={`${num ? 'num' : ''} ${same ? 'agrees' : ''}`}>
                    {text(order)}
                    {same ? <span className="hidden-visually"> {t('data.agrees')}</span> : null}
                  </td>
                );
              })}
              <td>
                <div className="row end">
                  <Button
                    small
                    icon="check"
                    disabled={disabled}
                    aria-label={t('data.pickOrderOf', { order: order.orderId, line: count(line) })}
                    onClick={() => choose({ kind: 'order', orderId: order.orderId })}
                  >
                    {t('data.pickOrder')}
                  </Button>
                </div>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
