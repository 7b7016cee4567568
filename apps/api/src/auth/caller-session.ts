/** How somebody came who wants to sign in. */
export interface Arrival {
  address: string;
  requestId: string;
  /** The claim code that was shown before; see `holdClaim`. */
  claimCodeId: string | undefined;
}

/** The session of a call, as controllers see it: to sign in and out, without cookies and stores. */
export interface CallerSession {
  readonly arrival: Arrival;
  /**
   * Whether the call comes from this machine and asks this machine by a name that only it has. A
   * page elsewhere can point a name of its own at 127.0.0.1, and a proxy brings the calls of others.
   */
  readonly isOnThisMachine: boolean;
  /**
   * Begins a session under a new id; whoever knew the old one is left outside.
   *
   * @throws DomainError `forbidden` for a call with an API key, as the others do
   */
  signIn(memberId: string): Promise<void>;
  /** Ends it, here and in the browser. */
  signOut(): Promise<void>;
  /** Remembers a claim code that was right, until whoever showed it comes back from Google. */
  holdClaim(claimCodeId: string): Promise<void>;
}
