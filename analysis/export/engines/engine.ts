import { z } from 'zod';
import type { VectorType, VectorValue } from '../../model/package.ts';

/** Engines that are not ours, each asked what a target's file says of records. */
export const engineNames = ['cel-js', 'zen', 'json-logic-engine'] as const;
export type EngineName = (typeof engineNames)[number];

/** Package and version of each, as certificates name them. A test holds them against package.json. */
export const engineVersions: Readonly<Record<EngineName, { readonly package: string; readonly version: string }>> = {
  'cel-js': { package: '@marcbachmann/cel-js', version: '8.0.0' },
  zen: { package: '@gorules/zen-engine', version: '0.54.0' },
  'json-logic-engine': { package: 'json-logic-engine', version: '5.0.7' },
};

/** A record with what the caller of a rule set hands over: its fields by path, lists and derived inputs. */
export interface EngineRecord {
  readonly record: Readonly<Record<string, VectorValue>>;
  readonly lists?: Readonly<Record<string, readonly string[]>>;
  /** By the last part of their path, `d1`. */
  readonly derived?: Readonly<Record<string, string | number | boolean>>;
}

/** Types of the fields, by path; every one that rules read. */
export type FieldTypes = Readonly<Record<string, VectorType>>;

/** What an engine says of one record. */
export const answerSchema = z.strictObject({
  /** Codes of the rules that fire. */
  fired: z.array(z.string()),
  /** Exceptions that hold, from 0. */
  exceptions: z.array(z.int().min(0)),
  /** The decision, where the file decides too. */
  result: z.string().exactOptional(),
  by: z.string().exactOptional(),
  /** Rules that say nothing here: a value they read is none that the engine takes, or their text is in another dialect. */
  outside: z.array(z.string()),
});
export type EngineAnswer = z.infer<typeof answerSchema>;

/** A file opened by its engine, asked about one record after the other. */
export type Asked = (record: EngineRecord) => EngineAnswer | Promise<EngineAnswer>;

/** Opens the text of a target's file. */
export type OpenFile = (text: string, types: FieldTypes) => Asked | Promise<Asked>;
