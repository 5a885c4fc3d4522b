import type { OutcomeKind, ReasonFamily } from '../model/target.ts';

/** Codes of the networks by family; Visa is told by its number, Amex and Diners by their letters. */
const codes: Readonly<Record<Exclude<ReasonFamily, 'unknown'>, string>> = {
  fraud: '4837 4840 4849 4863 4870 4871 546 534 548 526 527 4540 4534',
  authorisation: '4807 4808 501 503 521 522 547 581',
  processing: '4834 507 510 512 524 525 536 545 582 583',
  consumer: '4853 4850 4999 502 513 537 538 544 554 555 516 517 541',
};

const familyOfCode = new Map(
  Object.entries(codes).flatMap(([family, list]) =>
    list.split(' ').map((code) => [code, family as ReasonFamily] as const),
  ),
);

const visa: Readonly<Record<string, ReasonFamily>> = {
  '10': 'fraud',
  '11': 'authorisation',
  '12': 'processing',
  '13': 'consumer',
};

const fraudWords =
  /不正|盗難|stolen|第三者|なりすまし|盗用|偽造(?!品|商品)|身に覚え|利用覚え|本人利用なし|(?:本人|利用)否認|(?:会員|本人|名義人)[はがの].{0,4}(?:承認|認)(?:めて|して).{0,3}(?:な|ませ|おらず)|fraud|counterfeit(?! *(?:goods|merchandise|product|item))|unauthori[sz]ed|no[ -]?cardholder|cardholder (?:did not|didn't|does not|has not|never) (?:authori[sz]|recogni[sz])/i;

const words: readonly (readonly [RegExp, ReasonFamily])[] = [
  [fraudWords, 'fraud'],
  [/オーソリ|承認|authori[sz]ation|declin/i, 'authorisation'],
  [/二重|重複|金額相違|duplicate|processing|incorrect amount/i, 'processing'],
  [
    /未着|未達|相違|返品|解約|キャンセル|品質|偽造品|counterfeit|not (?:received|as described)|credit not|cancel|refund|consumer/i,
    'consumer',
  ],
];

/** The family of a chargeback reason as written: a network's code, perhaps with words around it, or words alone. */
export function reasonFamily(reason: string | null): ReasonFamily {
  if (reason === null) return 'unknown';
  const text = reason.normalize('NFKC').toUpperCase();
  return codedFamily(text) ?? words.find(([pattern]) => pattern.test(text))?.[1] ?? 'unknown';
}

/** The family of the network's code in an upper-case text; undefined where there is none. */
function codedFamily(text: string): ReasonFamily | undefined {
  const decimal = /(?:^|[^0-9.])(1[0-3])\.[1-9](?![0-9])/.exec(text)?.[1];
  if (decimal !== undefined) return visa[decimal];
  for (const [number] of text.matchAll(/(?<![0-9A-Z])[0-9]{3,4}(?![0-9A-Z])/g)) {
    const family = familyOfCode.get(number);
    if (family !== undefined) return family;
  }
  const letters =
    /(?<![0-9A-Z])(?:(FR[0-9]|F[0-9]{2}|UA[0-9]{2})|(C[0-9]{2})|(A[0-9]{2})|(P[0-9]{2}))(?![0-9A-Z])/.exec(text);
  if (letters?.[1] !== undefined) return 'fraud';
  if (letters?.[2] !== undefined) return 'consumer';
  if (letters?.[3] !== undefined) return 'authorisation';
  return letters?.[4] === undefined ? undefined : 'processing';
}

/** What comes before a chargeback, also where its own word stands beside it: fraud reports of the networks, requests for the slip. */
const fraudNotice =
  /tc ?40|\bSAFE\b(?=.*(?:report|data|notice|通知|データ))|early[-_ ]?fraud|fraud[-_ ](?:warning|alert|notice|notification)|retrieval|リトリーバル|事前通知|事前連絡|予告|照会|売上票.*(?:請求|依頼)|pre-?(?:chargeback|dispute)/i;

/**
 * Words that say the kind whatever stands beside them; the first match counts. An acquirer's 売上取消 takes the sale
 * back: it is the chargeback itself, not its reversal.
 */
const kinds: readonly (readonly [RegExp, OutcomeKind])[] = [
  [fraudNotice, 'fraud-notice'],
  [/^SAFE$/, 'fraud-notice'],
  [
    /(?:延滞|督促|滞納|遅延|期日|期限)後の?(?:入金|支払)|(?:後日|遅延|遅れ)入金|(?:延滞|滞納)解消|payment[-_ ]received|paid[-_ ](?:late|after)|^(?:入金|入金確認|回収(?:済み?)?|支払確認)$/i,
    'paid',
  ],
  [/転売|resale|resell|scalp/i, 'resale'],
  [
    /ブラック|ネガ(?:ティブ)?(?:リスト)?登録|要注意(?:者|人物|登録)|black[-_ ]?list|^black$|negative[-_ ]?list/i,
    'black',
  ],
  [/受取拒否|受取辞退|長期不在|cancel(?:led|ed) after ship/i, 'returned'],
  [
    /敗訴|再提示.*(?:不成立|否認|棄却|不可)|representment.*(?:lost|reject|declin)|pre-?arb|second[-_ ]presentment/i,
    'chargeback-upheld',
  ],
  [/再提示.*(?:成立|承認|認容)|representment.*(?:won|accept)/i, 'chargeback-reversed'],
  [/売上取消/, 'chargeback'],
  [/(?:注文|受注).*取消/, 'cancelled'],
  [/reversed|reversal|取下|取り下げ|勝訴|取消(?!不可)/i, 'chargeback-reversed'],
  [/charge[-_. ]?back|dispute|チャージ[・ ]?バック|異議|c\/?b|chb/i, 'chargeback'],
  [/貸倒|bad[-_ ]?debt|writ(?:e|ten)[-_ ]?off|charge[-_ ]?off/i, 'bad-debt'],
  [/延滞|滞納|未払|未入金|未収|督促|overdue|delinquen|unpaid|past[-_ ]?due|late[-_ ]?pay|^late$/i, 'overdue'],
];

const cancelledInTheEnd = /(?:キャンセル|cancel(?:led|ed|lation)?)$/i;

/** Words that say the kind only where the text is no reason of a chargeback: goods, not good; cancelled or not. */
const looseKinds: readonly (readonly [RegExp, OutcomeKind])[] = [
  [/キャンセル|cancel/i, 'cancelled'],
  [/正常(?!で)|問題なし|(?<![a-z]|not )(?:good|paid)(?![a-z])|入金済/i, 'confirmed-good'],
];

/** Only a part of it, so that the rest stands. */
export const partly = /一部|partial/i;

const reversed = /(?<!売上)取消(?!不可)|取下|取り下げ|勝訴|勝ち|撤回|reversed|reversal|withdrawn|\bwon\b/i;

/**
 * What an outcome row states; a chargeback whose status says it was won or withdrawn is a reversed one. A list without
 * kinds is one of chargebacks, and so is a row that has the reason code of one or whose kind is a reason or a mark; a
 * word nobody knows is 'other'.
 */
export function outcomeKind(kind: string | null, status: string | null, reason: string | null = null): OutcomeKind {
  const known = kind === null ? 'chargeback' : statedKind(kind.normalize('NFKC'));
  const coded = reason !== null && codedFamily(reason.normalize('NFKC').toUpperCase()) !== undefined;
  const stated = known === 'other' && coded ? 'chargeback' : known;
  return stated === 'chargeback' && status !== null && isReversed(status) ? 'chargeback-reversed' : stated;
}

/** A status of which only a part was given back, without how much, takes nothing back. */
const isReversed = (status: string): boolean =>
  reversed.test(status.normalize('NFKC')) && !partly.test(status.normalize('NFKC'));

/** Reasons of chargebacks in place of a kind; returns and refunds are none by themselves. */
const chargebackReason = new RegExp(`${fraudWords.source}|未着|未達|二重|not (?:received|as described)|duplicate`, 'i');
/** A column that only marks the rows of a list. */
const flagged = /^(?:1|Y|YES|TRUE|有|あり|有り|該当|発生|○|◯)$/;

function statedKind(kind: string): OutcomeKind {
  const stated = kinds.find(([pattern]) => pattern.test(kind))?.[1];
  if (stated !== undefined) return stated;
  // Who cancels on suspicion says why, and cancels all the same.
  if (cancelledInTheEnd.test(kind)) return 'cancelled';
  const reason = kind.toUpperCase();
  if (codedFamily(reason) !== undefined || chargebackReason.test(reason) || flagged.test(reason)) return 'chargeback';
  return looseKinds.find(([pattern]) => pattern.test(kind))?.[1] ?? 'other';
}
