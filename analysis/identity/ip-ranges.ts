import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** Ranges of addresses in order, with what is said of each; a family of addresses is read when first asked for. */
interface Ranges {
  /** First and last address; of IPv6 the upper half, since nobody is given less than a /64. */
  readonly from: BigUint64Array;
  readonly to: BigUint64Array;
  readonly said: readonly string[];
}

/** Where an address is announced from. */
export interface IpPlace {
  /** ISO 3166-1 alpha-2; undefined when no range has it. */
  readonly country: string | undefined;
  /** Number of the autonomous system, and the name of who runs it. */
  readonly asn: string | undefined;
  readonly network: string | undefined;
}

/**
 * Country (DB-IP Lite) and autonomous system (RouteViews, DB-IP; both CC BY 4.0) of an IPv4 address as four bytes, or an
 * IPv6 address as sixteen. The tables are of one day, whatever the day of an order: `snapshot` of the columns made of them.
 */
export function ipPlace(bytes: readonly number[]): IpPlace {
  const four = bytes.length === 4;
  const address = bytes.slice(0, 8).reduce((value, byte) => (value << 8n) | BigInt(byte), 0n);
  const tables = four ? tablesOf(4) : tablesOf(6);
  const system = /^([0-9]+),"?(.*?)"?$/u.exec(find(tables.systems, address) ?? '');
  return { country: find(tables.countries, address), asn: system?.[1], network: system?.[2] };
}

function find({ from, to, said }: Ranges, address: bigint): string | undefined {
  let [low, high] = [0, from.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((from[middle] ?? 0n) <= address) low = middle + 1;
    else high = middle;
  }
  const last = low - 1;
  return last >= 0 && address <= (to[last] ?? 0n) ? said[last] : undefined;
}

interface Tables {
  readonly countries: Ranges;
  readonly systems: Ranges;
}

const read = new Map<4 | 6, Tables>();

function tablesOf(version: 4 | 6): Tables {
  const known = read.get(version);
  if (known !== undefined) return known;
  const tables = {
    countries: rangesIn(`@ip-location-db/dbip-country/dbip-country-ipv${version}-num.csv`, version),
    systems: rangesIn(`@ip-location-db/asn/asn-ipv${version}-num.csv`, version),
  };
  read.set(version, tables);
  return tables;
}

/** Reads lines of first address, last address, and what is said. */
function rangesIn(file: string, version: 4 | 6): Ranges {
  const lines = readFileSync(createRequire(import.meta.url).resolve(file), 'utf8')
    .trimEnd()
    .split('\n');
  const [from, to] = [new BigUint64Array(lines.length), new BigUint64Array(lines.length)];
  const half = version === 4 ? 0n : 64n;
  // A country or a network has many ranges: one text for all of them.
  const texts = new Map<string, string>();
  const said = lines.map((line, index) => {
    const first = line.indexOf(',');
    const second = line.indexOf(',', first + 1);
    from[index] = BigInt(line.slice(0, first)) >> half;
    to[index] = BigInt(line.slice(first + 1, second)) >> half;
    const text = line.slice(second + 1).trimEnd();
    const same = texts.get(text);
    if (same !== undefined) return same;
    texts.set(text, text);
    return text;
  });
  return { from, to, said };
}
