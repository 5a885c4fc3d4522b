import { z } from 'zod';

export const mostMarkers = 40;

/** A day of the project's calendar from which something was otherwise: figures before it and from it on are compared. */
export const markerSchema = z.strictObject({ day: z.iso.date(), name: z.string().trim().min(1).max(80) });
export type Marker = z.infer<typeof markerSchema>;

/** By day; no two of the same day and name. */
export const markersSchema = z.array(markerSchema).max(mostMarkers);

/** Those of calendar days [first, last]. */
export const markersWithin = (markers: readonly Marker[], first: string, last: string): readonly Marker[] =>
  markers.filter(({ day }) => day >= first && day <= last);
