import { z } from 'zod';
import type { BnplConfig } from '../model/bnpl/config.ts';
import type { LintFinding } from '../model/bnpl/lint.ts';
import type { Schedule } from '../model/bnpl/schedule.ts';
import { presetNames, type PresetName } from '../model/bnpl/presets.ts';
import type { GivenWords } from './list-args.ts';

/** The commands about pay-later configurations. */
export type BnplCommand = { readonly kind: 'bnpl'; readonly json: boolean } & (
  | { readonly action: 'preset'; readonly name: PresetName }
  /** `project`: whose orders its rules are fed of; null where none is asked. */
  | { readonly action: 'lint'; readonly config: string; readonly project: string | null }
  | { readonly action: 'schedule'; readonly config: string; readonly arrived: string; readonly amount: number }
);

/** What the commands about pay-later configurations answer. */
export type BnplTold =
  | { readonly action: 'preset'; readonly config: BnplConfig }
  | { readonly action: 'lint'; readonly findings: readonly LintFinding[] }
  | { readonly action: 'schedule'; readonly schedule: Schedule; readonly currency: string };

export const bnplOptions = { required: [], optional: ['project', 'arrived', 'amount'] } as const;

const actions = ['preset', 'lint', 'schedule'] as const;
const own: Readonly<Record<(typeof actions)[number], readonly string[]>> = {
  preset: [],
  lint: ['project'],
  schedule: ['arrived', 'amount'],
};

export function bnplCommand({ texts, rest, json, refuse }: GivenWords): BnplCommand {
  const [word, subject, more] = rest;
  if (word === undefined) return refuse('value-missing', 'bnpl');
  const action = actions.find((one) => one === word) ?? refuse('option-choice', `bnpl ${actions.join('|')}`);
  if (subject === undefined) return refuse('value-missing', `bnpl ${action}`);
  if (more !== undefined) return refuse('option-unknown', more);
  const stray = [...texts.keys()].find((name) => !own[action].includes(name));
  if (stray !== undefined) return refuse('option-unknown', `--${stray}`);
  const kind = 'bnpl';
  if (action === 'preset') {
    const name = presetNames.find((one) => one === subject);
    return { kind, json, action, name: name ?? refuse('option-choice', `bnpl preset ${presetNames.join('|')}`) };
  }
  if (action === 'lint') return { kind, json, action, config: subject, project: texts.get('project') ?? null };
  const arrived = texts.get('arrived') ?? refuse('option-missing', '--arrived');
  const amount = texts.get('amount') ?? refuse('option-missing', '--amount');
  return {
    ...{ kind, json, action, config: subject },
    arrived: z.iso.date().safeParse(arrived).success ? arrived : refuse('option-value', '--arrived'),
    amount: /^\d{1,12}$/.test(amount) ? Number(amount) : refuse('option-value', '--amount'),
  };
}
