import type { Target } from '../../analysis/model/target.ts';
import type { NodeLook, NodePlace } from './drawing.ts';
import { keyNode, orderNode, type Shown } from './graph-model.ts';
import type { GraphSketch, PlacedNode } from './graph-picture.ts';
import { lookOf, looksOf, lookWord, type Colouring } from './looks.ts';
import type { LinksStart } from './open-links.ts';

export interface SketchAsked {
  readonly shown: Shown;
  readonly start: LinksStart;
  readonly looks: ReadonlyMap<string, NodeLook>;
  readonly by: Colouring;
  readonly target: Target;
  readonly places: readonly NodePlace[];
}

/** What is shown as a sketch of where it lies, with the masks of files in the place of values. */
export function sketchOf({ shown, start, looks, by, target, places }: SketchAsked): GraphSketch {
  const lies = new Map(places.map((place) => [place.id, place]));
  const node = (id: string, own: Pick<PlacedNode, 'kind' | 'begins' | 'look'>): PlacedNode[] => {
    const place = lies.get(id);
    if (place === undefined) return [];
    const lines = (looks.get(id)?.masked ?? '').split('\n').filter((line) => line !== '');
    return [{ ...own, at: [place.x, place.y], size: place.size, lines }];
  };
  const orders = shown.orders.flatMap((order) =>
    node(orderNode(order.seq), { kind: 'order', begins: order.seq === start.seq, look: lookOf(order, by) }),
  );
  const keys = shown.keys.flatMap((key) => {
    const { fill = 'surface-3', border = 'text-3' } = looks.get(keyNode(key.id)) ?? {};
    const look = { fill, border, shape: 'ellipse', line: 'solid' } as const;
    return node(keyNode(key.id), { kind: key.hub ? 'hub' : 'key', begins: false, look });
  });
  const edges = shown.edges.flatMap(({ order, key }) => {
    const [from, to] = [lies.get(orderNode(order)), lies.get(keyNode(key))];
    return from === undefined || to === undefined ? [] : [[[from.x, from.y] as const, [to.x, to.y] as const] as const];
  });
  const legend = looksOf(by)
    .filter((look) => shown.orders.some((order) => lookOf(order, by) === look))
    .map((look) => ({ look, word: lookWord(look, target) }));
  return { nodes: [...keys, ...orders], edges, legend };
}
