import { z } from 'zod';

/** What two profiles of persons are compared by, in the order a person reads them. */
export const nearFields = ['name', 'address', 'phone', 'email', 'agent'] as const;
export type NearField = (typeof nearFields)[number];

/**
 * How alike the values of a field are, the closest first. A value missing on either side is `missing`: no evidence for
 * or against. Names: `same` in every writing both sides have; `one-writing` either kanji or reading is the same and the
 * other is not; `near` every writing both have differs by one letter; `surname` they begin alike, given names differ.
 * Addresses: `near` the same town with one number off, or the same
 * numbers with one letter of the town off; `town`, `city` no nearer than that. Phones: `near` one
 * digit off, `twice` two: each was written wrongly once. Mail: `local` the same account at another provider; `longer` one begins with the other; `stem` the same
 * letters, other digits or dots; `near` one letter off. Accounts that are made of the person's name say nothing the name
 * has not said where they are the same but for digits or a typo: `named`, no evidence like `missing`. Agent: the browser a person
 * orders with.
 */
export const nearLevels = {
  name: ['same', 'one-writing', 'near', 'surname', 'different'],
  address: ['same', 'near', 'town', 'city', 'different'],
  phone: ['same', 'near', 'twice', 'different'],
  email: ['same', 'local', 'longer', 'stem', 'near', 'different'],
  agent: ['same', 'different'],
} as const satisfies Readonly<Record<NearField, readonly string[]>>;

export const allNearLevels = [
  'same',
  'one-writing',
  'local',
  'longer',
  'stem',
  'near',
  'twice',
  'surname',
  'town',
  'city',
  'different',
  'named',
  'missing',
] as const;
export type NearLevel = (typeof allNearLevels)[number];

/** Which profiles are compared at all: those that share a value of one of these. */
export const nearPasses = [
  'phone-digit',
  'address',
  'town-name',
  'name-prefecture',
  'reading-prefecture',
  'name-phone',
  'name-mail',
  'mail-local',
  'mail-stem',
] as const;
export type NearPass = (typeof nearPasses)[number];

/** A value that more profiles than this share is skipped in its pass. */
export const nearMostProfiles = 100;

/**
 * From this posterior on (in bits of log-odds; 4 is 0.94) a pair is one person, where the names do not tell two; from
 * `review` on (−1 is 0.33) it is shown to a person.
 */
export const nearBits = { link: 4, review: -1 } as const;

/**
 * Levels of names that tell one person: without one a pair is not linked by its weight alone. A letter off is a slip of
 * the pen or a sister (サトウミキ, サトウユキ).
 */
export const nameAgrees: readonly NearLevel[] = ['same', 'one-writing'];

/**
 * Beside a name a letter off, levels of the mail address that tell one person together with the phone or the address:
 * sisters may have one address and phones bought together, and no mail account of the same letters that are not those of
 * a name.
 */
export const slipPhones: readonly NearLevel[] = ['same', 'near', 'twice'];
export const slipAddresses: readonly NearLevel[] = ['same', 'near'];
export const slipMails: readonly NearLevel[] = ['same', 'local', 'longer', 'stem'];

/** Share of odds 2^bits. */
export const posterior = (bits: number): number => 1 / (1 + 2 ** -bits);

const count = z.int().nonnegative();
const levelOdds = z.strictObject({
  field: z.enum(nearFields),
  level: z.enum(allNearLevels),
  /** Chance of the level where both are one person, and where they are two. */
  m: z.number(),
  u: z.number(),
});
export type NearOdds = Readonly<z.infer<typeof levelOdds>>;

const skipped = z.strictObject({
  pass: z.enum(nearPasses),
  /** Order id and number of the first order with the value; the value itself is personal. */
  first: z.string(),
  seq: count,
  profiles: count,
});
export type SkippedBlock = Readonly<z.infer<typeof skipped>>;

/** How near matches were found: what was compared, and every number that weights are made of. */
export const nearReportSchema = z.strictObject({
  orders: count,
  profiles: count,
  /** Pairs that some pass brought together and no key links. */
  candidates: count,
  passes: z.array(z.strictObject({ pass: z.enum(nearPasses), values: count, skipped: count })),
  /** The largest values skipped. */
  skipped: z.array(skipped),
  /** Pairs of profiles drawn at chance to learn `u` from. */
  sampled: count,
  /** Log-odds, in bits, that two profiles at chance are one person. */
  priorBits: z.number(),
  odds: z.array(levelOdds),
  rounds: count,
  converged: z.boolean(),
  /** Pairs kept: those from the review threshold on, and of them those from the link threshold on. */
  pairs: count,
  over: count,
});
export type NearReport = Readonly<z.infer<typeof nearReportSchema>>;

/** The last search for near matches with what persons have decided since. */
export interface NearState {
  readonly report: NearReport;
  readonly open: number;
  readonly accepted: number;
  readonly rejected: number;
  /** Decisions that the entities do not show yet. */
  readonly waiting: number;
}

/** One side of a pair as its first order writes it. */
export interface NearSide {
  readonly seq: number;
  readonly order: string;
  readonly orders: number;
  readonly name: string | null;
  readonly kana: string | null;
  readonly address: string | null;
  readonly phone: string | null;
  readonly email: string | null;
  readonly agent: string | null;
}

/** What one field says: `bits` = log2(m/u), corrected by how common the value is (`rarity`, a part of `bits`). */
export interface NearEvidence {
  readonly field: NearField;
  readonly level: NearLevel;
  readonly bits: number;
  readonly rarity: number;
}

export const nearShows = ['open', 'over', 'accepted', 'rejected'] as const;
export type NearShow = (typeof nearShows)[number];

/** Two profiles that may be one person. `bits` is the prior's and every field's added up. */
export interface NearPair {
  readonly pair: string;
  readonly sides: readonly [NearSide, NearSide];
  readonly priorBits: number;
  readonly evidence: readonly NearEvidence[];
  readonly bits: number;
  /** Whether its weight alone would link it. */
  readonly over: boolean;
  /** Whether both are in one entity now. */
  readonly together: boolean;
  readonly decision: 'accepted' | 'rejected' | null;
  /** Epoch ms; null without a decision. */
  readonly decidedAt: number | null;
}

/** A page of pairs, the heaviest first. */
export interface NearPairs {
  readonly total: number;
  readonly rows: readonly NearPair[];
}

export const nearChoices = ['accepted', 'rejected', 'undo'] as const;
export type NearChoice = (typeof nearChoices)[number];
