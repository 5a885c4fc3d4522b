import type { ExportDocument } from '../target.ts';
import { html, markdown } from './blocks.ts';
import { bookOf } from './book.ts';

/** The rule set in plain language, for a client to read and sign: Japanese and English, Markdown and HTML. */
export const ruleBook: ExportDocument = {
  id: 'rule-book',
  files: (input, figures) =>
    (['ja', 'en'] as const).flatMap((language) => {
      const { title, blocks } = bookOf(input, figures, language);
      return [
        { name: `rulebook.${language}.md`, text: markdown(blocks) },
        { name: `rulebook.${language}.html`, text: html(blocks, language, title) },
      ];
    }),
};
