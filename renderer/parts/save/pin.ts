import { longestFact, type FindingAddress } from '../../../analysis/model/findings.ts';
import type { ProjectInfo } from '../../../analysis/model/project.ts';
import type { ResultFacts, ResultTable } from '../../../analysis/model/results/result-file.ts';
import { drawStill, type Drawn, type Still } from '../../chart/still.ts';
import type { Paint } from '../../chart/theme.ts';
import { t } from '../../i18n/index.ts';
import { address, go, type Address } from '../../state/address.ts';
import { addToPage } from '../../state/findings.ts';
import { attempt, showDone } from '../../state/toasts.ts';
import { paintIn } from '../../theme/theme.ts';

/** A picture that is drawn for each theme. */
export interface PinnedPicture {
  readonly label: string;
  readonly draw: (colours: Paint) => Promise<Pick<Drawn, 'svg' | 'width' | 'height'>>;
}

export const pinnedChart = (still: Still): PinnedPicture => ({
  label: still.label,
  draw: (colours) => drawStill(still, colours),
});

export interface Pinned {
  readonly title: string;
  readonly facts: ResultFacts;
  /** What is said under its pictures. */
  readonly explained: readonly string[];
  /** The query that it answers. */
  readonly query: string | null;
  readonly table: ResultTable | null;
  readonly pictures: readonly PinnedPicture[];
  /** The state of the data it was made on; null for the one of now. */
  readonly madeOn: string | null;
}

/** Puts a result on the findings page, its pictures in both themes, with the address it stands at; says so and leads there. */
export function pin(info: ProjectInfo, pinned: Pinned): void {
  const { title, facts, explained, query, table, pictures, madeOn } = pinned;
  const from = keptAddress(address.get());
  attempt(async () => {
    const drawn = [];
    for (const { label, draw } of pictures) {
      const [light, dark] = [await draw(paintIn('light')), await draw(paintIn('dark'))];
      const { width, height } = light;
      drawn.push({ label, width, height, light: light.svg, dark: dark.svg });
    }
    const findingId = await addToPage(info, {
      ...{ title: title.slice(0, 200), note: '' },
      result: {
        ...{ facts: facts.map(([name, text]): [string, string] => [name, text]), address: from, pictures: drawn },
        table: table?.map((row) => [...row]) ?? null,
        explained: [...explained],
        ...(query === null ? {} : { query: query.slice(0, longestFact) }),
        ...(madeOn === null ? {} : { dataVersion: madeOn }),
      },
    });
    showDone(t('findings.pinned', { title }), {
      label: t('findings.see'),
      run: () => go({ room: 'findings', path: [findingId] }),
    });
  });
}

/** An address with the parameters that are JSON as what they say: conditions in them are masked as all others are. */
export function keptAddress({ room, path, filter, params }: Address): FindingAddress {
  const said = Object.entries(params).map(([name, text]) => [name, /^[[{]/.test(text) ? parsed(text) : text] as const);
  return { room, path: [...path], filter, params: Object.fromEntries(said) };
}

function parsed(text: string): FindingAddress['params'][string] {
  try {
    return JSON.parse(text) as FindingAddress['params'][string];
  } catch {
    return text;
  }
}

/** The other way round. */
export const openedAddress = ({ params, ...rest }: FindingAddress): Address => ({
  ...rest,
  params: Object.fromEntries(
    Object.entries(params).map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)]),
  ),
});
