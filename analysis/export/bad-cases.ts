import type { CheckedFeature } from '../expression/index.ts';
import { usualBadKinds } from '../model/features.ts';
import type { CaseOutcome } from '../model/package.ts';
import { badKinds, isOverdueKind, overdueDays, reasonFamilies, type OutcomeKind } from '../model/target.ts';
import { day, instant, type Asked, type CaseOrders } from './case-orders.ts';

/** Histories of invented orders and reports on which features of what was reported are tried. */

type Report = Omit<CaseOutcome, 'order_id' | 'reported_at'>;

/** Reports are so far apart, in microseconds. */
const apart = 1000n;

const settledKinds = ['settled-chargeback', 'settled-bad-debt', 'settled-bad-debt-overdue', 'settled-overdue'];

/**
 * Kinds of reports that some feature refuses where they have no date: a runtime of all of them hears none of those, and their SQL
 * ends with an error.
 */
export const kindsRefused = (features: readonly CheckedFeature[]): ReadonlySet<string> =>
  new Set(
    features.flatMap(({ feature: { agg, outcome = {} } }) => {
      const { kinds = usualBadKinds, assumedDelayDays } = outcome;
      return agg !== 'known_bad' || assumedDelayDays !== undefined ? [] : kinds.map((kind) => reportOf(kind).kind);
    }),
  );

/**
 * Every kind that the feature counts, reported; chargebacks reported before their order, given back in part and in full, told
 * twice, told again, of other families; orders of other keys; orders that leave the window before and after their report; what
 * has no date, where no feature refuses it. Each report is asked at its instant and a microsecond after it.
 */
export function toldHistory(
  checked: CheckedFeature,
  orders: CaseOrders,
  refused: ReadonlySet<string>,
): Omit<Asked, 'feature'> {
  const history = new ToldHistory(checked, orders, refused);
  history.others();
  history.kinds();
  history.charges();
  history.families();
  history.undated();
  history.leaving();
  const told = history.outcomes.toSorted((one, other) => order(one.reported_at, other.reported_at));
  return { orders: history.orders.all, outcomes: told };
}

/** Instants written alike by their texts, none before all of them. */
function order(one: string | null, other: string | null): number {
  const [a, b] = [one ?? '', other ?? ''];
  return a < b ? -1 : Number(a > b);
}

class ToldHistory {
  readonly orders: CaseOrders;
  readonly outcomes: CaseOutcome[] = [];
  readonly #counted: readonly OutcomeKind[];
  readonly #families: readonly string[];
  readonly #delay: bigint | null;
  readonly #length: bigint;
  readonly #refused: ReadonlySet<string>;
  #now = 0n;

  constructor(checked: CheckedFeature, orders: CaseOrders, refused: ReadonlySet<string>) {
    const { kinds = usualBadKinds, reasonFamilies: families = [], assumedDelayDays } = checked.feature.outcome ?? {};
    this.orders = orders;
    this.#counted = kinds;
    this.#families = families;
    this.#delay = assumedDelayDays === undefined ? null : BigInt(assumedDelayDays) * day;
    this.#length = checked.micros ?? day;
    this.#refused = refused;
  }

  /** What reports of orders that do not count with the others say. */
  others(): void {
    const ids = [...this.orders.addOthers(this.#now), ...this.orders.addVaried(this.#now + 1n)];
    this.#now += apart;
    for (const id of ids) this.#tell(id, this.#now, this.#bad());
    this.#ask(this.#now);
    this.orders.addOthers(this.#now + 1n);
  }

  /** Every kind that counts but chargebacks, what does not yet or not at all. */
  kinds(): void {
    const never = badKinds.find((kind) => !isOverdueKind(kind) && !this.#counted.includes(kind));
    const others = this.#counted.filter((kind) => kind !== 'chargeback');
    for (const kind of ['paid', ...(never === undefined ? [] : [never]), ...others] as const) {
      const report = reportOf(kind);
      const { days_past_due: days } = report;
      this.#report(this.#order(), ...(days === undefined ? [] : [{ ...report, days_past_due: days - 1 }]), report);
    }
  }

  charges(): void {
    if (!this.#counted.includes('chargeback')) return;
    const { amount } = this.orders;
    const half = Math.floor(amount / 2);
    this.#early();
    const [all, back] = [this.#charge(amount), this.#back(amount)];
    const upheld = { ...all, kind: 'chargeback-upheld' };
    this.#report(this.#order(), all, this.#back(half), this.#back(amount - half), upheld);
    const { amount: _none, ...whole } = all;
    const { amount: _nothing, ...everything } = back;
    this.#report(this.#order(), whole, { ...whole, repeats: true }, back);
    this.#report(this.#order(), all, this.#back(half), { ...this.#back(amount - half), repeats: true });
    this.#report(this.#order(), this.#charge(half), this.#charge(amount), back, everything);
    const once = this.#order();
    this.#now += apart;
    for (const report of [all, back]) this.#tell(once, this.#now, report);
    this.#ask(this.#now);
    const never = this.#order();
    this.#tell(never, null, back);
    this.#report(never, all);
  }

  /** Reported before its order came, which then is not known of in its own instant either. */
  #early(): void {
    const told = this.#now;
    this.#now += apart;
    this.#tell(this.orders.add(this.#now), told, this.#bad());
    this.#ask(this.#now);
  }

  /** A reversal of another family says nothing; one that tells none is measured against all that was charged. */
  families(): void {
    const other = reasonFamilies.find((family) => !this.#families.includes(family) && family !== 'unknown');
    if (!this.#counted.includes('chargeback') || this.#families.length === 0 || other === undefined) return;
    const { amount } = this.orders;
    const [foreign, own, back] = [{ ...this.#charge(amount), family: other }, this.#charge(amount), this.#back(amount)];
    const { family: _untold, ...plain } = back;
    this.#report(this.#order(), foreign, own, { ...back, family: other }, plain, back);
    this.#report(this.#order(), foreign, own, back);
  }

  /** What has no date is known when it is assumed, and what only a status says is not known otherwise. */
  undated(): void {
    const kinds =
      this.#delay === null ? [] : this.#counted.map(reportOf).filter(({ kind }) => !this.#refused.has(kind));
    const families = this.#families.length === 0 ? {} : { family: this.#families[0] ?? 'unknown' };
    const charged = kinds.map((report) => (report.kind === 'chargeback' ? { ...report, ...families } : report));
    for (const report of [...charged, ...settledKinds.map((kind) => ({ kind }))]) {
      this.#now += apart;
      this.#tell(this.orders.add(this.#now), null, report);
      this.#ask(this.#now + (this.#delay ?? 0n));
    }
    this.#now += apart;
  }

  leaving(): void {
    const [first, second] = [this.#now, this.#now + apart];
    const [stays, late] = [this.orders.add(first), this.orders.add(second)];
    this.#tell(stays, second, this.#bad());
    this.#ask(second);
    this.#ask(first + this.#length);
    this.#tell(late, second + this.#length + 1n, this.#bad());
    this.#ask(second + this.#length + 1n);
  }

  #order(): string {
    this.#now += apart;
    return this.orders.add(this.#now);
  }

  /** Reports of an order, one after the other. */
  #report(order: string, ...reports: readonly Report[]): void {
    for (const report of reports) {
      this.#now += apart;
      this.#tell(order, this.#now, report);
      this.#ask(this.#now);
    }
  }

  #tell(order: string, at: bigint | null, report: Report): void {
    this.outcomes.push({ order_id: order, ...report, reported_at: at === null ? null : instant(at) });
  }

  #ask(at: bigint): void {
    this.orders.add(at);
    this.orders.add(at + 1n);
  }

  /** A report that makes an order bad. */
  #bad(): Report {
    const [kind = 'chargeback'] = this.#counted;
    return kind === 'chargeback' ? this.#charge(this.orders.amount) : reportOf(kind);
  }

  #charge(amount: number): Report {
    const [family] = this.#families;
    return { kind: 'chargeback', amount, ...(family === undefined ? {} : { family }) };
  }

  #back(amount: number): Report {
    return { ...this.#charge(amount), kind: 'chargeback-reversed' };
  }
}

/** A report that a kind counts. */
const reportOf = (kind: OutcomeKind): Report =>
  isOverdueKind(kind) ? { kind: 'overdue', days_past_due: overdueDays[kind] } : { kind };
