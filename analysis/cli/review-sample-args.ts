import { z } from 'zod';
import { allocations, mostSampled, type ReviewDesign } from '../model/review-sample.ts';
import type { GivenWords } from './list-args.ts';

/** What a person asked of review samples. Paths as given; `sample` is the code of one, null for the last drawn. */
export type ReviewSampleCommand = {
  readonly kind: 'review-sample';
  readonly project: string;
  readonly json: boolean;
} & (
  | {
      readonly action: 'draw';
      readonly ruleset: string;
      readonly design: ReviewDesign;
      /** Where the worksheet goes. */
      readonly out: string;
      readonly showRules: boolean;
    }
  | { readonly action: 'import'; readonly file: string }
  | { readonly action: 'estimate'; readonly sample: string | null }
);

export const reviewSampleOptions = {
  required: ['project'],
  optional: ['ruleset', 'size', 'half-width', 'allocation', 'alerted', 'passed', 'seed', 'out', 'sample'],
} as const;

export const reviewSampleFlags = ['unmasked', 'show-rules'] as const;

type Given = GivenWords & { readonly flags: ReadonlySet<string> };

/** `review-sample draw`, `review-sample import FILE` or `review-sample estimate`. */
export function reviewSampleCommand(given: Given): ReviewSampleCommand {
  const { rest, json, texts, refuse, flags } = given;
  const [action, file, ...more] = rest;
  const stray = action === 'import' ? more[0] : file;
  if (stray !== undefined) return refuse('option-unknown', stray);
  const base = { kind: 'review-sample', project: needed(given, 'project'), json } as const;
  switch (action) {
    case 'draw':
      return {
        ...{ ...base, action, ruleset: needed(given, 'ruleset'), out: needed(given, 'out') },
        design: designOf(given),
        showRules: flags.has('show-rules'),
      };
    case 'import':
      return { ...base, action, file: file ?? refuse('value-missing', 'import') };
    case 'estimate':
      return { ...base, action, sample: texts.get('sample')?.toUpperCase() ?? null };
    default:
      return action === undefined ? refuse('value-missing', 'review-sample') : refuse('option-unknown', action);
  }
}

function designOf(given: Given): ReviewDesign {
  const halfWidth = percent(given, 'half-width', 0.5, 50);
  const orders = number(given, 'size', z.int().min(1).max(mostSampled));
  if (halfWidth === null && orders === null) return given.refuse('option-missing', '--size, --half-width');
  if (halfWidth !== null && orders !== null) return given.refuse('option-value', '--size, --half-width');
  const wished = given.texts.get('allocation') ?? 'equal';
  return {
    size: orders === null ? { kind: 'halfWidth', halfWidth: halfWidth ?? 0 } : { kind: 'orders', orders },
    allocation:
      allocations.find((one) => one === wished) ??
      given.refuse('option-choice', `--allocation ${allocations.join('|')}`),
    assumed: {
      alerted: percent(given, 'alerted', 0.01, 99.99) ?? 0.3,
      passed: percent(given, 'passed', 0.01, 99.99) ?? 0.005,
    },
    seed: given.texts.get('seed') ?? '1',
  };
}

const needed = ({ texts, refuse }: Given, option: string): string =>
  texts.get(option) ?? refuse('option-missing', `--${option}`);

/** Percent or points as a share. */
function percent(given: Given, option: string, least: number, most: number): number | null {
  const value = number(given, option, z.number().min(least).max(most));
  return value === null ? null : value / 100;
}

function number({ texts, refuse }: Given, option: string, schema: z.ZodType<number>): number | null {
  const text = texts.get(option);
  if (text === undefined) return null;
  const read = schema.safeParse(Number(text));
  return read.success ? read.data : refuse('option-choice', `--${option}`);
}
