/** The version of Herald, as in every package.json of this repository. */
export const HERALD_VERSION = '0.1.0';
