import { describe, expect, test } from 'vitest';
import { cliMessages } from '../../analysis/cli/messages.ts';
import { failureText } from '../../analysis/cli/failure-text.ts';
import { issueCodes, issueParams } from '../../analysis/expression/index.ts';
import { issueTexts } from '../../analysis/expression/messages/index.ts';
import { failureCodes } from '../../analysis/model/failure.ts';
import { modelMessages } from '../../analysis/model/messages/index.ts';
import { qualityMessages } from '../../analysis/model/messages/quality.ts';

const placeholders = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '').sort();

function textsIn(value: unknown, path: string): [string, string][] {
  if (typeof value === 'string') return [[path, value]];
  return Object.entries(value as object).flatMap(([key, inner]) => textsIn(inner, `${path}.${key}`));
}

const catalogues = {
  model: [modelMessages('ja'), modelMessages('en')],
  quality: [qualityMessages('ja'), qualityMessages('en')],
  issues: [issueTexts('ja'), issueTexts('en')],
  cli: [cliMessages('ja'), cliMessages('en')],
} as const;

describe.each(Object.entries(catalogues))('catalogue %s', (name, [ja, en]) => {
  const japanese = textsIn(ja, name);
  const english = new Map(textsIn(en, name));

  test('has the same texts with the same parameters in both languages', () => {
    expect(japanese.map(([path]) => path).sort()).toEqual([...english.keys()].sort());
    for (const [path, text] of japanese) {
      const used = new Set(placeholders(text));
      expect([path, ...new Set(placeholders(english.get(path) ?? ''))]).toEqual([path, ...used]);
    }
  });

  test('is Japanese in Japanese and has none in English', () => {
    for (const [path, text] of english)
      expect(text, path).not.toMatch(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u);
    const sentences = japanese.filter(([, text]) => /\s|[a-z]{4}/.test(text.replaceAll(/\{\w+\}/g, '')));
    for (const [path, text] of sentences)
      expect(text, path).toMatch(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u);
  });
});

test('texts about rules use only the parameters their findings have', () => {
  for (const code of issueCodes) {
    const known: readonly string[] = issueParams[code];
    for (const name of placeholders(issueTexts('en')[code])) expect(known, `${code}: ${name}`).toContain(name);
  }
});

test('every failure has a line in both languages, also without any parameter', () => {
  for (const code of failureCodes) {
    for (const language of ['ja', 'en'] as const) {
      const line = failureText({ code, params: {} }, language);
      expect(line.length).toBeGreaterThan(5);
      expect(line).not.toMatch(/[[\]{}]|undefined/);
    }
  }
});

test('a failure in a file names the place before the text, and what is wrong after it', () => {
  const place = { file: 'rules.json', line: 3, column: 7 };
  const failure = { code: 'ruleset-invalid' as const, params: { issue: 'not-json' }, place };
  expect(failureText(failure, 'en')).toBe('rules.json, line 3, column 7: The rule set is not valid. It is not JSON.');
  expect(failureText(failure, 'ja')).toBe(
    'rules.json, 3 行, 7 文字目: ルールセットが正しくありません。 JSON として読めません。',
  );
});
