import cytoscape, {
  type Collection,
  type ConcentricLayoutOptions,
  type EdgeSingular,
  type NodeCollection,
  type NodeSingular,
} from 'cytoscape';
import fcose from 'cytoscape-fcose';

cytoscape.use(fcose);

/** With more nodes, orders of one value alone stand in a ring around it, and only the others are weighed against each other. */
const fewNodes = 80;
/** More nodes than this are not weighed: the window would stand still. They stand in circles by how many ties they have. */
const mostWeighed = 260;
/** Between two orders of a ring. */
const ringStep = 24;

/** Gives every node of a graph its place; those that have one already move little. */
export function arrange(seen: Collection, first: boolean): void {
  const nodes = seen.nodes();
  if (nodes.empty()) return;
  const rings = nodes.length > fewNodes ? ringsOf(nodes) : new Map<string, NodeCollection>();
  const outer = [...rings.values()].reduce(
    (all: NodeCollection, ring) => all.union(ring).nodes(),
    nodes.filter(() => false),
  );
  const inner = seen.difference(outer.union(outer.connectedEdges()));
  const radius = (key: NodeSingular): number => ((rings.get(key.id())?.length ?? 0) * ringStep) / (2 * Math.PI);
  const many = inner.nodes().length > mostWeighed;
  // Rings need room between what they stand around.
  if (first || many) inner.layout(inCircles(rings.size > 0 ? 44 : 12)).run();
  if (!many) {
    const weighed = {
      ...{ name: 'fcose', quality: 'default', randomize: false, animate: false, fit: false, packComponents: false },
      // Room for what stands below a node, where there are not too many of them for it.
      nodeDimensionsIncludeLabels: nodes.length <= fewNodes,
      ...{ nodeRepulsion: 6000, gravity: 0.3 },
      idealEdgeLength: (edge: EdgeSingular) => 60 + radius(edge.target()),
    };
    inner.layout(weighed).run();
  }
  for (const [id, ring] of rings) {
    const key = nodes.getElementById(id);
    const { x, y } = key.position();
    const r = Math.max(30, radius(key));
    const box = { x1: x - r, y1: y - r, x2: x + r, y2: y + r };
    ring.layout({ name: 'circle', animate: false, fit: false, boundingBox: box, radius: r, avoidOverlap: false }).run();
  }
}

const inCircles = (minNodeSpacing: number): ConcentricLayoutOptions => ({
  ...{ name: 'concentric', animate: false, fit: false, minNodeSpacing },
  concentric: (node) => node.degree(false),
  levelWidth: () => 2,
});

/** Orders that are tied to one value alone, by that value; the order that it begins with stands for itself. */
function ringsOf(nodes: NodeCollection): Map<string, NodeCollection> {
  const rings = new Map<string, NodeCollection>();
  nodes.filter('.order').forEach((order) => {
    const keys = order.neighborhood().nodes().intersection(nodes);
    const key = keys[0]?.id();
    if (keys.length !== 1 || key === undefined || order.hasClass('start')) return;
    rings.set(key, (rings.get(key) ?? nodes.filter(() => false)).union(order).nodes());
  });
  return rings;
}
