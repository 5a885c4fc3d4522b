import type { EngineProof } from './package.ts';
import type { RuleSet } from './ruleset.ts';

/** Name of a finished file or folder in the project's staging area; the shell moves it where the person says. */
export interface Staged {
  readonly staged: string;
  readonly suggestedName: string;
  readonly bytes: number;
}

/** A package that was written and proven. */
export interface PackageReport {
  readonly staged: Staged;
  readonly vectors: number;
  /** Rules that fire in at least one vector, of all rules of the set. */
  readonly rulesFired: number;
  /** Codes of the others, in the order of the rule set. */
  readonly rulesSilent: readonly string[];
  readonly rules: number;
  readonly mismatches: number;
  readonly evaluator: string;
  /** Exceptions of the rule set, and how many of them hold a stand-in for a personal value. */
  readonly exceptions: { readonly total: number; readonly surrogates: number };
  /** What other engines said of the vectors by the file of each target. */
  readonly engines: readonly EngineProof[];
  /** Files of formats that no engine here runs: not proven. */
  readonly unproven: readonly string[];
  readonly files: readonly { readonly name: string; readonly sha256: string; readonly bytes: number }[];
}

/** A package read back: every file's hash was checked, every vector replayed. */
export interface PackageReading {
  readonly ruleSet: RuleSet;
  readonly vectors: number;
  readonly mismatches: number;
  readonly evaluator: string;
  /** Files whose hash is the manifest's. */
  readonly files: number;
  /** ISO instant of its making. */
  readonly createdAt: string;
}
