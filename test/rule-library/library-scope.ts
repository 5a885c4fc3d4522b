import { scopeOf, type Scope, type ScopeField } from '../../analysis/expression/index.ts';
import { projectColumns } from '../../analysis/model/columns.ts';
import { ruleLibrary, type LibraryFeature, type LibraryRule } from '../../analysis/model/rule-library/index.ts';
import { velocityRules } from '../../analysis/model/rule-library/velocity/index.ts';

/** Every rule of the library. */
export const all: readonly LibraryRule[] = [
  ...ruleLibrary,
  ...velocityRules.filter((rule) => !ruleLibrary.includes(rule)),
];

/** What an order of any project may have. */
export const orderScope: Scope = scopeOf(projectColumns([], new Set()), 'JPY', 'Asia/Tokyo');

/** Features as rules read them: sums of money are money, all else counts. */
export function withFeatures(features: readonly LibraryFeature[]): Scope {
  const fields = features.map(({ id, agg }): [string, ScopeField] => {
    const path = `velocity.${id}`;
    return [path, { path, type: agg === 'sum' ? 'money' : 'int', column: path }];
  });
  return { ...orderScope, fields: new Map([...orderScope.fields, ...fields]) };
}
