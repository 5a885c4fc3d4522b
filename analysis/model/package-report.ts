import type { Certificate } from './package-certificate.ts';
import type { SignedBy } from './package-signature.ts';
import type { RuleSet, RuleSetList, StoredRuleSet } from './ruleset.ts';

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
  /** Every engine that agreed, on the history and on the vectors, and what the proof does not reach. */
  readonly certificate: Certificate;
  /** Exceptions of the rule set, and how many of them hold a stand-in for a personal value. */
  readonly exceptions: { readonly total: number; readonly surrogates: number };
  readonly files: readonly { readonly name: string; readonly sha256: string; readonly bytes: number }[];
}

/** A package read back: every file's hash was checked, every vector replayed. */
export interface PackageReading {
  readonly ruleSet: RuleSet;
  readonly here: RuleSetHere;
  readonly formatVersion: number;
  readonly vectors: number;
  readonly mismatches: number;
  readonly evaluator: string;
  /** Files whose hash is the manifest's. */
  readonly files: number;
  /** Of a package of another version: files that this one would write otherwise, and so could not compare with the rules. */
  readonly notCompared: readonly string[];
  /** ISO instant of its making; null where nobody said. */
  readonly createdAt: string | null;
  /** It holds personal values as they are. */
  readonly rawValues: boolean;
  /** Null in packages of version 1. */
  readonly certificate: Certificate | null;
  readonly signedBy: SignedBy;
}

/** A package's rule set as this project decides by it. */
export interface RuleSetHere {
  /** With the project's own values where its exceptions hold stand-ins for them. */
  readonly ruleSet: RuleSet;
  /** Exceptions that stay stand-ins: they hold for no order here. */
  readonly standIns: number;
  /** Lists whose entries here are not those that the package was proven with: the project's own are asked, or there are none. */
  readonly otherLists: readonly string[];
}

/** What became of a list of a package: `differs` from the project's own of that id, which stays; entries of others are not given. */
export interface TakenList {
  readonly id: string;
  readonly names: RuleSetList['names'];
  readonly state: 'added' | 'same' | 'differs' | 'not-given';
}

/** A package that was taken into the project. */
export interface TakenPackage {
  readonly ruleSet: StoredRuleSet;
  readonly lists: readonly TakenList[];
}
