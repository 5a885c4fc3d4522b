import type { SqlCommand } from './cli/sql-args.ts';
import { withSession, type SessionOptions } from './cli-session.ts';
import type { SqlAnswer } from './model/sql-console.ts';

/** What a query answers, asked as the window asks it. */
export function sqlCommandOf(
  { project, text, limit }: SqlCommand,
  given: Pick<SessionOptions, 'signal' | 'progress' | 'masked' | 'processes'>,
): Promise<SqlAnswer> {
  return withSession({ ...given, projectPath: project, mode: 'open' }, ({ ask }) => ask('sql.run', { text, limit }));
}
