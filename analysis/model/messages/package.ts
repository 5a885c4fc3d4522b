import type { PackageProblem } from '../package-problem.ts';

/** Why a package is refused, in words; parameters stand in braces. */
export type PackageWords = Readonly<Record<PackageProblem, string>>;
