import type { z } from 'zod';

/** The process cannot run with the environment it was given; the message names the variables. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/**
 * Parses the environment against a schema whose keys are the variables' names. An
 * empty variable counts as not set.
 *
 * @throws ConfigError naming every bad variable.
 */
export function parseConfig<S extends z.ZodType>(schema: S, env: NodeJS.ProcessEnv): z.infer<S> {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  const reasons = parsed.error.issues.map(({ code, path, message }) => {
    const name = path.join('.');
    // Otherwise what is missing would read as if it were there and wrong.
    return code === 'invalid_type' && given[name] === undefined
      ? `${name}: is not set; ${message}`
      : `${name}: ${message}`;
  });
  throw new ConfigError(`Bad configuration: ${reasons.join('; ')}`);
}
