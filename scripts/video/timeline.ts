interface Picture<T> {
  atMs: number;
  picture: T;
}

/**
 * Which picture is on the screen at which moment of the film. Pictures come as they get ready; the
 * film has one for every tick of its rate, and repeats the last one where the next was late, so that
 * a second of the film is a second.
 */
export class Timeline<T> {
  private readonly pictures: Picture<T>[] = [];
  private readonly framesPerSecond: number;

  constructor(framesPerSecond: number) {
    this.framesPerSecond = framesPerSecond;
  }

  /** @param atMs of the film, never before the one that came last. */
  add(atMs: number, picture: T): void {
    const last = this.pictures.at(-1);
    if (last && atMs < last.atMs) throw new Error(`a picture of ${atMs} ms came after one of ${last.atMs} ms`);
    this.pictures.push({ atMs, picture });
  }

  /** One picture for each tick until `endMs`, which is not in it; none when there was no picture. */
  frames(endMs: number): T[] {
    const frames: T[] = [];
    const [first] = this.pictures;
    if (!first) return frames;
    let next = 0;
    let shown = first.picture;
    for (let tick = 0; (tick * 1_000) / this.framesPerSecond < endMs; tick += 1) {
      for (; next < this.pictures.length; next += 1) {
        const candidate = this.pictures[next];
        if (!candidate || this.tickOf(candidate.atMs) > tick) break;
        shown = candidate.picture;
      }
      frames.push(shown);
    }
    return frames;
  }

  private tickOf(atMs: number): number {
    return Math.floor((atMs * this.framesPerSecond) / 1_000);
  }
}
