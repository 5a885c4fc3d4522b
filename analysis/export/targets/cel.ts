import { canonicalText } from '../../model/canonical-json.ts';
import { celFileOf } from '../cel-file.ts';
import { packageFiles } from '../../model/package.ts';
import type { ExportTarget } from './target.ts';

/** Guarded and plain CEL. */
export const celTarget: ExportTarget = {
  id: 'cel',
  // The first evaluator, which reads the plain texts too, has its own replay: see cel-replay.ts.
  proof: ['cel-js'],
  files: ({ ruleSet, entries, exceptions }) => [
    { name: packageFiles.cel, text: canonicalText(celFileOf(ruleSet, entries, exceptions)) },
  ],
};
