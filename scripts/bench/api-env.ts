/** An API as in production, beside whatever else a bench runs. */
export const API_ENV = {
  NODE_ENV: 'production',
  LOG_LEVEL: 'warn',
  PORT: '0',
  MOCK_VENDOR: 'off',
  DATABASE_POOL_SIZE: '2',
  RECEIPT_SECRET: 'a secret of 32 characters or more',
};
