import type { IssueCode } from '../issue.ts';
import { en } from './en.ts';
import { ja } from './ja.ts';

/** One text per finding about a rule; parameters stand in braces (`issueParams`). */
export type IssueTexts = Readonly<Record<IssueCode, string>>;

/** The catalogue of a language. */
export function issueTexts(language: 'ja' | 'en'): IssueTexts {
  return language === 'ja' ? ja : en;
}
