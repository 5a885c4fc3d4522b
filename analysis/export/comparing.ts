import type { Manifest } from '../model/package.ts';
import type { PackageProblem } from '../model/package-problem.ts';
import { appVersion } from '../model/version.ts';
import { refused } from './package-source.ts';

/**
 * How a package's files are held against those that this program would write. One of this version has the very same, and is
 * refused where it has not; of one of another version, whose printers may have written otherwise, what differs is named.
 */
export class Comparing {
  readonly exact: boolean;
  readonly #left = new Set<string>();

  constructor({ tool }: Manifest) {
    this.exact = tool.version === appVersion;
  }

  /** Throws 'package-invalid' where the two are not the same and should be. */
  same(file: string, isSame: boolean, problem: PackageProblem, params?: Readonly<Record<string, string>>): void {
    if (isSame) return;
    if (this.exact) throw refused(file, problem, params);
    this.#left.add(file);
  }

  /** Files that differ from what this program would write: what they say was not compared with the rule set. */
  get left(): readonly string[] {
    return [...this.#left].sort();
  }
}
