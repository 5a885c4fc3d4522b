import { emulationProfileSchema, type EmulationProfile } from '../model/emulation.ts';
import { results } from '../model/screening.ts';

/** The commands that compare a rule set with production. */
export type ConformCommand =
  | {
      readonly kind: 'conform';
      readonly package: string;
      /** Null: what the project's orders hold. */
      readonly recorded: string | null;
      readonly over: { readonly events: string } | { readonly project: string };
      readonly json: boolean;
    }
  | {
      readonly kind: 'emulate';
      readonly project: string;
      readonly rules: string;
      readonly profile: EmulationProfile;
      readonly json: boolean;
    };

export const conformOptions = {
  conform: { required: ['package'], optional: ['recorded', 'events', 'project'] },
  emulate: { required: ['project', 'rules', 'profile'], optional: ['cap', 'delay', 'gives'] },
} as const;

interface Given {
  readonly texts: ReadonlyMap<string, string>;
  readonly json: boolean;
  readonly refuse: (
    code: 'option-missing' | 'option-choice' | 'options-exclude' | 'option-value',
    subject: string,
  ) => never;
}

export function conformCommand(name: ConformCommand['kind'], given: Given): ConformCommand {
  const { texts, json, refuse } = given;
  const text = (option: string): string => texts.get(option) ?? refuse('option-missing', `--${option}`);
  if (name === 'emulate')
    return { kind: name, project: text('project'), rules: text('rules'), profile: profileOf(given), json };
  const [events, project, recorded = null] = [texts.get('events'), texts.get('project'), texts.get('recorded')];
  if ((events === undefined) === (project === undefined))
    return refuse(events === undefined ? 'option-missing' : 'options-exclude', '--events, --project');
  if (recorded === null && events !== undefined) return refuse('option-missing', '--recorded');
  const over = project === undefined ? { events: text('events') } : { project };
  return { kind: name, package: text('package'), recorded, over, json };
}

const units = { s: 1, m: 60, h: 3600, d: 86_400 } as const;

/** A profile by its name; an option that it does not have is refused. */
function profileOf({ texts, refuse }: Given): EmulationProfile {
  const name = texts.get('profile') ?? refuse('option-missing', '--profile');
  const own: Readonly<Record<string, string>> = { capped: 'cap', 'wall-clock': 'delay', 'nulls-error': 'gives' };
  const stray = ['cap', 'delay', 'gives'].find((option) => texts.has(option) && own[name] !== option);
  if (stray !== undefined) return refuse('option-choice', `--${stray}`);
  switch (name) {
    case 'exact':
    case 'nulls-false':
      return { kind: name };
    case 'bucketed-hour':
    case 'bucketed-day':
      return { kind: 'bucketed', bucket: name === 'bucketed-hour' ? 'hour' : 'day' };
    case 'nulls-error': {
      const gives = texts.get('gives') ?? 'default';
      if (gives === 'default') return { kind: name, gives: null };
      return {
        kind: name,
        gives: results.find((one) => one === gives) ?? refuse('option-choice', `--gives default|${results.join('|')}`),
      };
    }
    case 'capped': {
      const read = emulationProfileSchema.safeParse({ kind: name, cap: Number(texts.get('cap')) });
      return read.success ? read.data : refuse(texts.has('cap') ? 'option-value' : 'option-missing', '--cap');
    }
    case 'wall-clock': {
      const [, count, unit] = /^([1-9][0-9]{0,5})([smhd])$/.exec(texts.get('delay') ?? '') ?? [];
      const size = unit === 's' || unit === 'm' || unit === 'h' || unit === 'd' ? units[unit] : NaN;
      const read = emulationProfileSchema.safeParse({ kind: name, seconds: Number(count) * size });
      return read.success ? read.data : refuse(texts.has('delay') ? 'option-value' : 'option-missing', '--delay');
    }
    default:
      return refuse(
        'option-choice',
        '--profile exact|bucketed-hour|bucketed-day|capped|wall-clock|nulls-false|nulls-error',
      );
  }
}
