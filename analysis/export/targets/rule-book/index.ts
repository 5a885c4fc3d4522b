import type { ExportTarget } from '../target.ts';
import { html, markdown } from './blocks.ts';
import { bookOf } from './book.ts';

/** The rule set in plain language, for a client to read and sign: Japanese and English, Markdown and HTML. */
export const ruleBookTarget: ExportTarget = {
  id: 'rule-book',
  proof: 'document',
  files: (input) =>
    (['ja', 'en'] as const).flatMap((language) => {
      const { title, blocks } = bookOf(input, language);
      return [
        { name: `rulebook.${language}.md`, text: markdown(blocks) },
        { name: `rulebook.${language}.html`, text: html(blocks, language, title) },
      ];
    }),
};
