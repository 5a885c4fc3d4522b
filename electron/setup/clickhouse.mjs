import { text } from './messages.mjs';
import { cachedPackage, fetchPackage } from './pinned-package.mjs';
import { say } from './step.mjs';

/**
 * ClickHouse as a library of one process, with an addon of Node beside it: what tests run the ClickHouse files of packages on.
 * Nothing that is shipped holds it.
 * @type {import('./pinned-package.mjs').PinnedPackage}
 */
const pinned = {
  name: '@chdb/lib-linux-x64-gnu',
  version: '26.7.3-stable.1',
  integrity: 'sha512-XP97mMqnc5tZpKQywR8N7cLTsHNiTmHr30pC5mzo3jWmukjKn2IBa60c2B/gWUNcuFjOMjWoorQICCqBVj5wpw==',
  main: 'chdb_node.node',
};

/** Whether this machine can run it; where it cannot, what needs it is not measured. */
export function clickhouseIsPossible() {
  if (process.platform !== 'linux' || process.arch !== 'x64') return false;
  const { header } = /** @type {{header: {glibcVersionRuntime?: string}}} */ (process.report.getReport());
  return header.glibcVersionRuntime !== undefined;
}

/** The addon fetched earlier, if it is still the file that was checked then. */
export const cachedClickhouse = () => cachedPackage(pinned);

/** Has it in the cache before tests run; where it cannot run, says that what needs it is not measured. */
export async function ensureClickhouse() {
  if (!clickhouseIsPossible()) {
    say(text('clickhouse-not-measured', { platform: process.platform, arch: process.arch }));
    return;
  }
  if (cachedClickhouse() === null) await fetchPackage(pinned);
}
