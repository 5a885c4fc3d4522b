import { issueCodes, type IssueCode } from '../expression/index.ts';
import { issueTexts } from '../expression/messages/index.ts';
import type { Failure, FailurePlace } from '../model/failure.ts';
import { fill, modelMessages, inWords } from '../model/messages/index.ts';
import { cliMessages, type Language } from './messages.ts';

/** A failure as one line: the place as far as it is known, what happened, and for rules and JSON what is wrong. */
export function failureText(failure: Failure, language: Language): string {
  const messages = modelMessages(language);
  const text = fill(messages.failures[failure.code], inWords(failure.params, messages));
  const place = failure.place === undefined ? '' : placeText(failure.place, language);
  const parts = [place === '' ? '' : `${place}:`, text, detailText(failure, language)];
  return parts.filter((part) => part !== '').join(' ');
}

function placeText({ file, line, column, field }: FailurePlace, language: Language): string {
  const texts = cliMessages(language).place;
  return [
    file ?? '',
    line === undefined ? '' : fill(texts.line, { line }),
    column === undefined ? '' : fill(texts.column, { column }),
    field === undefined || field === '' ? '' : fill(texts.field, { field }),
  ]
    .filter((part) => part !== '')
    .join(', ');
}

function detailText({ params }: Failure, language: Language): string {
  const { issue } = params;
  if (typeof issue !== 'string') return '';
  if (isIssueCode(issue)) return fill(issueTexts(language)[issue], params);
  const texts = cliMessages(language).schemaIssues;
  return issue === 'not-json' || issue === 'unrecognized_keys' || issue === 'invalid_type' ? texts[issue] : texts.other;
}

const isIssueCode = (text: string): text is IssueCode => issueCodes.some((code) => code === text);
