/** Package and version of the evaluator of CEL that packages are replayed with. */
export const firstEvaluator = ['@bufbuild/cel', '0.6.1'] as const;

/** Name and version of the evaluator, for manifests: CEL implemented apart from this project, time parts by the runtime's Intl. */
export const evaluatorName = `${firstEvaluator.join(' ')} + Intl`;
