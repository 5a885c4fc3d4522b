import { z } from 'zod';
import { fingerprintSchema } from '../model/package-signature.ts';
import type { GivenWords } from './list-args.ts';

/** What a person asked of packages; paths as given. */
export type PackageCommand =
  | {
      readonly kind: 'export';
      readonly project: string;
      readonly ruleset: string;
      readonly out: string;
      /** One file instead of a folder. */
      readonly zip: boolean;
      /** A file with an Ed25519 private key (PEM); null for no signature. */
      readonly sign: string | null;
      /** ISO instant of its making; null says none, and the same project makes the same bytes. */
      readonly created: string | null;
      /** Personal values as they are. */
      readonly rawValues: boolean;
      readonly json: boolean;
    }
  | {
      readonly kind: 'verify';
      readonly package: string;
      readonly project: string | null;
      /** Fingerprint of the key that must have signed it; null for any or none. */
      readonly signer: string | null;
      readonly json: boolean;
    }
  | {
      readonly kind: 'diff';
      /** Packages, or rule set files (.json). */
      readonly before: string;
      readonly after: string;
      readonly project: string | null;
      readonly json: boolean;
    }
  | {
      readonly kind: 'export-events';
      readonly project: string;
      /** The package whose events they are; null: as O-PLUX is sent them. */
      readonly package: string | null;
      readonly out: string;
      readonly json: boolean;
    };

export const packageOptions = {
  export: { required: ['project', 'ruleset', 'out'], optional: ['sign', 'created'] },
  verify: { required: [], optional: ['project', 'signer'] },
  diff: { required: [], optional: ['project'] },
  'export-events': { required: ['project', 'out'], optional: ['package'] },
} as const;

export const packageFlags = { export: ['zip', 'raw-values'], 'export-events': ['unmasked'] } as const;

/** Those that take what stands there without an option. */
export const packageWords = ['verify', 'diff'] as const;

type Given = GivenWords & { readonly flags: ReadonlySet<string> };

/** `export`, `verify PACKAGE`, `diff A B` or `export-events`. */
export function packageCommand(name: PackageCommand['kind'], given: Given): PackageCommand {
  const { texts, rest, json, flags, refuse } = given;
  const text = (option: string): string => texts.get(option) ?? refuse('option-missing', `--${option}`);
  const [first, second, ...more] = rest;
  const project = texts.get('project') ?? null;
  if (more[0] !== undefined) return refuse('option-unknown', more[0]);
  switch (name) {
    case 'export': {
      const created = texts.get('created') ?? null;
      if (created !== null && !z.iso.datetime().safeParse(created).success) return refuse('option-choice', '--created');
      return {
        ...{ kind: name, project: text('project'), ruleset: text('ruleset'), out: text('out'), json },
        ...{ zip: flags.has('zip'), sign: texts.get('sign') ?? null, created, rawValues: flags.has('raw-values') },
      };
    }
    case 'verify':
      if (second !== undefined) return refuse('option-unknown', second);
      return { kind: name, package: first ?? refuse('value-missing', name), project, signer: signerOf(given), json };
    case 'diff':
      return {
        ...{
          kind: name,
          before: first ?? refuse('value-missing', name),
          after: second ?? refuse('value-missing', name),
        },
        ...{ project, json },
      };
    case 'export-events':
      if (first !== undefined) return refuse('option-unknown', first);
      return {
        ...{ kind: name, project: text('project'), out: text('out'), json },
        package: texts.get('package') ?? null,
      };
  }
}

function signerOf({ texts, refuse }: Given): string | null {
  const given = texts.get('signer')?.replaceAll(/\s/g, '').toLowerCase() ?? null;
  return given === null || fingerprintSchema.safeParse(given).success ? given : refuse('option-choice', '--signer');
}
