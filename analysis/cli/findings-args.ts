import type { GivenWords } from './list-args.ts';

/** What a person asked of the findings page. Paths as given. */
export interface FindingsCommand {
  readonly kind: 'findings';
  readonly project: string;
  /** Where the page goes as HTML; null where it is only told. */
  readonly html: string | null;
  /** Of that file; null for the one of the command line. */
  readonly language: 'ja' | 'en' | null;
  readonly json: boolean;
}

export const findingsOptions = { required: ['project'], optional: ['html', 'lang'] } as const;

export function findingsCommand({ texts, json, refuse }: GivenWords): FindingsCommand {
  const [html, lang] = [texts.get('html') ?? null, texts.get('lang')];
  if (lang !== undefined && html === null) return refuse('option-missing', '--html');
  const language = lang === undefined ? null : (['ja', 'en'] as const).find((one) => one === lang);
  if (language === undefined) return refuse('option-choice', '--lang ja|en');
  const project = texts.get('project') ?? refuse('option-missing', '--project');
  return { kind: 'findings', project, html, language, json };
}
