/** What of a package stands for something that was not given away, so that it decides otherwise than it was tested. */
export interface StandIns {
  /** Exceptions whose value stands for a personal one: they hold for nobody until somebody puts the real value there. */
  readonly exceptions: number;
  /** Ids of lists without their entries: unknown until an event tells what stands on them. */
  readonly lists: readonly string[];
}
