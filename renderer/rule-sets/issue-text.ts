import type { Issue } from '../../analysis/expression/index.ts';
import { issueTexts } from '../../analysis/expression/messages/index.ts';
import { fill } from '../../analysis/model/messages/index.ts';
import { language } from '../i18n/index.ts';

/** What is wrong with a rule's text, in the chosen language. */
export function issueText(issue: Issue): string {
  return fill(issueTexts(language.get())[issue.code], issue.params);
}
