import { prefectureNames } from './postal-prefectures.ts';

/** Where the office of each prefecture stands: degrees north and east (Geospatial Information Authority of Japan, to two decimals). */
const offices: Readonly<Record<string, readonly [north: number, east: number]>> = {
  ...{ 北海道: [43.06, 141.35], 青森県: [40.82, 140.74], 岩手県: [39.7, 141.15], 宮城県: [38.27, 140.87] },
  ...{ 秋田県: [39.72, 140.1], 山形県: [38.24, 140.36], 福島県: [37.75, 140.47], 茨城県: [36.34, 140.45] },
  ...{ 栃木県: [36.57, 139.88], 群馬県: [36.39, 139.06], 埼玉県: [35.86, 139.65], 千葉県: [35.6, 140.12] },
  ...{ 東京都: [35.69, 139.69], 神奈川県: [35.45, 139.64], 新潟県: [37.9, 139.02], 富山県: [36.7, 137.21] },
  ...{ 石川県: [36.59, 136.63], 福井県: [36.07, 136.22], 山梨県: [35.66, 138.57], 長野県: [36.65, 138.18] },
  ...{ 岐阜県: [35.39, 136.72], 静岡県: [34.98, 138.38], 愛知県: [35.18, 136.91], 三重県: [34.73, 136.51] },
  ...{ 滋賀県: [35.0, 135.87], 京都府: [35.02, 135.76], 大阪府: [34.69, 135.52], 兵庫県: [34.69, 135.18] },
  ...{ 奈良県: [34.69, 135.83], 和歌山県: [34.23, 135.17], 鳥取県: [35.5, 134.24], 島根県: [35.47, 133.05] },
  ...{ 岡山県: [34.66, 133.93], 広島県: [34.4, 132.46], 山口県: [34.19, 131.47], 徳島県: [34.07, 134.56] },
  ...{ 香川県: [34.34, 134.04], 愛媛県: [33.84, 132.77], 高知県: [33.56, 133.53], 福岡県: [33.61, 130.42] },
  ...{ 佐賀県: [33.25, 130.3], 長崎県: [32.75, 129.87], 熊本県: [32.79, 130.74], 大分県: [33.24, 131.61] },
  ...{ 宮崎県: [31.91, 131.42], 鹿児島県: [31.56, 130.56], 沖縄県: [26.21, 127.68] },
};

/** Mean radius of the Earth, km (IUGG). */
const radius = 6371;
const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** Great-circle distance between the offices of two prefectures, km (haversine formula); null for a name that is none. */
export function prefectureDistance(one: string, other: string): number | null {
  const [from, to] = [offices[one], offices[other]];
  if (from === undefined || to === undefined) return null;
  const [north, east] = [radians(to[0] - from[0]), radians(to[1] - from[1])];
  const half =
    Math.sin(north / 2) ** 2 + Math.cos(radians(from[0])) * Math.cos(radians(to[0])) * Math.sin(east / 2) ** 2;
  return 2 * radius * Math.asin(Math.min(1, Math.sqrt(half)));
}

/**
 * How far goods go from where their buyer lives. `address`: one key of 名寄せ. `city`, `prefecture`: the same, but not what stands
 * before it. `under100` …: another prefecture, by the distance of the offices in km. `unknown`: one of the two is not told.
 */
export const distanceClasses = [
  ...(['address', 'city', 'prefecture'] as const),
  ...(['under100', 'under300', 'under600', 'far', 'unknown'] as const),
] as const;
export type DistanceClass = (typeof distanceClasses)[number];

/** The class of two prefectures that are not the same. */
export function classOfDistance(km: number): DistanceClass {
  return km < 100 ? 'under100' : km < 300 ? 'under300' : km < 600 ? 'under600' : 'far';
}

/** Places in `distanceClasses` by buyer's and then delivery's prefecture, in the order of `prefectureNames`. */
export const prefectureClasses: readonly number[] = prefectureNames.flatMap((from) =>
  prefectureNames.map((to) =>
    distanceClasses.indexOf(
      from === to ? 'prefecture' : classOfDistance(prefectureDistance(from, to) ?? Number.POSITIVE_INFINITY),
    ),
  ),
);
