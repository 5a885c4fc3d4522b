import { blackDetail, resaleCategory } from '../model/black-category.ts';
import type { OutcomeKind, ReasonFamily } from '../model/target.ts';
import { outcomeKind, partly, reasonFamily } from './reason-family.ts';
import { settleCode } from './settle-status.ts';

/** The cells of an outcome row that say what it is, as written. */
export interface FactTexts {
  readonly kind: string | null;
  readonly status: string | null;
  readonly reason: string | null;
  readonly settle: string | null;
  readonly days: string | null;
  readonly review: string | null;
  /** The category of a black registration, as `blackCategory` tells it. */
  readonly black: string | null;
  /** Whom it is of, as `blackCustomer` tells it. */
  readonly customer?: string | null;
  /** The list has columns of other facts than chargebacks, and none that says the kind: a row without them says nothing. */
  readonly ofOthers?: boolean;
}

/** What they say. */
export interface Fact {
  readonly kind: OutcomeKind;
  readonly family: ReasonFamily | null;
  readonly days: number | null;
  readonly detail: string | null;
  /** Only a part is given back, so that a row without its amount says nothing. */
  readonly partly: boolean;
}

/**
 * The fact an outcome row tells: by its kind where a word for one stands there, else by what a person decided, by the
 * settlement status, by the category of a black registration, by the days a bill is overdue. A list with nothing of all
 * this is one of chargebacks.
 */
export function factOf(texts: FactTexts): Fact {
  const { kind: kindText, status, reason } = texts;
  const days = daysPastDue(texts.days) ?? [kindText, status].reduce<number | null>((d, t) => d ?? daysIn(t), null);
  const kind = kindOf(texts, days);
  return {
    kind,
    family: kind.startsWith('chargeback') ? reasonFamily(reason ?? kindText) : null,
    days: kind === 'overdue' ? days : null,
    detail: detailOf(kind, texts),
    partly: kind === 'chargeback-reversed' && partly.test(kindText ?? ''),
  };
}

function kindOf(texts: FactTexts, days: number | null): OutcomeKind {
  const { kind, status, reason, settle, review, black } = texts;
  if (kind !== null) {
    const said = reviewed.test(kind) ? reviewKind(`${kind} ${status ?? ''}`) : outcomeKind(kind, status, reason);
    if (said !== 'other' || (review ?? settle ?? black) === null) return said;
  }
  if (review !== null) return reviewKind(review);
  if (settle !== null) {
    const said = settleKinds[settleCode(settle) ?? ''] ?? 'other';
    // Lists of unpaid bills call them unpaid or billed and count the days beside: those past due are overdue.
    return said === 'billing' && (days ?? 0) > 0 ? 'overdue' : said;
  }
  if (black !== null) return isResale(black) ? 'resale' : 'black';
  if (texts.days !== null) return days === null ? 'other' : days > 0 ? 'overdue' : 'billing';
  if (texts.ofOthers === true && kind === null) return 'other';
  return outcomeKind(kind, status, reason);
}

const settleKinds: Readonly<Record<string, OutcomeKind>> = {
  '00': 'billing',
  '10': 'billing',
  '20': 'paid',
  '30': 'overdue',
  '40': 'overdue',
  '50': 'bad-debt',
  '60': 'chargeback',
  '99': 'cancelled',
  '100': 'returned',
};

/** Settlement category 04 of a black registration, or a word for it. */
const isResale = (category: string): boolean =>
  category === resaleCategory || /転売|resale|resell/i.test(category.normalize('NFKC'));

const reviewed = /目視|人手審査|有人審査|(?:manual|human)[-_ ]?review|maresult/i;
/** Words that pass stand in some that refuse: 不承認, not approved. NG and OK are words of their own: pending ends so, too. */
const refusedWords =
  /(?<![a-z])NG(?![a-z])|否認|否決|却下|拒否|不可|不承認|不通過|不合格|(?:承認|可決|通過)(?:され|でき|し|せ)*(?:な|ませ|ず)|reject|declin|refus|den(?:y|ied)|disapprov|(?:not|n't|cannot)[-_ ](?:be[-_ ])?(?:approv|accept|pass|ok)|(?<![0-9])20(?![0-9])/i;
/** Nobody has decided yet. */
const openWords = /未(?!入金|払|収|着)|保留|待ち|(?:確認|審査|処理)中|pending|processing|unapprov|not[-_ ]yet/i;
const passedWords = /(?<![a-z])OK(?![a-z])|承認|可決|通過|問題なし|pass|approv|accept|(?<![0-9])10(?![0-9])/i;

/** What a person decided; HOLD and anything else is no end. */
function reviewKind(text: string): OutcomeKind {
  const written = text.normalize('NFKC');
  if (refusedWords.test(written)) return 'review-ng';
  return passedWords.test(written) && !openWords.test(written) ? 'review-ok' : 'other';
}

/** What is kept of the words, where the kind alone would lose it. */
function detailOf(kind: OutcomeKind, texts: FactTexts): string | null {
  const { kind: kindText, status, settle, review, black } = texts;
  if (settle !== null && kindText === null) return settleCode(settle) ?? settle;
  switch (kind) {
    case 'black':
    case 'resale':
      return black === null ? status : blackDetail(black, texts.customer ?? null);
    case 'review-ok':
    case 'review-ng':
      return review ?? status;
    case 'fraud-notice':
      return kindText;
    case 'overdue':
    case 'paid':
      return status;
    case 'chargeback-reversed':
      // Told by the kind it is a report of its own; told by the status the row is the chargeback and its end.
      return kindText === null || outcomeKind(kindText, null, texts.reason) === 'chargeback' ? status : null;
    default:
      return null;
  }
}

const largest = 10_000;

/** Days past due in a cell for them: `45`, `45日`, `31-60日` (at least 31), `2ヶ月`, `M2`, `60+`. */
export function daysPastDue(text: string | null): number | null {
  if (text === null) return null;
  const written = text.normalize('NFKC').trim();
  const plain = /^([0-9]{1,5})(?:\.0+)?(?:\s*(?:日|days?|dpd|\+))?$/i.exec(written)?.[1];
  const months = /^M\+?([0-9]{1,2})$/i.exec(written)?.[1];
  if (plain !== undefined) return within(Number(plain));
  return months === undefined ? daysIn(written) : within(Number(months) * 30);
}

/** The days a text about an overdue bill speaks of; of a span the first. */
function daysIn(text: string | null): number | null {
  if (text === null) return null;
  const written = text.normalize('NFKC');
  const days = /([0-9]{1,4})\s*(?:(?:[-~〜–]\s*[0-9]{1,4})?\s*(?:日|days?(?![a-z])|dpd)|\+\s*(?:dpd|days?))/i.exec(
    written,
  )?.[1];
  if (days !== undefined) return within(Number(days));
  const months = /([0-9]{1,2})\s*(?:[かヶケカヵ箇]月|months?)/i.exec(written)?.[1];
  return months === undefined ? null : within(Number(months) * 30);
}

const within = (days: number): number | null => (days <= largest ? days : null);
