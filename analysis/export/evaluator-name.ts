/** The evaluator as certificates name it: CEL implemented apart from this project. */
export const celEngine = { engine: '@bufbuild/cel', version: '0.6.1' } as const;

/** The evaluator of events, of one's own. */
export const runtimeEngine = { engine: 'shinsa-runtime', version: '1' } as const;

/** Name and version of the evaluator, for manifests; time parts by the runtime's Intl. */
export const evaluatorName = `${celEngine.engine} ${celEngine.version} + Intl`;
