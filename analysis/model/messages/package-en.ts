import type { PackageWords } from './package.ts';

export const packageEn: PackageWords = {
  missing: 'The file is missing.',
  'not-listed': 'manifest.json does not name this file.',
  'not-a-file': 'It is a link, or no plain file.',
  name: 'No file of a package has such a name (it names a folder, a place above it, or holds other signs).',
  twice: 'Two files have this name.',
  'too-large': 'It is too large (at most {limit} MB).',
  'too-many': 'It holds too many files (at most {limit}).',
  'zip-damaged': 'The zip ends early or is damaged.',
  'zip-bomb': 'The zip unpacks to many times its size.',
  'zip-method': 'It is packed by a method that is not read.',
  encrypted: 'It is encrypted.',
  'not-json': 'It is not JSON.',
  schema: 'It does not have the form it must have.',
  version: 'Format version {version} is newer than this app and cannot be read.',
  'not-canonical': 'It is not written in its canonical form.',
  'cel-differs': 'Rule {rule}: its CEL is not that of the rule set.',
  'target-differs': 'It does not say what the rule set says.',
  'setting-differs': 'Currency, time zone or profile is not that of the rule set.',
  rule: 'Rule {rule} cannot be read[ (at letter {at})].',
  feature: 'Feature {feature} cannot be computed.',
  'feature-circle':
    'Feature {feature} reads a feature: features are never made of each other, so that none can be cyclic.',
  set: 'The rule set as a whole is not right.',
  'lists-differ': 'The list is not the one that the rule set was proven with.',
  'counts-differ': 'The certificate counts what the package does not hold.',
};
