import { blackParts } from '../../analysis/model/black-category.ts';
import type { OrderDetail } from '../../analysis/engine-api.ts';
import type { OrderEvent } from '../../analysis/model/events.ts';
import { eventMessages } from '../../analysis/model/messages/events.ts';
import type { ProjectInfo } from '../../analysis/model/project.ts';
import { date, dateTime, money } from '../i18n/format.ts';
import { language, t } from '../i18n/index.ts';
import { codeText } from '../i18n/values.ts';
import { factKind } from './fact-words.ts';

type Fact = OrderDetail['outcomes'][number];

interface Moment {
  /** Null for a report without a date, which stands at the end. */
  readonly at: number | null;
  readonly event: OrderEvent | null;
  readonly fact: Fact | null;
}

export interface TimeLineProps {
  readonly detail: OrderDetail;
  readonly info: ProjectInfo;
  readonly currency: string;
}

/** What happened to an order, oldest first: its events, the order itself, and what was reported of it. */
export function TimeLine({ detail, info, currency }: TimeLineProps) {
  const { outcomes, events } = detail;
  const moments = momentsOf(detail);
  return (
    <section>
      <h3>{t(events.length === 0 ? 'orders.outcomes' : 'events.ofOrder')}</h3>
      {outcomes.length === 0 ? <p className="note">{t('orders.noOutcomes')}</p> : null}
      <ul className={`facts-list ${events.length === 0 ? '' : 'timed'}`} data-testid="time-line">
        {moments.map(({ at, event, fact }, index) => (
          <li key={index}>
            <span className="fact-date">
              {at === null ? t('orders.undated') : moment(at, fact !== null, info.timezone)}
            </span>
            {fact !== null ? (
              <FactText fact={fact} currency={currency} timezone={info.timezone} />
            ) : event !== null ? (
              <EventText event={event} currency={currency} />
            ) : (
              <strong>{t('events.theOrder')}</strong>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The last second of a day stands for a day of which nobody told more. */
function moment(at: number, dayOnly: boolean, timezone: string): string {
  const day = date(at, timezone);
  return dayOnly || date(at + 1000, timezone) !== day ? day : dateTime(at, timezone);
}

/** Without events there is nothing to place the order among. */
function momentsOf({ outcomes, events, order }: OrderDetail): readonly Moment[] {
  const orderedAt = order['ordered_at'];
  const own = events.length === 0 || typeof orderedAt !== 'number' ? [] : [{ at: orderedAt, event: null, fact: null }];
  const all: readonly Moment[] = [
    ...events.map((event) => ({ at: event.at, event, fact: null })),
    ...own,
    ...outcomes.map((fact) => ({ at: fact.reportedAt, event: null, fact })),
  ];
  return [...all].sort((a, b) => (a.at ?? Infinity) - (b.at ?? Infinity) || 0);
}

interface FactTextProps {
  readonly fact: Fact;
  readonly currency: string;
  readonly timezone: string;
}

function FactText({ fact, currency, timezone }: FactTextProps) {
  const { kind, amount, reason, daysPastDue, dueAt, detail, liability, repeats } = fact;
  const notes = [
    ...(reason === null ? [] : [`${t('data.outcome.reason')} ${reason}`]),
    ...(dueAt === null ? [] : [`${t('data.outcome.due_at')} ${date(dueAt, timezone)}`]),
    ...(daysPastDue === null ? [] : [t('events.daysPastDue', { days: daysPastDue })]),
    ...(detail === null ? [] : [detailText(kind, detail)]),
    ...(liability === null ? [] : [t(`events.${liability}`)]),
    ...(repeats ? [t('events.repeats')] : []),
  ];
  return (
    <span>
      <strong>{factKind(kind)}</strong>
      {amount === null ? null : ` ${money(amount, currency)}`}
      <Notes notes={notes} />
    </span>
  );
}

const settled: ReadonlySet<string> = new Set([
  'billing',
  'paid',
  'overdue',
  'returned',
  'cancelled',
  'bad-debt',
  'chargeback',
]);

/** Codes have their name beside them. */
function detailText(kind: string, detail: string): string {
  if (kind === 'black' || kind === 'resale') {
    const { category, customer } = blackParts(detail);
    const told = codeText(category, 'black');
    return customer === null ? told : `${told} · ${codeText(customer, 'black_customer')}`;
  }
  return settled.has(kind) ? codeText(detail, 'settle_status') : detail;
}

function EventText({ event, currency }: { readonly event: OrderEvent; readonly currency: string }) {
  const { kind, passed, amount, texts } = event;
  const words = eventMessages(language.get());
  return (
    <span>
      <strong>{words.kinds[kind]}</strong>
      {passed === null ? null : ` ${t(passed ? 'events.passed' : 'events.notPassed')}`}
      {amount === null ? null : ` ${money(amount, event.currency ?? currency)}`}
      <Notes notes={texts.map(({ column, text }) => `${words.columns[column]} ${text}`)} />
    </span>
  );
}

function Notes({ notes }: { readonly notes: readonly string[] }) {
  return notes.length === 0 ? null : <span className="muted"> {notes.join(' · ')}</span>;
}
