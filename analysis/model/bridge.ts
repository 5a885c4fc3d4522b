import { z } from 'zod';
import type { Failure, Result } from './failure.ts';
import type { Mapping } from './mapping.ts';
import { roleMasksSchema, roleSchema, type Role, type RoleMasks, type Unmasking } from './personal-roles.ts';
import type { RuleSet } from './ruleset.ts';
import {
  mappingKindSchema,
  mappingNameSchema,
  namedMappingSchema,
  type NamedMapping,
  type SavedMapping,
} from './saved-mapping.ts';

/**
 * What a person chooses a file for; decides the dialog's filter. A history may be several files, or all tables of a
 * folder, outcomes and lines may be several files; `package` is a folder, all others are one file.
 */
export const fileKinds = [
  'history',
  'history-folder',
  'outcomes',
  'lines',
  'list',
  'verdicts',
  'recorded',
  'ruleset',
  'mapping',
  'package',
  'package-file',
] as const;
export type FileKind = (typeof fileKinds)[number];

/** A chosen or dropped file: a one-use token, its name without folder, its size in bytes (0 for a folder). */
export interface ChosenFile {
  readonly token: string;
  readonly name: string;
  readonly bytes: number;
  /** Further files chosen with it, to be read as one history. */
  readonly more?: readonly ChosenFile[];
}

export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];
export const languages = ['ja', 'en'] as const;
export type Language = (typeof languages)[number];

/** What the window needs to know to draw itself. `memory` is the machine's in bytes. */
export interface AppInfo extends Preferences {
  readonly version: string;
  readonly platform: string;
  readonly sandboxed: boolean;
  readonly memory: number;
  /** BCP 47 tag of the system, for numbers and dates; `language` is the chosen one. */
  readonly locale: string;
  readonly projectName: string;
  /** Tells the project's file from every other, a copy of it too, without naming its path. */
  readonly fileKey: string;
  /** This window shows the bundled sample shop. */
  readonly sample: boolean;
}

/** The files of the sample shop and how they are read, for a first start. */
export interface SampleOffer {
  readonly history: ChosenFile;
  readonly outcomes: ChosenFile | null;
  readonly mapping: Mapping;
  readonly ruleSet: RuleSet;
}

/** A project opened lately, newest first; `id` is what `openRecent` takes. `openedAt` is epoch milliseconds. */
export interface RecentProject {
  readonly id: string;
  readonly name: string;
  readonly openedAt: number;
}

/** What became of a request to open a project: its own window, a window that had it already, or nothing chosen. */
export type Opened = 'opened' | 'focused' | 'cancelled';

/** Where something staged went: `id` is what `reveal` takes. */
export type Saved =
  | { readonly kind: 'saved'; readonly id: string; readonly name: string }
  | { readonly kind: 'cancelled' };

/** What the engine process of this window is doing. `failed` says why and stays until the person acts. */
export type EngineState =
  | { readonly kind: 'starting' }
  | { readonly kind: 'ready' }
  | { readonly kind: 'restarting'; readonly attempt: number }
  | { readonly kind: 'failed'; readonly failure: Failure };

/** Menu items that the page carries out itself. */
export const menuCommands = ['import', 'palette', 'shortcuts', 'about'] as const;
export type MenuCommand = (typeof menuCommands)[number];

/** Preferences as they are now, whoever changed them: this window, another one or the menu. */
export interface Preferences {
  readonly theme: Theme;
  readonly language: Language;
  /** Who this person is before the screen: every engine masks what is masked for that role. */
  readonly role: Role;
  readonly masks: RoleMasks;
  /** When values came on screen that were masked before, the latest first. */
  readonly unmaskings: readonly Unmasking[];
}

/** One command of the shell: the schema of its input and, as a type only, its answer. */
export interface Command<I extends z.ZodType, O> {
  readonly input: I;
  readonly output?: O;
}

const answers =
  <O>() =>
  <I extends z.ZodType>(input: I): Command<I, O> => ({ input });

const none = z.strictObject({});
const id = z.string().min(1).max(128);
const fileName = z
  .string()
  .min(1)
  .max(255)
  .regex(/^[^/\\\0]+$/)
  .refine((name) => name !== '.' && name !== '..');

/** Every command the page may send to the shell; each answer is a Result, never a thrown error. */
export const commands = {
  chooseFile: answers<ChosenFile | null>()(z.strictObject({ kind: z.enum(fileKinds) })),
  /** Sent by the preload only: the page has no way to name a path. */
  dropFile: answers<ChosenFile>()(z.strictObject({ path: z.string().min(1).max(32_768) })),
  /** Moves something staged to where the person says, or with `keep` copies it. */
  saveStaged: answers<Saved>()(z.strictObject({ staged: fileName, suggestedName: fileName, keep: z.boolean() })),
  /** Takes something staged away that nobody wants to save any more. */
  discardStaged: answers<null>()(z.strictObject({ staged: fileName })),
  /** Signs a staged package folder with this person's key, or takes the signature away; the page learns the key's fingerprint and no more. */
  signStaged: answers<{ readonly fingerprint: string | null }>()(
    z.strictObject({ staged: fileName, wanted: z.boolean() }),
  ),
  reveal: answers<null>()(z.strictObject({ id })),
  newProject: answers<Opened>()(none),
  openProject: answers<Opened>()(none),
  openSample: answers<Opened>()(none),
  openRecent: answers<Opened>()(z.strictObject({ id })),
  recentProjects: answers<readonly RecentProject[]>()(none),
  /** Makes the sample files when they are not there yet (seconds); null where this window is not the sample. */
  sampleOffer: answers<SampleOffer | null>()(none),
  appInfo: answers<AppInfo>()(none),
  setTheme: answers<null>()(z.strictObject({ theme: z.enum(themes) })),
  setLanguage: answers<null>()(z.strictObject({ language: z.enum(languages) })),
  /** Every engine masks by that from here on, and every window is drawn anew; it is noted where values are shown by it. */
  setRole: answers<null>()(z.strictObject({ role: roleSchema, masks: roleMasksSchema })),
  /** Mappings this person keeps for all projects, the latest first. */
  keptMappings: answers<readonly SavedMapping[]>()(none),
  keepMapping: answers<readonly SavedMapping[]>()(namedMappingSchema),
  forgetMapping: answers<readonly SavedMapping[]>()(z.strictObject({ of: mappingKindSchema, name: mappingNameSchema })),
  /** Asks for a port to the engine; it arrives as a window message (`enginePortMessage`) once the engine is ready. */
  connectEngine: answers<EngineState>()(none),
  /** After `failed`: tries once more. */
  restartEngine: answers<null>()(none),
  /** Only https addresses of an allow-list of hosts are opened, in the system's browser. */
  openExternal: answers<boolean>()(z.strictObject({ url: z.string().max(2048) })),
} as const;

export type Commands = typeof commands;
export type CommandName = keyof Commands;
export type CommandInput<N extends CommandName> = z.infer<Commands[N]['input']>;
export type CommandOutput<N extends CommandName> = Commands[N] extends Command<z.ZodType, infer O> ? O : never;

/** Events the shell sends to the page. */
export interface BridgeEvents {
  readonly engineState: EngineState;
  readonly menu: MenuCommand;
  readonly preferences: Preferences;
  /** Something begun from the menu failed. */
  readonly shellFailure: Failure;
}

type Answer<N extends CommandName> = Promise<Result<CommandOutput<N>>>;
type Listen<T> = (listener: (value: T) => void) => () => void;

/** `window.shinsa`: all the page can do outside itself. Listeners answer with a function that removes them. */
export interface Bridge {
  readonly chooseFile: (kind: FileKind) => Answer<'chooseFile'>;
  /** Takes the File of a drop event; 'file-unreadable' for one that does not lie on a disk. */
  readonly dropFile: (file: object) => Answer<'dropFile'>;
  readonly saveStaged: (staged: string, suggestedName: string, keep?: boolean) => Answer<'saveStaged'>;
  readonly discardStaged: (staged: string) => Answer<'discardStaged'>;
  readonly signStaged: (staged: string, wanted: boolean) => Answer<'signStaged'>;
  readonly reveal: (id: string) => Answer<'reveal'>;
  readonly newProject: () => Answer<'newProject'>;
  readonly openProject: () => Answer<'openProject'>;
  readonly openSample: () => Answer<'openSample'>;
  readonly openRecent: (id: string) => Answer<'openRecent'>;
  readonly recentProjects: () => Answer<'recentProjects'>;
  readonly sampleOffer: () => Answer<'sampleOffer'>;
  readonly appInfo: () => Answer<'appInfo'>;
  readonly setTheme: (theme: Theme) => Answer<'setTheme'>;
  readonly setLanguage: (language: Language) => Answer<'setLanguage'>;
  readonly setRole: (role: Role, masks: RoleMasks) => Answer<'setRole'>;
  readonly keptMappings: () => Answer<'keptMappings'>;
  readonly keepMapping: (named: NamedMapping) => Answer<'keepMapping'>;
  readonly forgetMapping: (asked: Pick<NamedMapping, 'of' | 'name'>) => Answer<'forgetMapping'>;
  readonly connectEngine: () => Answer<'connectEngine'>;
  readonly restartEngine: () => Answer<'restartEngine'>;
  readonly openExternal: (url: string) => Answer<'openExternal'>;
  readonly onEngineState: Listen<EngineState>;
  readonly onMenu: Listen<MenuCommand>;
  readonly onPreferences: Listen<Preferences>;
  readonly onShellFailure: Listen<Failure>;
}
