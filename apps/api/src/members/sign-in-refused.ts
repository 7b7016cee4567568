import type { SignInRefusal } from '@herald/shared';

/** Somebody is not signed in. */
export class SignInRefused extends Error {
  override readonly name = 'SignInRefused';
  readonly code: SignInRefusal;

  constructor(code: SignInRefusal) {
    super(`the sign-in was refused: ${code}`);
    this.code = code;
  }
}
