/** Name and version of the evaluator, for manifests: CEL implemented apart from this project, time parts by the runtime's Intl. */
export const evaluatorName = '@bufbuild/cel 0.6.1 + Intl';
