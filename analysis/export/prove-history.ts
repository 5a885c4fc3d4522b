import { canonicalJson } from '../model/canonical-json.ts';
import { ShinsaError } from '../model/failure.ts';
import type { ProvenEngine } from '../model/package-certificate.ts';
import type { ListsFile } from '../model/package.ts';
import type { RuleSet } from '../model/ruleset.ts';
import type { Connection } from '../store/connection.ts';
import type { ProjectHandle } from '../store/project-handle.ts';
import { runtimeEngine } from './evaluator-name.ts';
import { replayHistory, type ReplayDifference } from './replay-history.ts';
import type { ProofOptions } from './replay-in-turns.ts';

/**
 * The reference runtime on the whole history, as certificates name it. Throws as `replayHistory` does, and 'package-mismatch'
 * where it says otherwise of an order, with the first difference and what the order is made of, personal values replaced.
 */
export async function proveHistory(
  project: ProjectHandle,
  db: Connection,
  ruleSet: RuleSet,
  lists: ListsFile | null,
  { signal, replayed }: ProofOptions,
): Promise<ProvenEngine> {
  const context = {
    ...(signal === undefined ? {} : { signal }),
    ...(replayed === undefined ? {} : { progress: replayed }),
  };
  const report = await replayHistory(project, db, ruleSet, context, lists);
  const { orders, events, outcomes, rules, features, compared, mismatches, first } = report;
  if (first !== null) throw differing(first, mismatches);
  return { ...runtimeEngine, subject: 'history', orders, events, outcomes, rules, features, compared, mismatches: 0 };
}

function differing({ seq, kind, name, expected, got, fields }: ReplayDifference, count: number): ShinsaError {
  return new ShinsaError('package-mismatch', {
    ...{ count, engine: runtimeEngine.engine, order: seq + 1, expected, got },
    ...(kind === 'feature' ? { feature: name } : { rule: name }),
    record: canonicalJson(fields),
  });
}
