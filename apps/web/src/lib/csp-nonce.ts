/** The nonce of the answer that this page came in; styles that are made later carry it too. */
export function cspNonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';
}

/** Some libraries that make styles look for the nonce in this variable, and nowhere else. */
export function shareCspNonce(): void {
  Object.assign(globalThis, { __webpack_nonce__: cspNonce() });
}
