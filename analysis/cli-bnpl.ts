import { basename } from 'node:path';
import { lintBnpl, scheduleOf } from './bnpl/index.ts';
import type { BnplCommand, BnplTold } from './cli/bnpl-args.ts';
import { withSession, type SessionOptions } from './cli-session.ts';
import { scopeOf } from './expression/index.ts';
import { bnplConfigSchema, type BnplConfig } from './model/bnpl/config.ts';
import { bnplPresets } from './model/bnpl/presets.ts';
import { readJson } from './model/json-file.ts';
import { textOfFile } from './project-handlers.ts';

/** Whether what was checked cannot be so. */
export const hasErrors = (told: BnplTold): boolean =>
  told.action === 'lint' && told.findings.some(({ severity }) => severity === 'error');

type Circumstances = Pick<SessionOptions, 'signal' | 'progress' | 'masked' | 'processes'>;

/** 'bnpl-invalid' with the field and the reason for what is no configuration. */
export async function bnplOf(command: BnplCommand, given: Circumstances): Promise<BnplTold> {
  const { action } = command;
  if (action === 'preset') return { action, config: bnplPresets[command.name] };
  const file = { text: textOfFile(command.config), file: basename(command.config) };
  const config = readJson(file, bnplConfigSchema, 'bnpl-invalid');
  if (action === 'schedule') {
    const schedule = scheduleOf(config, command.arrived, command.amount);
    return { action, schedule, currency: config.currency };
  }
  const { project } = command;
  return { action, findings: lintBnpl(config, project === null ? null : await fieldsOf(config, project, given)) };
}

/** Rule paths that the orders of a project have, those that know the outcome aside. */
const fieldsOf = (
  { currency, timezone }: BnplConfig,
  project: string,
  given: Circumstances,
): Promise<ReadonlySet<string>> =>
  withSession({ ...given, projectPath: project, mode: 'open' }, async ({ ask }) => {
    const { columns, lists } = await ask('project.info', {});
    const { fields } = scopeOf(columns, currency, timezone, lists);
    return new Set([...fields.values()].flatMap(({ path, refused }) => (refused === undefined ? [path] : [])));
  });
