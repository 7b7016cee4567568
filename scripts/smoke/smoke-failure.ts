/** A step that does not hold: what is wrong, and where to look. */
export class SmokeFailure extends Error {
  readonly lookAt: string;

  constructor(message: string, lookAt: string) {
    super(message);
    this.lookAt = lookAt;
  }
}
