import { CelScalar, celMethod, objectType, type CelFunc } from '@bufbuild/cel';
import { timestampDate, TimestampSchema, type Timestamp } from '@bufbuild/protobuf/wkt';

/**
 * Parts of an instant in a named zone for the replaying evaluator, whose own ones go through the machine's time zone
 * and take the hour after local midnight for the next day. Bases are CEL's.
 */
export const zonedTimeParts: CelFunc[] = Object.entries({
  getFullYear: (wall: Date) => wall.getUTCFullYear(),
  getMonth: (wall: Date) => wall.getUTCMonth(),
  getDate: (wall: Date) => wall.getUTCDate(),
  getDayOfMonth: (wall: Date) => wall.getUTCDate() - 1,
  getDayOfWeek: (wall: Date) => wall.getUTCDay(),
  getDayOfYear: (wall: Date) => Math.floor((wall.getTime() - Date.UTC(wall.getUTCFullYear(), 0, 1)) / 86_400_000),
  getHours: (wall: Date) => wall.getUTCHours(),
  getMinutes: (wall: Date) => wall.getUTCMinutes(),
  getSeconds: (wall: Date) => wall.getUTCSeconds(),
  getMilliseconds: (wall: Date) => wall.getUTCMilliseconds(),
}).map(([name, part]) =>
  celMethod(name, objectType(TimestampSchema), [CelScalar.STRING], CelScalar.INT, function (zone) {
    return BigInt(part(wallClock(this.message as Timestamp, zone)));
  }),
);

/** The wall clock of an instant in a zone, as a Date whose UTC parts are the wall clock's. */
function wallClock(instant: Timestamp, zone: string): Date {
  const date = timestampDate(instant);
  const parts = new Map(
    clock(zone)
      .formatToParts(date)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const of = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0;
  return new Date(
    Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second'), date.getUTCMilliseconds()),
  );
}

const clocks = new Map<string, Intl.DateTimeFormat>();

function clock(zone: string): Intl.DateTimeFormat {
  const known = clocks.get(zone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  clocks.set(zone, made);
  return made;
}
