export { askApart } from './engines/ask-apart.ts';
export { exportHandlers } from './handlers.ts';
export { certified, differenceParams, disproof, type EngineProof } from './engine-proof.ts';
export { openRuntime } from './open-runtime.ts';
export { provePackage, type ProvenAgain } from './check-package.ts';
export { openPackage, readPackage, type ReadPackage } from './read-package.ts';
export { signedBy } from './signature.ts';
export { packageContent } from './package-content.ts';
export { personalFeatureIds } from './shown-order.ts';
