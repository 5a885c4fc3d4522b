import type { ProjectInfo } from '../../analysis/model/project.ts';
import { newRuleSet } from '../rule-sets/document.ts';
import { addDocument } from '../rule-sets/documents.ts';
import { go } from '../state/address.ts';

export interface Draft {
  /** Of the rule set. */
  readonly name: string;
  /** What the rule asks, in words. */
  readonly what: string;
  readonly when: string;
}

/** Opens a new rule set of one rule that asks so. */
export function openDraft({ name, what, when }: Draft, info: ProjectInfo): void {
  const rule = { code: 'DRAFT_1', description: { ja: what, en: what }, when, result: 'REVIEW' as const };
  const made = addDocument({ ...newRuleSet(name, info), rules: [rule] });
  go({ room: 'rules', path: [made.id, 'DRAFT_1'] });
}
