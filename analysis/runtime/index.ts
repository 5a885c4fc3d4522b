export { Delayed, type Evaluated } from './delayed.ts';
export type { Emulation } from './emulation.ts';
export { eventOf, type FieldValue, type RuntimeEvent } from './event.ts';
export { entryKey, keyedPath, standing } from './lists.ts';
export { screened, screenedTexts, type LineAnswer } from './lines.ts';
export { RuntimeRefusal, type RuntimeList, type RuntimePackage, type RuntimeRuleSet } from './package.ts';
export type { FiredRule, RuntimeResult } from './result.ts';
export { Runtime, type Evaluation, type RuntimeLimits, type RuntimeSnapshot } from './runtime.ts';
export { microsOf } from './time.ts';
