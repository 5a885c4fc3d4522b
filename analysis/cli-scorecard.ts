import { basename } from 'node:path';
import type { ScorecardCommand } from './cli/scorecard-args.ts';
import { withSession, type SessionOptions } from './cli-session.ts';
import { readJson } from './model/json-file.ts';
import type { ScorecardReport } from './model/scorecard/report.ts';
import { scorecardSpecSchema } from './model/scorecard/spec.ts';
import { textOfFile } from './project-handlers.ts';

/** The scorecard of a specification on all orders of a project. */
export function scorecardOfFile(
  { project, spec: path, asOf, orders }: ScorecardCommand,
  given: Pick<SessionOptions, 'signal' | 'progress' | 'masked' | 'processes'>,
): Promise<ScorecardReport> {
  // Everything is looked at before the project is opened.
  const spec = readJson({ text: textOfFile(path), file: basename(path) }, scorecardSpecSchema, 'scorecard-invalid');
  const day = asOf === null ? {} : { asOf };
  return withSession({ ...given, ...day, projectPath: project, mode: 'open' }, ({ ask }) =>
    ask('scorecard.build', { spec, orders: [...orders] }),
  );
}
