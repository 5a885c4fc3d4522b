import { join } from 'node:path';
import type { FindingsCommand } from './cli/findings-args.ts';
import type { FindingsTold } from './cli/findings-summary.ts';
import type { Language } from './cli/messages.ts';
import { maskedClasses, withSession, type SessionOptions } from './cli-session.ts';
import { plainTable } from './model/results/result-file.ts';
import { moveStaged, refuseExisting } from './move-staged.ts';

/** The entries of the findings page with their tables, and the page as a file where one was asked for. */
export function findingsOf(
  { project, html, language: chosen }: FindingsCommand,
  language: Language,
  given: Pick<SessionOptions, 'signal' | 'progress' | 'masked' | 'processes'>,
): Promise<FindingsTold> {
  return withSession({ ...given, projectPath: project, mode: 'open' }, async ({ ask, engine }) => {
    if (html !== null) await refuseExisting(html);
    const { dataVersion, timezone } = await ask('project.info', {});
    const entries = [];
    for (const { quoted: _, ...entry } of await ask('findings.list', {})) {
      const behind = entry.result === null ? null : await ask('findings.result', { findingId: entry.findingId });
      const table = behind === null || behind.table === null ? null : plainTable(behind.table);
      const earlier = entry.result !== null && entry.result.dataVersion !== dataVersion;
      entries.push({ ...entry, table, earlier });
    }
    if (html !== null) {
      const personal = maskedClasses(given.masked).length > 0 ? 'masked' : 'plain';
      const { staged } = await ask('findings.writeFile', { language: chosen ?? language, personal });
      await moveStaged(join(engine.stagingDir, staged), html);
    }
    return { entries, timezone, html };
  });
}
