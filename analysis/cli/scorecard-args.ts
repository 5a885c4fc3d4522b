import type { GivenWords } from './list-args.ts';
import { pastDayGiven } from './split-args.ts';

export interface ScorecardCommand {
  readonly kind: 'scorecard';
  readonly project: string;
  readonly spec: string;
  readonly asOf: string | null;
  /** Ids of orders whose score and reasons are told. */
  readonly orders: readonly string[];
  readonly json: boolean;
}

export const scorecardOptions = { required: ['project', 'spec'], optional: ['as-of', 'orders'] } as const;

export function scorecardCommand({ texts, json, refuse }: GivenWords): ScorecardCommand {
  const of = (name: 'project' | 'spec'): string => texts.get(name) ?? refuse('option-missing', `--${name}`);
  const orders = (texts.get('orders') ?? '').split(',').map((order) => order.trim());
  return {
    ...{ kind: 'scorecard', project: of('project'), spec: of('spec'), json },
    asOf: pastDayGiven(texts.get('as-of'), refuse),
    orders: [...new Set(orders.filter((order) => order !== ''))],
  };
}
