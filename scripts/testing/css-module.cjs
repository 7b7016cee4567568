// Stands in for a CSS module in tests: `classes.card` is 'card'.
module.exports = {
  __esModule: true,
  default: new Proxy({}, { get: (_, name) => (typeof name === 'string' ? name : undefined) }),
};
