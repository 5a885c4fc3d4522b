import { writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { Handlers } from './engine-api.ts';
import {
  rowsKept,
  type AddFinding,
  type FindingEntry,
  type FindingResult,
  type KeptFinding,
} from './model/findings.ts';
import type { PersonalClass } from './model/personal-roles.ts';
import { textsOfPicture } from './model/picture.ts';
import { masksOfFile, toldFindings, toldResult } from './personal/told-findings.ts';
import { quotedIn } from './personal/quoted.ts';
import { findingsHtml } from './report/findings-html.ts';
import { readPicture } from './report/read-picture.ts';
import { addFinding, arrangeFindings, findingResult, findingsOf } from './store/findings.ts';
import type { ProjectHandle } from './store/project-handle.ts';

type FindingCalls = Extract<keyof Handlers, `findings.${string}`>;

/** The calls of the findings page. */
export function findingHandlers(
  project: ProjectHandle,
  masked: () => readonly PersonalClass[],
): Pick<Handlers, FindingCalls> {
  return {
    'findings.list': (_input, { signal }) => project.read({ signal }, findingsOf),
    'findings.add': async (given, { signal }) => {
      const { title, note, after } = given;
      const classes = masked();
      const pinned =
        given.result === undefined ? null : await pinnedOf(project, { title, result: given.result, classes });
      return project.write({ signal }, async (db) => {
        const findingId = await addFinding(db, {
          ...{ title, note, after },
          ...(pinned ?? { kept: { kind: 'note' }, result: null, quoted: { values: [], columns: [] } }),
        });
        return { findingId, entries: await findingsOf(db) };
      });
    },
    // Short, and told by windows that are gone before it ends: nothing cancels it.
    'findings.arrange': (given) =>
      project.write({}, async (db) => {
        await arrangeFindings(db, given);
        return findingsOf(db);
      }),
    'findings.result': ({ findingId }, { signal }) => project.read({ signal }, (db) => findingResult(db, findingId)),
    'findings.writeFile': async ({ language, personal, name: given }, { signal }) => {
      const info = await project.info();
      const name = given ?? info.name;
      const { entries, results } = await project.read({ signal }, async (db) => {
        const all = await findingsOf(db);
        const behind = new Map<string, FindingResult>();
        for (const { findingId, result } of all)
          if (result !== null) behind.set(findingId, await findingResult(db, findingId));
        return { entries: all, results: behind };
      });
      const masks = masksOfFile(await project.columns(), project);
      const hidden = personal === 'masked';
      const shown: readonly FindingEntry[] = hidden ? toldFindings(entries, masks) : entries;
      const text = findingsHtml({
        ...{ language, masked: hidden, name, timezone: info.timezone, now: Date.now() },
        entries: shown.map((entry) => {
          const result = results.get(entry.findingId) ?? null;
          return {
            ...{ entry, earlier: entry.result !== null && entry.result.dataVersion !== info.dataVersion },
            result: result !== null && hidden ? toldResult(result, masks) : result,
          };
        }),
      });
      const suggestedName = `${name.replaceAll(/[\\/:*?"<>|\p{Cc}]/gu, '-')}-findings.html`;
      const path = project.stagingPath(`${info.name}-findings.html`);
      writeFileSync(path, text, { mode: 0o600 });
      return { staged: basename(path), suggestedName, bytes: Buffer.byteLength(text) };
    },
  };
}

interface Pinned {
  readonly kept: KeptFinding;
  readonly result: Pick<FindingResult, 'table' | 'pictures'>;
  readonly quoted: FindingResult['quoted'];
}

interface ToPin extends Pick<AddFinding, 'title'> {
  readonly result: NonNullable<AddFinding['result']>;
  /** Masked for whoever pins it. */
  readonly classes: readonly PersonalClass[];
}

/** A result as it is kept: its pictures read, its table cut to the rows kept, and what of it names persons. */
async function pinnedOf(project: ProjectHandle, { title, result, classes }: ToPin): Promise<Pinned> {
  const { facts, explained, query, address, table } = result;
  const pictures = result.pictures.map(({ light, dark, ...picture }) => ({
    ...picture,
    ...{ light: readPicture(light), dark: readPicture(dark) },
  }));
  const { dataVersion } = await project.info();
  const kept = table?.slice(0, rowsKept + 1) ?? null;
  const cells = (kept ?? []).flat().filter((cell) => typeof cell === 'string');
  const drawn = pictures.flatMap(({ label, light }) => [label, ...textsOfPicture(light)]);
  const texts = [title, ...facts.flat(), ...explained, ...drawn];
  const columns = await project.columns();
  const quoted = await project.read({}, (db) => quotedIn(db, columns, { cells, texts, address }));
  const rows = table === null ? 0 : Math.max(0, table.length - 1);
  return {
    kept: {
      ...{ kind: 'result', facts, explained, address, rows, pictures: pictures.length },
      ...(query === undefined ? {} : { query: { text: query, masked: [...classes] } }),
      dataVersion: result.dataVersion ?? dataVersion,
    },
    result: { table: kept, pictures },
    quoted,
  };
}
