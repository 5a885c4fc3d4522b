import { closeSync, openSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import { basename } from 'node:path';
import type { Staged } from '../engine-api.ts';
import { ShinsaError } from '../model/failure.ts';
import type { RuntimeEvent } from '../runtime/index.ts';
import { isOutOfSpace } from '../store/duckdb-failure.ts';
import type { ProjectHandle } from '../store/project-handle.ts';
import { eachEvent } from './history.ts';
import { openRuntime } from './open-runtime.ts';
import type { PackageContent } from './package-content.ts';
import type { ReplayContext } from './replay-history.ts';

/** Characters that are written at once. */
const together = 1_000_000;

/**
 * Writes the whole history of a project as the events that a package reads (docs/event-format.md), one JSON object a line in the
 * order of time, staged: what `replay` and `serve-check` take. Lists come with the package. 'project-empty' where there is no
 * order, and what `eachEvent` throws.
 */
export async function stageRuntimeEvents(
  project: ProjectHandle,
  { ruleSet, content }: Pick<PackageContent, 'ruleSet' | 'content'>,
  context: ReplayContext,
): Promise<Staged & { readonly events: number }> {
  const suggestedName = 'events.ndjson';
  const path = project.stagingPath(suggestedName);
  const part = `${path}.part`;
  const runtime = openRuntime(content, {}, { similars: 0 });
  const file = openSync(part, 'w', 0o600);
  let [events, text] = [0, ''];
  const flush = (): void => {
    writeSync(file, text);
    text = '';
  };
  const signal = context.signal === undefined ? {} : { signal: context.signal };
  try {
    await project.read(signal, (db) =>
      eachEvent(
        project,
        db,
        { ruleSet, runtime },
        (event) => {
          events += event.kind === undefined ? 1 : 0;
          text += `${lineOf(event)}\n`;
          if (text.length >= together) flush();
        },
        context,
      ),
    );
    flush();
    if (events === 0) throw new ShinsaError('project-empty');
  } catch (error) {
    closeSync(file);
    rmSync(part, { force: true });
    throw isOutOfSpace(error) ? new ShinsaError('disk-full', {}, { cause: error }) : error;
  }
  // Some systems rename no file that is open.
  closeSync(file);
  renameSync(part, path);
  return { staged: basename(path), suggestedName, bytes: statSync(path).size, events };
}

/** Without what is not there. */
function lineOf({ event_id, kind, at, fields = {}, items }: RuntimeEvent): string {
  const present = Object.entries(fields).filter(([, value]) => value !== null);
  return JSON.stringify({
    event_id,
    ...(kind === undefined ? {} : { kind }),
    at,
    fields: Object.fromEntries(present),
    ...(items === undefined || items === null ? {} : { items }),
  });
}
