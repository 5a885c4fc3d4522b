import type { LintCode, LintFinding, LintSeverity } from '../bnpl/lint.ts';
import { en } from './bnpl-en.ts';
import { ja } from './bnpl-ja.ts';
import { fill } from './fill.ts';

/** What the checks of a configuration say; parameters stand in braces. */
export interface BnplMessages {
  readonly severity: Readonly<Record<LintSeverity, string>>;
  /** What a schedule is made of. */
  readonly step: Readonly<
    Record<'invoice' | 'due' | 'reminder' | 'stop-credit' | 'assign' | 'legal' | 'write-off', string>
  >;
  readonly lint: Readonly<Record<LintCode, string>>;
  /** Under all of them. */
  readonly noAdvice: string;
  readonly nothing: string;
}

export const bnplMessages = (language: 'ja' | 'en'): BnplMessages => (language === 'ja' ? ja : en);

/** A finding in words. */
export function lintText({ code, params }: LintFinding, language: 'ja' | 'en'): string {
  const told = Object.fromEntries(
    Object.entries(params).map(([name, value]) => [
      name,
      typeof value === 'number' ? value.toLocaleString('en-US') : value,
    ]),
  );
  return fill(bnplMessages(language).lint[code], told);
}
