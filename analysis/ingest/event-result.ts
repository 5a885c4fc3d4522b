import type { EventKind } from '../model/events.ts';

/** What an event's cells say of how it ended. */
export interface ResultTexts {
  readonly result: string | null;
  readonly transStatus: string | null;
  readonly reason: string | null;
}

const failedWords =
  /(?<![a-z])NG(?![a-z])|失敗|否認|拒否|エラー|不可|不承認|未承認|無効|取消|不能|返送|返品|期限切れ|ロック|fail|declin|den(?:y|ied)|reject|refus|error|invalid|void|return|abandon|expired|lock|unsuccess|not[-_ ]/i;
const passedWords =
  /(?<![a-z])OK(?![a-z])|成功|承認|完了|済|認証|可|入金|出荷|発送|配達|速報|確報|approv|authori[sz]|authenticat|captur|success|succeed|paid|settled|shipped|deliver|complete|accept|pass/i;
const yes = /^(?:1|true|yes|y|t|○|◯)$/i;
const no = /^(?:0|false|no|n|f|×)$/i;

/**
 * Whether an event succeeded: an attempt was approved, a buyer authenticated or logged in, a parcel sent, money received.
 * Null where nobody can tell: a challenge that is asked for is not yet passed.
 */
export function eventPassed(kind: EventKind, { result, transStatus, reason }: ResultTexts): boolean | null {
  const status = (transStatus ?? (kind === '3ds' ? result : null))?.normalize('NFKC').trim().toUpperCase();
  if (kind === '3ds' && status !== undefined && /^[A-Z]$/.test(status)) return threeDs[status] ?? null;
  if (result !== null) return said(result.normalize('NFKC').trim());
  // Authorisations without a result say by their response code what became of them.
  if (kind === 'auth' && reason !== null) return /^0{1,3}$/.test(reason.trim());
  return null;
}

/** transStatus of EMV 3-D Secure (domain-facts 3.3); C, D and I are no end. */
const threeDs: Readonly<Record<string, boolean>> = { Y: true, A: true, N: false, R: false, U: false };

function said(text: string): boolean | null {
  if (yes.test(text)) return true;
  if (no.test(text)) return false;
  if (/^(?:challenge|チャレンジ|保留|確認中|pending|処理中|processing)/i.test(text)) return null;
  if (failedWords.test(text) || /^未/.test(text)) return false;
  return passedWords.test(text) ? true : null;
}
