import { ruleSetScope, scopeOf, type Scope } from '../../analysis/expression/index.ts';
import { projectColumns } from '../../analysis/model/columns.ts';
import type { Feature } from '../../analysis/model/features.ts';
import { ruleLibrary } from '../../analysis/model/rule-library/index.ts';

/** Every rule of the library. */
export const all = ruleLibrary;

/** What an order of any project may have. */
const columns = projectColumns([], new Set());
export const orderScope: Scope = scopeOf(columns, 'JPY', 'Asia/Tokyo');

/** The same with features that rules read. */
export const withFeatures = (features: readonly Feature[]): Scope =>
  ruleSetScope(columns, { currency: 'JPY', timezone: 'Asia/Tokyo', features: [...features] });
