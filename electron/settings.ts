import { readFileSync, renameSync, writeFileSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { languages, themes } from '../analysis/model/bridge.ts';
import {
  maskedClassesSchema,
  roleMasksSchema,
  roleSchema,
  unmaskingsKept,
  usualRole,
  usualRoleMasks,
} from '../analysis/model/personal-roles.ts';

const bounds = z.strictObject({ x: z.int(), y: z.int(), width: z.int().min(1), height: z.int().min(1) });
export type Bounds = z.infer<typeof bounds>;

const settingsSchema = z.strictObject({
  theme: z.enum(themes).default('system'),
  /** Absent until a person chooses: the system's language is followed. */
  language: z.enum(languages).optional(),
  role: roleSchema.default(usualRole),
  masks: roleMasksSchema.default(usualRoleMasks),
  /** The latest first. */
  unmaskings: z
    .array(
      z.strictObject({ at: z.number(), role: roleSchema, shown: maskedClassesSchema.readonly(), project: z.string() }),
    )
    .max(unmaskingsKept)
    .readonly()
    .default([]),
  windows: z.record(z.string(), z.strictObject({ bounds, maximized: z.boolean() })).default({}),
  recent: z
    .array(z.strictObject({ id: z.string(), path: z.string(), name: z.string(), openedAt: z.number() }))
    .max(20)
    .default([]),
  /** Dialogs open where the last one was closed. */
  lastFolder: z.string().optional(),
});
export type Settings = z.infer<typeof settingsSchema>;

export interface SettingsStore {
  readonly get: () => Settings;
  readonly update: (change: Partial<Settings>) => void;
}

/** A person's choices on this machine. A file that cannot be read costs those choices and nothing else. */
export function openSettings(file: string): SettingsStore {
  let settings = read(file);
  return {
    get: () => settings,
    update: (change) => {
      settings = { ...settings, ...change };
      write(file, settings);
    },
  };
}

function read(file: string): Settings {
  try {
    return settingsSchema.parse(withRole(JSON.parse(readFileSync(file, 'utf8'))));
  } catch {
    return settingsSchema.parse({});
  }
}

/** Before there were roles, values were masked or shown. */
function withRole(stored: unknown): unknown {
  if (typeof stored !== 'object' || stored === null || !('personal' in stored)) return stored;
  const { personal, ...rest } = stored;
  return { ...rest, role: personal === 'shown' ? 'analyst' : usualRole };
}

function write(file: string, settings: Settings): void {
  const part = `${file}.part`;
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    writeFileSync(part, JSON.stringify(settings, null, 2), { mode: 0o600 });
    renameSync(part, file);
  } catch {
    // Read-only or full: the choice still holds until the window closes.
  }
}
