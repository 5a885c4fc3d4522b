import type { ProjectTarget } from '../model/project-target.ts';
import { fill } from '../model/messages/index.ts';
import { cliMessages, type Language } from './messages.ts';

/** A project's targets, a line each. */
export function targetsSummary(targets: readonly ProjectTarget[], language: Language): string[] {
  const { targets: texts } = cliMessages(language);
  return targets.map(({ target, origin, inUse, runs }) =>
    fill(texts.one, {
      mark: inUse ? '*' : ' ',
      id: target.id,
      name: target.name[language],
      kinds: target.kinds.join(', '),
      days: target.horizonDays,
      origin: texts[origin],
      runs,
    }),
  );
}
