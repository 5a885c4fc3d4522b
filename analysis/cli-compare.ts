import { basename } from 'node:path';
import type { Command } from './cli/args.ts';
import type { SideGiven } from './cli/compare-args.ts';
import type { ComparedTold } from './cli/compare-summary.ts';
import { withSession, type SessionOptions } from './cli-session.ts';
import { dayAfter, startOfDay } from './model/calendar-periods.ts';
import { ShinsaError } from './model/failure.ts';
import { everything, filterSchema, type Clause, type Filter } from './model/filter.ts';
import { readJson } from './model/json-file.ts';
import type { Segment } from './model/segment.ts';
import { tellingAxes } from './model/tells-persons.ts';
import { textOfFile } from './project-handlers.ts';

type Circumstances = Pick<SessionOptions, 'signal' | 'progress' | 'masked' | 'processes'>;

/** Both sides as a whole and by columns: those named, or all that tell orders apart. */
export function compareCommandOf(
  command: Extract<Command, { kind: 'compare' }>,
  given: Circumstances,
): Promise<ComparedTold> {
  const [a, b] = [filterOf(command.a), filterOf(command.b)];
  const asOf = command.asOf === null ? {} : { asOf: command.asOf };
  return withSession({ ...given, ...asOf, projectPath: command.project, mode: 'open' }, async ({ ask }) => {
    const info = await ask('project.info', {});
    const named = command.by.map((column) => ({ kind: 'column', column }) as const);
    const axes = named.length === 0 ? tellingAxes(info.columns) : named;
    const segments = await ask('segments.list', {});
    const whole = (filter: Filter, side: SideGiven): Filter =>
      within(narrowed(filter, side, segments), side, info.timezone);
    const sides = { a: whole(a, command.a), b: whole(b, command.b) };
    return {
      info,
      filters: sides,
      groups: named.length > 0,
      compared: await ask('explore.compare', { axes, ...sides }),
    };
  });
}

const filterOf = ({ filter: path }: SideGiven): Filter =>
  path === null
    ? everything
    : readJson({ text: textOfFile(path), file: basename(path) }, filterSchema, 'filter-invalid');

/** The filter within a segment; 'segment-unknown' where no such one is kept, 'personal-masked' where its bounds are masked. */
function narrowed(filter: Filter, { segment }: SideGiven, all: readonly Segment[]): Filter {
  if (segment === null) return filter;
  const found = all.find(({ name }) => name === segment);
  if (found === undefined) throw new ShinsaError('segment-unknown');
  if (found.hidden === true) throw new ShinsaError('personal-masked');
  return { clauses: [...found.filter.clauses, ...filter.clauses] };
}

/** The filter in the days of the side, of the project's zone. */
function within(filter: Filter, { from, to }: SideGiven, zone: string): Filter {
  if (from === null && to === null) return filter;
  const at = (day: string): string => new Date(startOfDay(day, zone)).toISOString();
  const clause: Clause = {
    ...{ kind: 'time', column: 'ordered_at' },
    from: from === null ? null : at(from),
    to: to === null ? null : at(dayAfter(to, 1)),
  };
  return { clauses: [...filter.clauses, clause] };
}
